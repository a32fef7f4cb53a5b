"""Prints the figures of students on the texts that training set aside: those of README.md's tables."""

import argparse
import json
from pathlib import Path

import mentions
from data import CueLexicon, WordPiece, read_articles, split_train
from decode import THRESHOLD, read, score
from export import FLOOR, crossed, odds_table, student_of
from lessons import DATA, NESTED
from teacher import KEYS


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("students", nargs="+", type=Path, help="int8 files")
    ap.add_argument("--confidence", type=float, default=0.35, help="least confidence, fitted on the other half of the texts")
    o = ap.parse_args()
    pieces = WordPiece()
    train, tune = split_train(read_articles(DATA / "polnear/polnear-train.jsonl", nested=NESTED))
    lexicon = CueLexicon(train)
    _, aside = mentions.load(DATA)
    for path in o.students:
        model = student_of(path)
        found = read(model, tune, lexicon, pieces, floor=FLOOR)
        sure = crossed(tune, found, odds_table(lexicon, train))
        rounded = lambda s: {k: round(100 * s[k], 2) for k in KEYS}
        print(json.dumps({"student": str(path), "anchors": rounded(score(tune, found, THRESHOLD)),
                          "confidence": rounded(score(tune, sure, o.confidence)),
                          "mentions": mentions.evaluate(model, aside, pieces)}), flush=True)


if __name__ == "__main__":
    main()
