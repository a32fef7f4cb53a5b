"""Reads articles with a trained network and writes attributions for the scoring script."""

import sys
from pathlib import Path

import numpy as np
import torch

from data import ROLES, examples
from model import bucket

sys.path.insert(0, str(Path(__file__).parents[2] / "shared/eval"))

THRESHOLD = 0.3  # lowest anchor probability that is decoded
MARGIN = 0.5  # share of the shorter content that two decoded attributions may share


def tensors(batch):
    """(pieces, first pieces, paragraphs) of a batch of windows, padded; the paragraph of padding is -1."""
    n, w = max(len(x.ids) for x in batch), max(len(x.words) for x in batch)
    ids = torch.zeros(len(batch), -(-n // 8) * 8, 3, dtype=torch.short)
    first = torch.zeros(len(batch), w, dtype=torch.short)
    para = torch.full((len(batch), w), -1, dtype=torch.short)
    for i, x in enumerate(batch):
        ids[i, :len(x.ids)] = torch.tensor(x.pieces())
        first[i, :len(x.words)] = torch.tensor(x.first)
        para[i, :len(x.words)] = torch.tensor(x.para)
    return ids, first, para


def rows(model, vectors, tags, para, owner, place):
    """Pair scores of anchors given by window `owner` and word `place`."""
    at = para[owner]
    here = torch.arange(para.shape[1], device=para.device).unsqueeze(0)
    same = at == at.gather(1, place.unsqueeze(1))
    inside = (at >= 0).float()
    return model.pairs(vectors, owner, place, tags[owner], bucket(here - place.unsqueeze(1), same), inside), inside


def best_rows(scores, transition, first):
    """Viterbi over rows at once, numpy: (A, W, 4) -> (A, W)."""
    a, n, _ = scores.shape
    best, back = first + scores[:, 0], []
    for t in range(1, n):
        step = best[:, :, None] + transition
        back.append(step.argmax(1))
        best = step.max(1) + scores[:, t]
    label = best.argmax(1)
    out = [label]
    for arg in reversed(back):
        label = arg[np.arange(a), label]
        out.append(label)
    return np.stack(out[::-1], 1)


@torch.no_grad()
def read(model, articles, lexicon, pieces, limit=160, floor=0.1, kind=0):
    """For each article, candidates {"p", "anchor", "labels": {word: role}} over `floor`.

    `kind` is 0 for outermost attributions, 1 for those inside a content.
    """
    model.eval()
    transition, first_label = model.transition.cpu().numpy(), model.first.cpu().numpy()
    out = {art.id: [] for art in articles}
    jobs = [(art, w) for art in articles for w in examples(art, lexicon, pieces, limit=limit)]
    jobs.sort(key=lambda j: len(j[1].ids))
    for lo in range(0, len(jobs), 12):
        batch = [w for _, w in jobs[lo:lo + 12]]
        ids, first, para = (x.to(model.device).long() for x in tensors(batch))
        vectors = model.words(ids, first)
        tags = model.tag(vectors)
        p = model.anchor(vectors)[..., kind].sigmoid() * (para >= 0)
        owner, place = (p > floor).nonzero(as_tuple=True)
        if not len(owner):
            continue
        scores = rows(model, vectors, tags, para, owner, place)[0].cpu().numpy()
        p, owner, place = p.cpu(), owner.cpu(), place.cpu()
        for o in range(len(batch)):
            mine = (owner == o).nonzero().squeeze(1)
            if not len(mine):
                continue
            n = len(batch[o].words)
            part = scores[mine.numpy()][:, :n]
            labels = best_rows(part, transition, first_label)
            whole = [torch.from_numpy(x).to(model.device) for x in (part, labels)]
            paths = -model.crf_losses(*whole, torch.ones(len(part), n, device=model.device))
            for k, path, row in zip(mine.tolist(), paths.tolist(), labels):
                words = {batch[o].words[j]: int(r) for j, r in enumerate(row) if r}
                out[jobs[lo + o][0].id].append(
                    {"p": float(p[o, place[k]]), "anchor": batch[o].words[int(place[k])], "labels": words,
                     "path": path})
    return out


def choose(candidates, threshold=THRESHOLD, margin=MARGIN):
    """Drops weak candidates, empty ones, and the weaker of two that read the same content."""
    kept = []
    for c in sorted(candidates, key=lambda c: -c["p"]):
        content = {w for w, r in c["labels"].items() if r == 3}
        if c["p"] < threshold or not content:
            continue
        if any(len(content & k) > margin * min(len(content), len(k)) for _, k in kept):
            continue
        kept.append((c, content))
    return [c for c, _ in sorted(kept, key=lambda x: x[0]["anchor"])]


def spans(art, labels):
    """Character spans of each role: runs of words, cut at line breaks."""
    out = {r: [] for r in ROLES}
    last = {}
    for w in sorted(labels):
        role = ROLES[labels[w] - 1]
        a, b = art.words[w]
        if last.get(role) == w - 1 and "\n" not in art.text[art.words[w - 1][1]:a]:
            out[role][-1][1] = b
        else:
            out[role].append([a, b])
        last[role] = w
    return out


def score(articles, candidates, threshold=THRESHOLD, margin=MARGIN):
    """The scoring script's metrics of candidates against the articles' own records."""
    import attribution
    total = attribution.Counter()
    for art in articles:
        pred = [spans(art, c["labels"]) for c in choose(candidates[art.id], threshold, margin)]
        gold = [spans(art, roles) for roles in art.attributions]
        total.update(attribution.count_article(attribution.Article(art.text), gold, pred))
    return attribution.summarize(total)
