"""Teaches the student what `teacher.py`'s reader makes of texts that nobody annotated.

The teacher reads every window once; only its word vectors are kept, for its heads make everything
else of them. The student sees the same window with words hidden and marks restyled, and learns the
vectors, the teacher's tags, anchors and roles, and its names; annotated windows are mixed in.
"""

import argparse
import copy
import json
import random
import time
from pathlib import Path

import torch
import torch.nn.functional as F

from data import (Article, CueLexicon, HIDDEN_WORDS, MASK, batches, embedded, examples, fingerprint, read_articles, read_gum,
                  sentences_with_attributions, split_train, windows)
from decode import read, rows, score
from export import floats
import mentions
from mentions import tensors
from model import NAME_LABELS, Reader
from teacher import teacher
from train import EMBEDDED, KEYS, NESTED, begin, fit, parameter_groups, step_loss

FLOOR = 0.2  # lowest probability at which the teacher's anchor teaches roles
TOGETHER = 6  # sentences of a set of sentences that make a text


def texts(data, share):
    """Texts whose annotation, if they have one, is not looked at; `share` of the press releases and of the written news.

    GUM is not among them: the teacher finds fewer of its attributions than people marked.
    """
    lines = lambda name: [json.loads(line) for line in open(data / name, encoding="utf-8")]
    out = read_articles(data / "polnear/polnear-train.jsonl")
    plain = lambda id, text: Article({"id": id, "text": text.replace("``", "“").replace("''", "”")})
    for name in ("presidential-press-releases/releases-2021-10_2022-04.jsonl", "ngec-synthetic/ngec-synthetic.jsonl"):
        out += [plain(r["id"], f'{r["headline"]}\n{r["text"]}') for r in lines(name) if mentions.fold(r["id"], 100) < 100 * share]
    out += [plain(r["id"], r["text"]) for r in lines("ecbplus/ecbplus-train.jsonl")]
    sentences = list(dict.fromkeys(r["text"] for r in lines("newsmtsc/newsmtsc-train.jsonl")))
    out += [plain(f"mtsc{k}", "\n".join(sentences[k:k + TOGETHER])) for k in range(0, len(sentences), TOGETHER)]
    return out


@torch.no_grad()
def read_once(model, arts, pieces, rng, budget=6144):
    """Batches of windows, each with the teacher's vectors in `taught`."""
    pool = [w for art in arts for w in windows(art, art.forms, pieces, rng.randint(120, 200))]
    pool.sort(key=lambda w: len(w.ids))
    started, seen = time.time(), 0
    for lo in range(0, len(pool), 32):
        part = pool[lo:lo + 32]
        ids, first, _, mask = tensors(part)
        for w, v in zip(part, model.words(ids, first, mask)):
            w.taught = v[:len(w.words)].to(torch.bfloat16)
        seen += sum(len(w.ids) for w in part)
        if lo % 1600 == 0:
            print({"windows": lo, "of": len(pool), "pieces_a_second": round(seen / (time.time() - started))}, flush=True)
    return pool


def hide(window, rng):
    """A copy of the window with some words hidden."""
    out = copy.copy(window)
    out.ids = list(window.ids)
    ends = window.first[1:] + [len(window.ids)]
    for a, b, p, q in zip(window.first, ends, window.para, window.para[1:] + [None]):
        if rng.random() < HIDDEN_WORDS:
            for k in range(a, b - (p != q)):  # a separator ends a paragraph
                out.ids[k] = MASK
    return out


def groups(pool, rng, budget):
    pool = sorted(pool, key=lambda w: len(w.ids) + rng.random() * 24)
    out, batch = [], []
    for w in pool:
        if batch and (len(batch) + 1) * max(len(w.ids), max(len(x.ids) for x in batch)) > budget:
            out.append(batch)
            batch = []
        batch.append(w)
    return out + [batch]


def loss_of_taught(model, heads, batch, rng, weight):
    """What the student still lacks of the teacher's vectors, tags, anchors, roles and names."""
    ids, first, features, mask = tensors([hide(w, rng) for w in batch])
    inside = features[2] > 0
    n, w = inside.shape
    vectors = torch.zeros(n, w, batch[0].taught.shape[1])
    para = torch.full((n, w), -1)
    for i, x in enumerate(batch):
        vectors[i, :len(x.words)] = x.taught.float()
        para[i, :len(x.words)] = torch.tensor(x.para)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        mine = model.words(ids, first, mask).float()
    gap = (mine - vectors)[inside].square().sum(-1) / vectors[inside].square().sum(-1).mean()
    with torch.no_grad():
        tags, carries = heads.tag(vectors), heads.anchor(vectors).sigmoid()
        names = heads.mentions(vectors, *features)[inside]
        sure = carries.amax(-1) * inside
        owner, place = (sure > FLOOR).nonzero(as_tuple=True)
        if len(owner):
            scores, _ = rows(heads, vectors, tags, para, owner, place)
    my_tags = model.tag(mine)
    count = max(1, len(owner))
    soft = lambda a, b: F.kl_div(a.log_softmax(-1), b.log_softmax(-1), reduction="sum", log_target=True)
    loss = 0.2 * soft(my_tags[inside], tags[inside]) / count
    loss = loss + 2.0 * F.binary_cross_entropy_with_logits(model.anchor(mine)[inside], carries[inside], reduction="sum") / count
    if len(owner):
        labels = heads.best(scores, para[owner] >= 0)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            my_scores, real = rows(model, mine, my_tags, para, owner, place)
        loss = loss + model.crf_loss(my_scores.float(), labels, real) / count
    out = model.mentions(mine, *features)[inside]
    size = len(out)
    loss = loss + 6.0 * soft(out[:, :NAME_LABELS], names[:, :NAME_LABELS]) / size
    loss = loss + 4.0 * soft(out[:, NAME_LABELS:-1], names[:, NAME_LABELS:-1]) / size
    loss = loss + 0.7 * F.binary_cross_entropy_with_logits(out[:, -1], names[:, -1].sigmoid())
    return loss + weight * gap.mean()


