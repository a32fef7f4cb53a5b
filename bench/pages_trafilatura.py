"""Python's trafilatura on the pages of html-articles, for `cargo xtask pages --peer FILE`.

    python pages_trafilatura.py ../shared/data/html-articles > peer.jsonl
"""

import gzip
import json
import sys
from pathlib import Path

import trafilatura


def main():
    folder = Path(sys.argv[1])
    with open(folder / "pages.jsonl", encoding="utf-8") as f:
        records = [json.loads(line) for line in f]
    for r in records:
        html = gzip.decompress((folder / r["file"]).read_bytes())
        doc = trafilatura.bare_extraction(html, include_comments=False, with_metadata=True)
        facts = doc.as_dict() if doc is not None else {}
        print(json.dumps({"id": r["id"], "text": facts.get("text") or "", "title": facts.get("title") or "",
                          "date": facts.get("date") or ""}))


if __name__ == "__main__":
    main()
