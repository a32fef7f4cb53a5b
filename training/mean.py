"""Writes the mean of two models' weights; what only one has is taken from it."""

import argparse
from pathlib import Path

import torch

from export import floats
from model import Reader


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("models", nargs=2, type=Path, help="checkpoints, or the shipped int8 file")
    ap.add_argument("--out", type=Path, required=True)
    o = ap.parse_args()
    words = 30522  # of MiniLM's vocabulary
    a, b = (floats(Reader(words), path) for path in o.models)
    mean = {k: (a[k] + v) / 2 if k in a and v.is_floating_point() and a[k].shape == v.shape else v for k, v in b.items()}
    # A mention head that only one of them has is no mean: it is trained anew.
    torch.save({k: v for k, v in mean.items() if k in a or not k.startswith("mentions.")}, o.out)


if __name__ == "__main__":
    main()
