"""Writes the weighted mean of two students' weights."""

import argparse
from pathlib import Path

from safetensors.torch import save_file

from data import WordPiece
from export import floats, sizes_of, tensors
from model import Reader


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("students", nargs=2, type=Path, help="int8 files, as distil.py writes them and as shipped")
    ap.add_argument("--share", type=float, default=0.5, help="of the second")
    ap.add_argument("--out", type=Path, required=True)
    o = ap.parse_args()
    model = Reader(len(WordPiece().vocab), sizes_of(o.students[0]))
    a, b = (floats(model, path) for path in o.students)
    model.load_state_dict({k: (1 - o.share) * a[k] + o.share * b[k] for k in a})
    save_file(tensors(model), o.out)


if __name__ == "__main__":
    main()
