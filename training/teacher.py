"""A larger reader that only teaches: MPNet's twelve layers below the heads of `model.py`.

    teacher.py --base FOLDER --init student.safetensors --lessons FOLDER --trunk --epochs 1.6 --out trunk.pt
    teacher.py --base FOLDER --start trunk.pt           --lessons FOLDER --seed 1 --out teacher-1.pt

It learns the lessons of `lessons.py`; its word vectors are projected onto the student's, so that it begins with the
student's heads and ends with vectors that a student can learn from (`distil.py`).
"""

import argparse
import json
import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn

from data import CLS, MASK, SEP, UNK, CueLexicon, WordPiece, read_articles, split_train
from decode import read, score
from export import student_of
from lessons import DATA, NESTED, learn, lessons
from model import HINTS, SHAPES, WIDTH, Layer, Reader, locked, padding

KEYS = ("alpha", "jac50.f", "full.f", "strict.f", "span.source.f", "span.cue.f", "span.content.f")
LARGE, LAYERS, HEADS, HIDDEN = 768, 12, 12, 3072
NEAREST, FARTHEST = 32, 128  # buckets of relative positions, and the distance where they end


def relative(n, device):
    """Bucket of the distance between each two of `n` places, as in T5 (Raffel et al. 2020)."""
    places = torch.arange(n, device=device)
    away = places.unsqueeze(1) - places.unsqueeze(0)
    half = NEAREST // 2
    exact = half // 2
    far = away.abs().clamp_min(1).float()
    coarse = exact + ((far / exact).log() / math.log(FARTHEST / exact) * (half - exact)).long()
    size = torch.where(away.abs() < exact, away.abs(), coarse.clamp_max(half - 1))
    return (away < 0).long() * half + size


