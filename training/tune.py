"""Goes on with a student on the lessons of people's annotation alone, on a GPU or on two cores (a thousand pieces a second)."""

import argparse
import json
from pathlib import Path

import torch
from safetensors.torch import save_file

from export import student_of, tensors
from lessons import learn, lessons


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--init", type=Path, required=True, help="a student's int8 file")
    ap.add_argument("--lessons", type=Path, required=True, help="folder that lessons.py fills")
    ap.add_argument("--made", type=int, default=1, help="epochs of lessons in the folder")
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--steps", type=int, default=350)
    ap.add_argument("--lr", type=float, default=4e-5)
    ap.add_argument("--seed", type=int, default=0)
    ap.add_argument("--device", default="cpu")
    o = ap.parse_args()
    print(json.dumps({"tune": {k: str(v) for k, v in vars(o).items()}, "torch": torch.__version__}), flush=True)
    torch.manual_seed(o.seed)
    torch.set_flush_denormal(True)
    model = student_of(o.init).to(o.device)
    model.fast = o.device == "cuda"
    heads = [p for k, p in model.named_parameters() if not k.startswith("encoder.")]
    groups = [{"params": list(model.encoder.parameters()), "lr": o.lr}, {"params": heads, "lr": 3 * o.lr}]
    learn(model, groups, lessons(o.lessons, o.made, o.device, o.seed), o.steps, 25, "tune")
    save_file(tensors(model.cpu().eval()), o.out)


if __name__ == "__main__":
    main()
