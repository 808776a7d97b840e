"""Writes reference-encodings.json: what sparsify 1.3.3 and SAELens 6.54 (PyTorch, CPU) make of small random dictionaries.

Run once by hand: python reference_encodings.py > reference-encodings.json
"""
import json
import torch
from sae_lens.saes.gated_sae import GatedSAE, GatedSAEConfig
from sae_lens.saes.jumprelu_sae import JumpReLUSAE, JumpReLUSAEConfig
from sae_lens.saes.standard_sae import StandardSAE, StandardSAEConfig
from sae_lens.saes.topk_sae import TopKSAE, TopKSAEConfig
from sparsify import SparseCoder, SparseCoderConfig

N, D, TOKENS, K = 20, 6, 9, 3
g = torch.Generator().manual_seed(7)
rand = lambda *shape: torch.randn(*shape, generator=g)
rows, bias, centre, dec = rand(N, D), 0.3 * rand(N), 0.5 * rand(D), rand(N, D)
threshold, mag, log_scale, x = rand(N).abs(), 0.3 * rand(N), 0.3 * rand(N), rand(TOKENS, D)


def numbers(t):
    return [float(f"{v:.9g}") for v in t.detach().flatten().tolist()]


def lens(cls, config, **parameters):
    sae = cls(config(d_in=D, d_sae=N, dtype="float32", device="cpu", **parameters.pop("cfg", {})))
    state = {"W_enc": rows.T.contiguous(), "W_dec": dec, "b_dec": centre, **parameters}
    sae.load_state_dict(state)
    return numbers(sae.encode(x).to_dense())


cases = {}
coder = SparseCoder(D, SparseCoderConfig(num_latents=N, k=K))
coder.load_state_dict({"encoder.weight": rows, "encoder.bias": bias, "W_dec": dec, "b_dec": centre})
encoded = coder.encode(x)
cases["sparsify topk"] = numbers(torch.zeros(TOKENS, N).scatter(1, encoded.top_indices, encoded.top_acts))
for apply in (True, False):
    cases[f"saelens standard {apply}"] = lens(StandardSAE, StandardSAEConfig, b_enc=bias, cfg={"apply_b_dec_to_input": apply})
for norm in ("layer_norm", "constant_norm_rescale"):
    cases[f"saelens standard {norm}"] = lens(StandardSAE, StandardSAEConfig, b_enc=bias, cfg={"normalize_activations": norm})
for rescale in (True, False):
    cases[f"saelens topk {rescale}"] = lens(TopKSAE, TopKSAEConfig, b_enc=bias, cfg={"k": K, "rescale_acts_by_decoder_norm": rescale})
cases["saelens jumprelu"] = lens(JumpReLUSAE, JumpReLUSAEConfig, b_enc=bias, threshold=threshold)
cases["saelens gated"] = lens(GatedSAE, GatedSAEConfig, b_gate=bias, b_mag=mag, r_mag=log_scale)
weights = {"rows": rows, "bias": bias, "centre": centre, "threshold": threshold, "magnitudeBias": mag, "logScale": log_scale,
           "decoderNorms": dec.norm(dim=1), "x": x}
print(json.dumps({"n": N, "d": D, "k": K, **{name: numbers(t) for name, t in weights.items()}, "cases": cases}, indent=0))