class Heads(Reader):
    """The teacher without its encoder."""

    def best(self, scores, inside):
        """The best labels of each row, padding as nought."""
        best, back = self.first + scores[:, 0], []
        for t in range(1, scores.shape[1]):
            step = best.unsqueeze(2) + self.transition
            best, arg = step.max(1)
            best = best + scores[:, t] * inside[:, t:t + 1]
            back.append(arg)
        label = best.argmax(1)
        out = [label]
        for arg in reversed(back):
            label = arg.gather(1, label.unsqueeze(1)).squeeze(1)
            out.append(label)
        return torch.stack(out[::-1], 1) * inside


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared/data")
    ap.add_argument("--base", type=Path, required=True, help="folder of all-mpnet-base-v2")
    ap.add_argument("--teacher", type=Path, required=True)
    ap.add_argument("--init", type=Path, required=True, help="the student")
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--epochs", type=float, default=2)
    ap.add_argument("--share", type=float, default=0.4, help="of the press releases and the written news")
    ap.add_argument("--vectors", type=float, default=4.0, help="weight of the distance between vectors")
    ap.add_argument("--lr", type=float, default=1e-4)
    ap.add_argument("--word-lr", type=float, default=3e-5)
    ap.add_argument("--head-lr", type=float, default=5e-4)
    ap.add_argument("--budget", type=int, default=2048)
    ap.add_argument("--average", type=float, default=0.998)
    ap.add_argument("--heads", action="store_true", help="begin with the teacher's heads")
    ap.add_argument("--seed", type=int, default=21)
    ap.add_argument("--steps", type=int, default=0, help="stop after this many steps (a trial)")
    o = ap.parse_args()
    pieces, note = begin(o)
    files = [o.data / "polnear/polnear-train.jsonl", o.data / "gum/gum-train.jsonl", NESTED]
    train, tune = split_train(read_articles(files[0], nested=NESTED))
    lexicon = CueLexicon(train)
    plain = sentences_with_attributions(train)
    held = {a.id for a in tune}
    rng = random.Random(o.seed)
    state = torch.load(o.teacher)
    heads = Heads(len(pieces.vocab))
    heads.load_state_dict({k: v for k, v in state.items() if not k.startswith("encoder.")}, strict=False)
    heads.eval()
    kept = o.out.parent / "taught.pt"
    if kept.exists():
        pool = torch.load(kept, weights_only=False)
    else:
        large = teacher(pieces, o.base)
        large.load_state_dict(state)
        large.eval()
        pool = read_once(large, [a for a in texts(o.data, o.share) if a.id not in held], pieces, rng)
        torch.save(pool, kept)
        del large
    train += read_gum(files[1])
    model = Reader(len(pieces.vocab))
    model.load_state_dict(floats(model, o.init), strict=False)
    if o.heads:
        model.load_state_dict({k: v for k, v in state.items() if not k.startswith("encoder.")}, strict=False)
    note(data={f.name: fingerprint(f) for f in files}, options={k: str(v) for k, v in vars(o).items()},
         windows=len(pool), torch=torch.__version__)
    optimizer = torch.optim.AdamW(parameter_groups(model, o), weight_decay=0.01, fused=True)
    texts_, aside = mentions.load(o.data)
    of_taught = lambda model, batch: loss_of_taught(model, heads, batch, rng, o.vectors)

    def fill():
        out = [("gold", step_loss, b) for b in batches(train + embedded(plain, rng, EMBEDDED), lexicon, pieces, rng, o.budget)]
        out += [("mentions", mentions.loss, b) for b in mentions.batches(texts_, pieces, rng, o.budget)]
        return out + [("taught", of_taught, b) for b in groups(pool, rng, o.budget)]

    average = copy.deepcopy(model)

    def figures(step, epoch, total):
        if step % (epoch // 2) == 0 or step == total:
            torch.save(average.state_dict(), o.out / "model.pt")
            s = score(tune, read(average, tune, lexicon, pieces))
            note(step=step, split="tune", **{k: round(100 * s[k], 2) for k in KEYS})

    fit(model, optimizer, fill, rng, o, note, 0.95, average, figures)
    note(**mentions.evaluate(average, aside, pieces))
    torch.save(average.state_dict(), o.out / "model.pt")
    (o.out / "lexicon.json").write_text(json.dumps(lexicon.odds))


if __name__ == "__main__":
    main()
