"""Word pieces a second of ONNX Runtime with our encoder in int8, on the program's own windows.

    python onnxruntime_encoder.py TEXTS.jsonl LIMIT      prints one JSON object; LIMIT: pieces in a window

Needs torch, onnx, onnxruntime, safetensors.  The weights come from `models/`, made floats again
and quantised by ONNX Runtime's own tool (dynamic, per channel).  Loading is not counted.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "training"))


def encoder():
    """The encoder with the shipped weights, as a torch module."""
    from export import student_of
    return student_of(ROOT / "models/attribution.safetensors").eval().encoder


def main():
    import onnxruntime as ort
    import torch
    from data import Article, CueLexicon, WordPiece, examples
    from onnxruntime.quantization import QuantType, quantize_dynamic
    pieces = WordPiece()
    with open(sys.argv[1], encoding="utf-8") as f:
        articles = [Article({"id": i, "text": json.loads(line)["text"]}) for i, line in enumerate(f)]
    lexicon = CueLexicon([])
    windows = [w.pieces() for a in articles for w in examples(a, lexicon, pieces, limit=int(sys.argv[2]))]
    with tempfile.TemporaryDirectory() as folder:
        plain, int8 = f"{folder}/plain.onnx", f"{folder}/int8.onnx"
        torch.onnx.export(encoder(), (torch.tensor([[[101, 5, 0], [2054, 1, 0], [102, 5, 0]]]), False), plain, input_names=["ids"],
                          output_names=["words"], dynamic_axes={"ids": {1: "n"}}, opset_version=17, dynamo=False)
        quantize_dynamic(plain, int8, op_types_to_quantize=["MatMul", "Gather"], per_channel=True,
                         weight_type=QuantType.QInt8)
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        session = ort.InferenceSession(int8, options, providers=["CPUExecutionProvider"])
    import numpy as np
    inputs = [np.array([ids], dtype=np.int64) for ids in windows]
    best = 0.0
    for _ in range(2):
        start = time.perf_counter()
        for ids in inputs:
            session.run(None, {"ids": ids})
        best = max(best, sum(map(len, windows)) / (time.perf_counter() - start))
    print(json.dumps({"name": "ONNX Runtime, encoder int8", "pieces_a_second": best}))


if __name__ == "__main__":
    main()
