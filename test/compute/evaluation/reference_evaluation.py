"""A small model and a TopK dictionary -> SAELens's own figures of them: reference-evaluation.json.

    python test/compute/evaluation/reference_evaluation.py

SAELens 6.54.12 (`sae_lens/evals.py`), PyTorch on the processor, float64 in the model. BOS is among the ignored tokens: it keeps its activation and
is not counted. The model: x = embedding + position, logits = tanh(x) unembedding.
"""
import json
from pathlib import Path

import torch
from sae_lens.evals import get_downstream_reconstruction_metrics, get_sparsity_and_variance_metrics
from sae_lens.saes.topk_sae import TopKSAE, TopKSAEConfig
from transformer_lens.hook_points import HookedRootModule, HookPoint

N, D, V, S, B, K, BOS = 24, 6, 11, 9, 5, 3, 0
g = torch.Generator().manual_seed(3)
rand = lambda *shape: torch.round(64 * torch.randn(*shape, generator=g)) / 64
embedding, position, unembedding = rand(V, D), rand(S, D), rand(D, V)
rows, bias, centre = rand(N, D), 0.25 * rand(N), 0.5 * rand(D)
dec = rows / 8
ids = torch.randint(1, V, (B, S), generator=g)
ids[:, 0] = BOS


class Model(HookedRootModule):
    def __init__(self):
        super().__init__()
        self.place = HookPoint()
        self.setup()

    def forward(self, ids, return_type="logits", loss_per_token=True, stop_at_layer=None, prepend_bos=False):
        x = self.place(embedding[ids] + position)
        logits = torch.tanh(x) @ unembedding
        if return_type == "logits":
            return logits
        log_probs = logits.log_softmax(-1)
        loss = -log_probs[:, :-1].gather(-1, ids[:, 1:, None])[..., 0]
        return (logits, loss) if return_type == "both" else loss


class Store:
    def get_batch_tokens(self, _):
        return ids


class Scaler:
    scale = unscale = staticmethod(lambda x: x)


sae = TopKSAE(TopKSAEConfig(d_in=D, d_sae=N, k=K, dtype="float32", device="cpu", rescale_acts_by_decoder_norm=False))
sae.load_state_dict({"W_enc": rows.T.contiguous(), "W_dec": dec, "b_enc": bias, "b_dec": centre})
sae.cfg.metadata.hook_name = "place"
sae.cfg.metadata.hook_head_index = None
model = Model()
common = dict(sae=sae, model=model, activation_store=Store(), activation_scaler=Scaler(), n_batches=1, eval_batch_size_prompts=B, ignore_tokens=[BOS])
with torch.no_grad():
    downstream = get_downstream_reconstruction_metrics(compute_kl=True, compute_ce_loss=True, **common)
    sparsity, features = get_sparsity_and_variance_metrics(
        compute_l2_norms=True, compute_sparsity_metrics=True, compute_variance_metrics=True,
        compute_featurewise_density_statistics=True, model_kwargs={}, **common)
flat = lambda t: [float(x) for x in t.flatten()]
Path(__file__).with_name("reference-evaluation.json").write_text(json.dumps({
    "shape": {"n": N, "d": D, "v": V, "s": S, "b": B, "k": K},
    "ids": flat(ids), "embedding": flat(embedding), "position": flat(position), "unembedding": flat(unembedding),
    "rows": flat(rows), "decoder": flat(dec), "bias": flat(bias), "centre": flat(centre),
    "downstream": downstream, "reconstruction": sparsity, "density": features["feature_density"],
}) + "\n")
