"""Writes expected.json: SAELens folds the whitening of both seeds by itself. Run by hand: pip install sae-lens==6.54.12."""

import json
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from sae_lens import SAE

here = Path(__file__).parent
inputs = torch.tensor(np.random.default_rng(12).standard_normal((6, 16)).astype(np.float32) * 2)
expected = {"inputs": inputs.tolist(), "seeds": {}}
for seed in ("run_seed1", "run_seed2"):
    folder = here / "whitening-seeds" / "w" / seed / "blocks.8"
    config = json.loads((folder / "cfg.json").read_text())
    config["normalize_activations"] = "none"
    sae = SAE.from_dict(config)
    sae.load_state_dict(load_file(folder / "sae_weights.safetensors"))
    whitening = load_file(folder / "activation_whitening.safetensors")
    sae.fold_activation_whitening(whitening["mean"], whitening["matrix"], whitening["inverse_matrix"])
    codes = sae.encode(inputs)
    expected["seeds"][seed] = {
        "decoder": sae.W_dec.tolist(),
        "codes": [[int(t), int(i), float(codes[t, i])] for t, i in codes.nonzero().tolist()],
    }
(here / "expected.json").write_text(json.dumps(expected) + "\n")
