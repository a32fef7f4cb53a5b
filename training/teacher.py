"""A larger reader that only teaches: MPNet's twelve layers below the heads of `model.py`.

    teacher.py --base all-mpnet-base-v2 --init student.pt --out FOLDER

Its windows, labels and losses are those of `train.py`; its word vectors are projected onto the
student's, so that it begins with the student's heads and ends with vectors that a student can learn
from (`distil.py`).
"""

import argparse
import math
import random
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn

from data import (CLS, MASK, SEP, UNK, CueLexicon, batches, embedded, examples, read_articles, read_gum,
                  sentences_with_attributions, split_train)
from decode import read, score, tensors
from export import floats
import mentions
from model import HINTS, SHAPES, WIDTH, Layer, Reader, locked
from train import EMBEDDED, KEYS, NESTED, begin, fit, step_loss

LARGE, LAYERS, HEADS, HIDDEN = 768, 12, 12, 3072
NEAREST, FARTHEST = 32, 128  # buckets of relative positions, and the distance where they end


def relative(n):
    """Bucket of the distance between each two of `n` places, as in T5 (Raffel et al. 2020)."""
    places = torch.arange(n)
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
        self.layers = nn.ModuleList(Layer(dropout, LARGE, HEADS, HIDDEN, 1e-5) for _ in range(LAYERS))
        self.narrow = nn.Linear(LARGE, WIDTH)
        self.dropout = dropout

    def wide(self, ids, mask=None):
        piece, shape, hint = ids.unbind(-1)
        n = ids.shape[1]
        x = self.word(self.ids[piece]) + self.position.weight[2:n + 2] + self.shape(shape) + self.hint(hint)
        x = locked(self.norm(x), self.dropout, self.training)
        bias = self.near(relative(n)).permute(2, 0, 1).unsqueeze(0)
        bias = bias if mask is None else bias + mask
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def forward(self, ids, mask=None):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            return self.narrow(self.wide(ids, mask)).float()

    def load(self, folder):
        w = load_file(folder / "model.safetensors")
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
    """A reader whose encoder is MPNet, with weights from `base`."""
    model = Reader(len(pieces.vocab))
    model.encoder = Encoder(same_pieces(pieces, base))
    model.encoder.load(base)
    return model


@torch.no_grad()
def project(model, student, windows):
    """Fits the projection by least squares to the student's vectors, and takes the student's heads."""
    model.eval(), student.eval()
    xx, xy = torch.zeros(LARGE + 1, LARGE + 1), torch.zeros(LARGE + 1, WIDTH)
    for lo in range(0, len(windows), 16):
        ids, first, _, para, mask = tensors(windows[lo:lo + 16])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            x = model.encoder.wide(ids, mask).float()
        y = student.encoder(ids, mask)
        real = ids[..., 0] != 0
        x = torch.cat([x[real], torch.ones(int(real.sum()), 1)], 1)
        xx += x.T @ x
        xy += x.T @ y[real]
    fit = torch.linalg.solve(xx + 1e-1 * torch.eye(LARGE + 1), xy)
    model.encoder.narrow.weight.data.copy_(fit[:-1].T)
    model.encoder.narrow.bias.data.copy_(fit[-1])
    heads = {k: v for k, v in student.state_dict().items() if not k.startswith("encoder.")}
    model.load_state_dict(heads, strict=False)


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared/data")
    ap.add_argument("--base", type=Path, required=True, help="folder of all-mpnet-base-v2")
    ap.add_argument("--init", type=Path, required=True, help="the student whose heads it begins with")
    ap.add_argument("--teacher", type=Path, help="go on with this teacher")
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--epochs", type=float, default=2)
    ap.add_argument("--lr", type=float, default=5e-5)
    ap.add_argument("--decay", type=float, default=0.25, help="share of the steps in which the rate falls to nought")
    ap.add_argument("--head-lr", type=float, default=4e-4)
    ap.add_argument("--budget", type=int, default=2560)
    ap.add_argument("--frozen", type=int, default=0, help="layers that stay as they are, from below")
    ap.add_argument("--seed", type=int, default=11)
    ap.add_argument("--steps", type=int, default=0, help="stop after this many steps (a trial)")
    o = ap.parse_args()
    pieces, note = begin(o)
    train, tune = split_train(read_articles(o.data / "polnear/polnear-train.jsonl", nested=NESTED))
    lexicon = CueLexicon(train)
    plain = sentences_with_attributions(train)
    model, student = teacher(pieces, o.base), Reader(len(pieces.vocab))
    student.load_state_dict(floats(student, o.init))
    rng = random.Random(o.seed)
    if o.teacher:
        model.load_state_dict(torch.load(o.teacher))
    else:
        project(model, student, [w for art in train[:120] for w in examples(art, lexicon, pieces)])
    train += read_gum(o.data / "gum/gum-train.jsonl")
    note(options={k: str(v) for k, v in vars(o).items()})
    for part in (model.encoder.word, model.encoder.position, *model.encoder.layers[:o.frozen]):
        part.requires_grad_(False)
    new = ("encoder.narrow", "encoder.shape", "encoder.hint")
    named = [(k, p) for k, p in model.named_parameters() if p.requires_grad]
    old = [p for k, p in named if k.startswith("encoder.") and not k.startswith(new)]
    heads = [p for k, p in named if not k.startswith("encoder.") or k.startswith(new)]
    optimizer = torch.optim.AdamW([{"params": old, "lr": o.lr}, {"params": heads, "lr": o.head_lr}], weight_decay=0.01, fused=True)
    texts, aside = mentions.load(o.data)

    def fill():
        out = [("attributions", step_loss, b) for b in batches(train + embedded(plain, rng, EMBEDDED), lexicon, pieces, rng, o.budget)]
        return out + [("mentions", mentions.loss, b) for b in mentions.batches(texts, pieces, rng, o.budget)]

    def keep(step, epoch, total):
        if step % 200 == 0:
            torch.save(model.state_dict(), o.out / "model.pt")

    fit(model, optimizer, fill, rng, o, note, o.decay, after=keep)
    torch.save(model.state_dict(), o.out / "model.pt")
    s = score(tune, read(model, tune, lexicon, pieces))
    note(split="tune", **{k: round(100 * s[k], 2) for k in KEYS})
    note(**mentions.evaluate(model, aside, pieces))


if __name__ == "__main__":
    main()