class Encoder(nn.Module):
    """MPNet (Song et al. 2020), told of each piece what the student is told, projected to the student's width."""

    def __init__(self, ids, dropout=0.1):
        super().__init__()
        self.register_buffer("ids", ids)  # of each of the student's pieces, the same piece here
        self.word = nn.Embedding(30527, LARGE)
        self.position = nn.Embedding(514, LARGE)
        self.shape = nn.Embedding(SHAPES, LARGE)
        self.hint = nn.Embedding(HINTS, LARGE)
        nn.init.zeros_(self.shape.weight)
        nn.init.zeros_(self.hint.weight)
        self.norm = nn.LayerNorm(LARGE, eps=1e-5)
        self.near = nn.Embedding(NEAREST, HEADS)
        self.layers = nn.ModuleList(Layer(dropout, HEADS, HIDDEN, LARGE, LARGE // HEADS, 1e-5) for _ in range(LAYERS))
        self.narrow = nn.Linear(LARGE, WIDTH)
        self.dropout = dropout

    def wide(self, ids):
        piece, shape, hint = ids.unbind(-1)
        n = ids.shape[1]
        x = self.word(self.ids[piece]) + self.position.weight[2:n + 2] + self.shape(shape) + self.hint(hint)
        x = locked(self.norm(x), self.dropout, self.training)
        bias = self.near(relative(n, ids.device)).permute(2, 0, 1).unsqueeze(0) + padding(ids)
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def forward(self, ids):
        return self.narrow(self.wide(ids))

    def load(self, folder):
        w = {k: v.float() for k, v in load_file(folder / "model.safetensors").items()}
        copy_ = lambda p, name: p.data.copy_(w[name])
        copy_(self.word.weight, "embeddings.word_embeddings.weight")
        copy_(self.position.weight, "embeddings.position_embeddings.weight")
        copy_(self.near.weight, "encoder.relative_attention_bias.weight")
        copy_(self.norm.weight, "embeddings.LayerNorm.weight")
        copy_(self.norm.bias, "embeddings.LayerNorm.bias")
        for i, layer in enumerate(self.layers):
            p = f"encoder.layer.{i}."
            for kind in ("weight", "bias"):
                getattr(layer.qkv, kind).data.copy_(torch.cat([w[f"{p}attention.attn.{n}.{kind}"] for n in "qkv"]))
                for mine, theirs in (("out", "attention.attn.o"), ("norm1", "attention.LayerNorm"),
                                     ("up", "intermediate.dense"), ("down", "output.dense"), ("norm2", "output.LayerNorm")):
                    copy_(getattr(getattr(layer, mine), kind), f"{p}{theirs}.{kind}")


def same_pieces(pieces, folder):
    """For each of MiniLM's word pieces the id of the same piece in MPNet's list."""
    with open(folder / "vocab.txt", encoding="utf-8") as f:
        theirs = {line.rstrip("\n"): i for i, line in enumerate(f)}
    ids = torch.full((len(pieces.vocab),), theirs["<unk>"])
    for piece, i in pieces.vocab.items():
        if piece in theirs:
            ids[i] = theirs[piece]
    ids[0], ids[CLS], ids[SEP], ids[UNK], ids[MASK] = theirs["<pad>"], theirs["<s>"], theirs["</s>"], theirs["<unk>"], len(theirs) - 1
    return ids


def teacher(pieces, base):
    """A reader whose encoder is of MPNet's shape, with the word pieces of `base` and no weights yet."""
    model = Reader(len(pieces.vocab))
    model.encoder = Encoder(same_pieces(pieces, base))
    return model


def made_whole(state):
    """A teacher's weights as they were before they were kept in half the space."""
    return {k: v.float() if v.is_floating_point() else v for k, v in state.items()}


@torch.no_grad()
def project(model, student, taught):
    """Fits the projection by least squares to the student's vectors, and takes the student's heads."""
    model.eval(), student.eval()
    xx, xy = torch.zeros(LARGE + 1, LARGE + 1, device=model.device), torch.zeros(LARGE + 1, WIDTH, device=model.device)
    for t in taught:
        ids = t["ids"].long()
        with torch.autocast(model.device.type, dtype=torch.bfloat16, enabled=model.fast):
            x, y = model.encoder.wide(ids).float(), student.encoder(ids).float()
        real = ids[..., 0] != 0
        x = torch.cat([x[real], torch.ones(int(real.sum()), 1, device=x.device)], 1)
        xx += x.T @ x
        xy += x.T @ y[real]
    fit = torch.linalg.solve(xx + 1e-1 * torch.eye(LARGE + 1, device=xx.device), xy)
    model.encoder.narrow.weight.data.copy_(fit[:-1].T)
    model.encoder.narrow.bias.data.copy_(fit[-1])
    heads = {k: v for k, v in student.state_dict().items() if not k.startswith("encoder.")}
    model.load_state_dict(heads, strict=False)


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--base", type=Path, required=True, help="folder of all-mpnet-base-v2")
    begins = ap.add_mutually_exclusive_group(required=True)
    begins.add_argument("--init", type=Path, help="the student whose heads it begins with")
    begins.add_argument("--start", type=Path, help="the teacher that it goes on from")
    ap.add_argument("--lessons", type=Path, required=True, help="folder that lessons.py fills")
    ap.add_argument("--made", type=int, default=4, help="epochs of lessons in the folder")
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--epochs", type=float, default=5)
    ap.add_argument("--trunk", action="store_true", help="keep the rate until the end, for others are to go on from it")
    ap.add_argument("--lr", type=float, default=8e-5)
    ap.add_argument("--head-lr", type=float, default=4e-4)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--device", default="cuda")
    ap.add_argument("--steps", type=int, default=0, help="stop after this many steps (a trial)")
    o = ap.parse_args()
    print(json.dumps({"teacher": o.seed, "options": {k: str(v) for k, v in vars(o).items()}, "torch": torch.__version__}), flush=True)
    torch.manual_seed(o.seed)
    torch.set_float32_matmul_precision("high")
    pieces = WordPiece()
    model = teacher(pieces, o.base)
    if o.start:
        model.load_state_dict(made_whole(torch.load(o.start)))
    else:
        model.encoder.load(o.base)
    model.to(o.device)
    model.fast = o.device == "cuda"
    queue = lessons(o.lessons, o.made, o.device, o.seed)
    if o.init:
        student = student_of(o.init).to(o.device)
        student.fast = model.fast
        taught = [next(queue) for _ in range(100 if model.fast else 1)]
        project(model, student, [t for kind, t in taught if kind == "attributions"][:40])
        del student
    for part in (model.encoder.word, model.encoder.position, model.encoder.near):
        part.requires_grad_(False)
    new = ("encoder.narrow", "encoder.shape", "encoder.hint")
    named = [(k, p) for k, p in model.named_parameters() if p.requires_grad]
    old = [p for k, p in named if k.startswith("encoder.") and not k.startswith(new)]
    heads = [p for k, p in named if not k.startswith("encoder.") or k.startswith(new)]
    total = int(o.epochs * len(torch.load(o.lessons / f"lessons-{o.seed % o.made}.pt")))
    groups = [{"params": old, "lr": o.lr}, {"params": heads, "lr": o.head_lr}]
    learn(model, groups, queue, total, 100, f"teacher {o.seed}", o.steps, not o.trunk)
    torch.save({k: v.half() if v.is_floating_point() else v for k, v in model.state_dict().items()}, o.out.with_suffix(".part"))
    o.out.with_suffix(".part").rename(o.out)
    if o.steps:
        return
    train, tune = split_train(read_articles(DATA / "polnear/polnear-train.jsonl", nested=NESTED))
    s = score(tune, read(model, tune, CueLexicon(train), pieces))
    print(json.dumps({"teacher": o.seed, "held out": {k: round(100 * s[k], 2) for k in KEYS}}), flush=True)


if __name__ == "__main__":
    main()
