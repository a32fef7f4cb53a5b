"""Writes `nested.jsonl`: attributions inside the contents of PolNeAR's, read by a trained model.

PolNeAR marks outermost attributions only.  A content read as a text of its own is one in which
the inner attribution is the outermost: so the reader teaches itself to find both at once.  The
file holds ids and offsets, no text.
"""

import argparse
import json
from pathlib import Path

from data import Article, CueLexicon, WordPiece, read_articles, split_train
from decode import choose, read, spans
from export import student_of

LEAST = 0.4  # probability of an anchor
SHORTEST = 4  # words of a content that is read
EMPTY = {"it", "this", "that", "there", "nobody", "none", "s"}  # subjects that speak for nobody


def inside(art, number):
    """The long contents of one article as paragraphs of a text, and where each begins in the article."""
    text, begins = "", []
    for a in art.gold:
        for start, end in a.get("content") or []:
            words = art.text[start:end]
            if len(words.split()) >= SHORTEST and "\n" not in words:
                begins.append((len(text), start))
                text += words + "\n"
    return Article({"id": number, "text": text, "attributions": []}), begins


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared/data")
    ap.add_argument("--trained", type=Path, required=True, help="a student's int8 file")
    ap.add_argument("--out", type=Path, default=Path(__file__).parent / "nested.jsonl")
    o = ap.parse_args()
    pieces = WordPiece()
    model = student_of(o.trained)
    articles = read_articles(o.data / "polnear/polnear-train.jsonl")
    lexicon = CueLexicon(split_train(articles)[0])
    texts = [inside(art, n) for n, art in enumerate(articles)]
    found = read(model, [t for t, _ in texts], lexicon, pieces, floor=LEAST)
    total = 0
    with open(o.out, "w", encoding="utf-8") as f:
        for art, (text, begins) in zip(articles, texts):
            nested = []
            for c in choose(found[text.id], LEAST):
                roles = spans(text, c["labels"])
                words = " ".join(text.text[a:b] for a, b in roles["source"]).lower()
                low = min(a for r in roles.values() for a, _ in r)
                high = max(b for r in roles.values() for _, b in r)
                at, start = max(b for b in begins if b[0] <= low)
                one = "\n" not in text.text[low:high]
                if one and words and words not in EMPTY and sum(b - a for a, b in roles["content"]) > 3:
                    nested.append({r: [[a - at + start, b - at + start] for a, b in s] for r, s in roles.items()})
            total += len(nested)
            f.write(json.dumps({"id": art.id, "nested": nested}, separators=(",", ":")) + "\n")
    print(total, "nested attributions")


if __name__ == "__main__":
    main()
