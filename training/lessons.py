"""Lessons: batches of tensors that teach what people annotated, made by worker processes while a network learns.

    lessons.py --out FOLDER --epochs 4
    lessons.py --out FOLDER --epochs 4 --without 2      # of PolNeAR's articles but the third fold
"""

import argparse
import json
import multiprocessing
import random
import time
from pathlib import Path

import torch
import torch.nn.functional as F

import mentions
from data import (CueLexicon, WordPiece, batches, embedded, fingerprint, interrupted, read_articles, read_gum, sentences_with_attributions,
                  simple_sentences, split_train)
from decode import rows, tensors

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "shared/data"
NESTED = HERE / "nested.jsonl"
EMBEDDED = 250  # articles of sentences put into somebody's mouth, an epoch
INTERRUPTED = 200  # articles of sentences with who says so in their midst
FOLDS = 3  # of PolNeAR's articles: a teacher reads for the student those that it did not learn from


def attributions(batch):
    """What a batch of PolNeAR's or GUM's windows teaches: tags, anchors, and the roles for each anchor."""
    ids, first, para = tensors(batch)
    tags = torch.full(first.shape, -1, dtype=torch.int8)
    carries = torch.zeros(*first.shape, 2)
    counts = torch.zeros(*first.shape, 2)
    pairs = []
    for i, w in enumerate(batch):
        counts[i, :len(w.silent)] = torch.tensor(w.silent, dtype=torch.float).unsqueeze(1)
        if w.certain:
            tags[i, :len(w.tags)] = torch.tensor(w.tags)
        for kind, found in enumerate((w.anchors, w.nested)):
            for place, roles in found:
                carries[i, place, kind], counts[i, place] = 1.0, 1.0
                pairs.append((i, place, roles))
    labels = torch.zeros(len(pairs), first.shape[1], dtype=torch.int8)
    for k, (_, _, roles) in enumerate(pairs):
        labels[k, :len(roles)] = torch.tensor(roles)
    owner, place = torch.tensor([p[:2] for p in pairs], dtype=torch.long).view(-1, 2).T
    return {"ids": ids, "first": first, "para": para, "tags": tags, "carries": carries.bool(), "counts": counts.bool(),
            "owner": owner, "place": place, "labels": labels}


def attribution_loss(model, t):
    """Loss of a lesson on attributions: tags, anchors, and a CRF over the roles for each anchor."""
    vectors = model.words(t["ids"].long(), t["first"].long())
    logits, tags, n = model.tag(vectors), t["tags"].long(), max(1, len(t["owner"]))
    tag = F.cross_entropy(logits.transpose(1, 2), tags, ignore_index=-1, reduction="sum") / n
    anchor = F.binary_cross_entropy_with_logits(model.anchor(vectors), t["carries"].float(), reduction="none")
    total = 0.2 * tag + 2.0 * (anchor * t["counts"]).sum() / n
    if len(t["owner"]):
        scores, inside = rows(model, vectors, logits, t["para"].long(), t["owner"], t["place"])
        total = total + model.crf_losses(scores, t["labels"].long(), inside).sum() / n
    return total


LOSSES = {"attributions": attribution_loss, "mentions": mentions.loss}


def make(out, epoch, budget, seed, without):
    """Writes the lessons of one epoch."""
    torch.set_num_threads(1)
    pieces, rng = WordPiece(), random.Random(seed + epoch)
    train, _ = split_train(read_articles(DATA / "polnear/polnear-train.jsonl", nested=NESTED))
    train = [a for a in train if mentions.fold(a.id, FOLDS) != without]
    lexicon, plain = CueLexicon(train), sentences_with_attributions(train)
    trees = [s for name in ("ewt", "gum") for s in simple_sentences(DATA / f"ud-english/{name}-train.conllu", lexicon)]
    train += read_gum(DATA / "gum/gum-train.jsonl") + embedded(plain, rng, EMBEDDED) + interrupted(trees, rng, INTERRUPTED)
    made = [("attributions", attributions(b)) for b in batches(train, lexicon, pieces, rng, budget)]
    texts, _ = mentions.load(DATA)
    made += [("mentions", mentions.lesson(b)) for b in mentions.batches(texts, pieces, rng, budget)]
    rng.shuffle(made)
    torch.save(made, out / f"part-{epoch}")
    (out / f"part-{epoch}").rename(out / f"lessons-{epoch}.pt")


def waited_for(path):
    """The path, once it is there."""
    while not path.exists():
        time.sleep(0.5)
    return path


def lessons(folder, epochs, device, start=0):
    """The lessons of epoch after epoch, waited for if they are not made yet; over again after the last."""
    kept, epoch = {}, start
    while True:
        if epoch % epochs not in kept:
            path = waited_for(folder / f"lessons-{epoch % epochs}.pt")
            move = lambda t: {k: v.to(device) for k, v in t.items()}
            kept[epoch % epochs] = [(kind, move(t)) for kind, t in torch.load(path)]
        yield from kept[epoch % epochs]
        epoch += 1


def learn(model, groups, queue, steps, every, name, stop=0, falls=True):
    """Learns `steps` lessons of a queue; `stop` ends it earlier (a trial).

    The rates of the groups of parameters rise in the first 6 % of the steps and, if it `falls`, fall to nought until the last.
    """
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    rising = max(1, int(0.06 * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / rising, max(0.0, (steps - s) / (steps - rising)) if falls else 1.0))
    taught = [p for group in groups for p in group["params"]]
    started, means = time.time(), {}
    model.train()
    for step in range(1, steps + 1):
        kind, t = next(queue)
        loss = LOSSES[kind](model, t)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(taught, 5.0)
        optimizer.step()
        schedule.step()
        means[kind] = 0.95 * means.get(kind, loss.detach()) + 0.05 * loss.detach()
        if step % every == 0 or step == stop:
            losses = {k: round(v.item(), 3) for k, v in means.items()}
            print(json.dumps({"name": name, "step": step, "of": steps, "loss": losses, "seconds": round(time.time() - started)}), flush=True)
        if step == stop:
            return


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--epochs", type=int, default=4)
    ap.add_argument("--budget", type=int, default=4096, help="word pieces of a lesson, padding counted")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--without", type=int, help="the fold of PolNeAR's articles that is left out")
    o = ap.parse_args()
    o.out.mkdir(parents=True, exist_ok=True)
    files = (DATA / "polnear/polnear-train.jsonl", DATA / "gum/gum-train.jsonl", NESTED)
    print(json.dumps({"data": {f.name: fingerprint(f) for f in files}, "options": {k: str(v) for k, v in vars(o).items()}}), flush=True)
    with multiprocessing.Pool(min(o.epochs, multiprocessing.cpu_count())) as pool:
        pool.starmap(make, [(o.out, e, o.budget, o.seed, o.without) for e in range(o.epochs)])


if __name__ == "__main__":
    main()
