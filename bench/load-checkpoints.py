"""Loads checkpoints with sparsify and SAELens and compares what they compute with expected numbers; the last line it
prints is JSON.

Usage: load-checkpoints.py folder

The folder holds `cases.json`: [{name, format, folder, tokens, d, n}], and for each case `<name>.x`, `<name>.codes` and `<name>.output`, raw
little-endian float32: inputs [tokens, d], expected codes [tokens, n] and outputs [tokens, d]. Exits with 3 where neither library is there.
"""

import importlib.metadata
import json
import os
import pathlib
import sys

# Its decoder then needs no GPU.
os.environ["SPARSIFY_DISABLE_TRITON"] = "1"

try:
    import numpy as np
    import torch
    from sae_lens import SAE
    from sparsify import SparseCoder
except ImportError as error:
    print(error, file=sys.stderr)
    sys.exit(3)

root = pathlib.Path(sys.argv[1])


def read(name, *shape):
    return torch.from_numpy(np.fromfile(root / name, dtype="<f4").reshape(shape).copy())


def run(case, x):
    """Codes [tokens, n] and outputs [tokens, d], and what class the library made of the checkpoint."""
    if case["format"] == "sparsify":
        sae = SparseCoder.load_from_disk(case["folder"])
        found = sae.encode(x)
        codes = torch.zeros(len(x), case["n"]).scatter_(1, found.top_indices, found.top_acts)
        return codes, sae.decode(found.top_acts, found.top_indices), type(sae).__name__
    sae = SAE.load_from_disk(case["folder"])
    codes = sae.encode(x)
    return codes, sae.decode(codes), type(sae).__name__


results = []
with torch.no_grad():
    for case in json.loads((root / "cases.json").read_text()):
        tokens, d, n = case["tokens"], case["d"], case["n"]
        codes, output, made = run(case, read(case["name"] + ".x", tokens, d))
        expected_codes = read(case["name"] + ".codes", tokens, n)
        expected = read(case["name"] + ".output", tokens, d)
        results.append(
            {
                "name": case["name"],
                "made": made,
                "codes": float((codes - expected_codes).abs().max() / expected_codes.abs().max()),
                "output": float((output - expected).abs().max() / expected.abs().max()),
                "active": float((expected_codes != 0).float().sum(1).mean()),
                "sameActive": bool(((codes != 0) == (expected_codes != 0)).all()),
            }
        )
versions = {name: importlib.metadata.version(name) for name in ["eai-sparsify", "sae-lens", "torch"]}
print(json.dumps({"versions": versions, "results": results}))
