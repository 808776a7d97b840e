"""Checkpoints that SAELens, sparsify and dictionary_learning write themselves, and what each of them computes; and the same of checkpoints
that were written from them.

Usage: library-checkpoints.py write folder
           writes <case>/ for every case, and `expected.json`: {inputs, versions, cases: {name: {library, class, codes}}}, codes as
           [token, latent, activation] of all that is not zero.
       library-checkpoints.py compare folder written
           loads <written>/<case>/<format> with the library of that format and compares codes and outputs with those of the original on
           random inputs; the last line is JSON: {versions, results: [{case, format, made, codes, output, sameActive}]}.

Exits with 3 where a library is missing. Sizes: N latents of width D (LIBRARY_N, LIBRARY_D).
"""

import importlib.metadata
import json
import os
import pathlib
import sys

# sparsify's decoder then needs no GPU.
os.environ["SPARSIFY_DISABLE_TRITON"] = "1"

try:
    import torch
    from dictionary_learning import dictionary as dl
    from dictionary_learning.trainers.batch_top_k import BatchTopKSAE
    from dictionary_learning.trainers.matryoshka_batch_top_k import MatryoshkaBatchTopKSAE
    from dictionary_learning.trainers.top_k import AutoEncoderTopK
    from sae_lens import SAE
    from sae_lens.saes import batchtopk_sae, gated_sae, jumprelu_sae, matryoshka_batchtopk_sae, standard_sae, topk_sae
    from sae_lens.saes.sae import SAEMetadata
    from sparsify import SparseCoder, SparseCoderConfig
except ImportError as error:
    print(error, file=sys.stderr)
    sys.exit(3)

N = int(os.environ.get("LIBRARY_N", 24))
D = int(os.environ.get("LIBRARY_D", 8))
K = 3
VERSIONS = {name: importlib.metadata.version(name) for name in ["sae-lens", "eai-sparsify", "dictionary-learning", "torch"]}


def fill(module, seed):
    """Random weights, decoder rows of norms far from one, and thresholds above zero."""
    generator = torch.Generator().manual_seed(seed)
    for name, value in sorted(module.state_dict().items()):
        if not value.is_floating_point():
            continue
        drawn = torch.randn(value.shape, generator=generator) / 2
        if "threshold" in name:
            drawn = drawn.abs() / 2 + 0.1
        value.copy_(drawn.to(value.dtype))


def metadata(hook="blocks.3.hook_resid_post", **more):
    return SAEMetadata(model_name="pythia-70m", hook_name=hook, dataset_path="some/text", prepend_bos=True, **more)


def lens(cls, cfg, **fields):
    def write(folder, seed):
        place = fields.get("metadata", metadata())
        own = {key: value for key, value in fields.items() if key != "metadata"}
        sae = cls(cfg(d_in=D, d_sae=N, metadata=place, **own))
        fill(sae, seed)
        if hasattr(sae, "save_inference_model"):
            sae.save_inference_model(folder)
        else:
            sae.save_model(folder)

    return "sae-lens", write


def lens_training(cls, cfg, **fields):
    """The state on the way, as a training run saves it."""

    def write(folder, seed):
        sae = cls(cfg(d_in=D, d_sae=N, metadata=metadata(), **fields))
        fill(sae, seed)
        sae.save_model(folder)

    return "sae-lens", write


def sparse(**fields):
    def write(folder, seed):
        coder = SparseCoder(D, SparseCoderConfig(num_latents=N, k=K, **fields), device="cpu")
        fill(coder, seed)
        coder.save_to_disk(folder)

    return "sparsify", write


def learning(make, name, **trainer):
    def write(folder, seed):
        module = make()
        fill(module, seed)
        torch.save(module.state_dict(), folder / "ae.pt")
        stated = {"dict_class": name, "lm_name": "EleutherAI/pythia-70m-deduped", "layer": 3, "submodule_name": "resid_post_layer_3"}
        config = {"trainer": {**stated, "activation_dim": D, "dict_size": N, "seed": 0, **trainer}, "buffer": {"io": "out"}}
        (folder / "config.json").write_text(json.dumps(config, indent=1))

    return "dictionary-learning", write


STANDARD = (standard_sae.StandardSAE, standard_sae.StandardSAEConfig)
TOPK = (topk_sae.TopKSAE, topk_sae.TopKSAEConfig)
JUMP = (jumprelu_sae.JumpReLUSAE, jumprelu_sae.JumpReLUSAEConfig)
BATCH = (batchtopk_sae.BatchTopKTrainingSAE, batchtopk_sae.BatchTopKTrainingSAEConfig)
MATRYOSHKA = (matryoshka_batchtopk_sae.MatryoshkaBatchTopKTrainingSAE, matryoshka_batchtopk_sae.MatryoshkaBatchTopKTrainingSAEConfig)
TOPK_TRAINING = (topk_sae.TopKTrainingSAE, topk_sae.TopKTrainingSAEConfig)

CASES = {
    "lens-standard": lens(*STANDARD),
    "lens-standard-raw-input": lens(*STANDARD, apply_b_dec_to_input=False),
    "lens-standard-layer-norm": lens(*STANDARD, normalize_activations="layer_norm"),
    "lens-standard-constant-norm": lens(*STANDARD, normalize_activations="constant_norm_rescale"),
    "lens-standard-hook-z": lens(*STANDARD, reshape_activations="hook_z", metadata=metadata("blocks.3.attn.hook_z")),
    "lens-standard-one-head": lens(*STANDARD, metadata=metadata("blocks.3.attn.hook_q", hook_head_index=2)),
    "lens-gated": lens(gated_sae.GatedSAE, gated_sae.GatedSAEConfig),
    "lens-jumprelu": lens(*JUMP, apply_b_dec_to_input=False),
    "lens-jumprelu-subtracting": lens(*JUMP),
    "lens-topk": lens(*TOPK, k=K),
    "lens-topk-rescaled": lens(*TOPK, k=K, rescale_acts_by_decoder_norm=True),
    "lens-topk-final": lens(*TOPK_TRAINING, k=K),
    "lens-topk-on-the-way": lens_training(*TOPK_TRAINING, k=K),
    "lens-batchtopk-final": lens(*BATCH, k=K),
    "lens-batchtopk-on-the-way": lens_training(*BATCH, k=K),
    "lens-batchtopk-on-the-way-unscaled": lens_training(*BATCH, k=K, rescale_acts_by_decoder_norm=False),
    "lens-matryoshka-final": lens(*MATRYOSHKA, k=K, matryoshka_widths=[N // 2, N]),
    "sparsify-topk": sparse(),
    "learning-relu": learning(lambda: dl.AutoEncoder(D, N), "AutoEncoder", l1_penalty=0.04),
    "learning-relu-new": learning(lambda: dl.AutoEncoderNew(D, N), "AutoEncoderNew", l1_penalty=0.04),
    "learning-gated": learning(lambda: dl.GatedAutoEncoder(D, N), "GatedAutoEncoder", l1_penalty=0.04),
    "learning-jumprelu": learning(lambda: dl.JumpReluAutoEncoder(D, N), "JumpReluAutoEncoder"),
    "learning-topk": learning(lambda: AutoEncoderTopK(D, N, K), "AutoEncoderTopK", k=K),
    "learning-batchtopk": learning(lambda: BatchTopKSAE(D, N, K), "BatchTopKSAE", k=K),
    "learning-matryoshka": learning(lambda: MatryoshkaBatchTopKSAE(D, N, K, [N // 2, N // 2]), "MatryoshkaBatchTopKSAE", k=K),
}


def load_lens(folder):
    architecture = json.loads((folder / "cfg.json").read_text())["architecture"]
    if architecture not in ("batchtopk", "matryoshka_batchtopk"):
        sae = SAE.load_from_disk(str(folder))
    else:
        # A state on the way computes, one input at a time, what its own final save would.
        training = BATCH[0].load_from_disk(str(folder))
        final = folder.parent / f".{folder.name}-final"
        training.save_inference_model(final)
        sae = SAE.load_from_disk(str(final))
        for file in final.iterdir():
            file.unlink()
        final.rmdir()
    if sae.cfg.reshape_activations == "hook_z":
        # Inputs of one head less: [tokens, heads, D / heads], as a model gives them.
        heads = 2
        return type(sae).__name__, lambda x: flat(sae, x.reshape(len(x), heads, D // heads))
    return type(sae).__name__, lambda x: flat(sae, x)


def flat(sae, x):
    codes = sae.encode(x)
    return codes, sae.decode(codes).reshape(len(x), D)


def load_sparsify(folder):
    coder = SparseCoder.load_from_disk(str(folder))

    def run(x):
        found = coder.encode(x)
        codes = torch.zeros(len(x), N).scatter_(1, found.top_indices, found.top_acts)
        return codes, coder.decode(found.top_acts, found.top_indices)

    return type(coder).__name__, run


def load_learning(folder):
    trainer = json.loads((folder / "config.json").read_text())["trainer"]
    classes = {"AutoEncoderTopK": AutoEncoderTopK, "BatchTopKSAE": BatchTopKSAE, "MatryoshkaBatchTopKSAE": MatryoshkaBatchTopKSAE}
    name = trainer["dict_class"]
    if name in classes:
        sae = classes[name].from_pretrained(folder / "ae.pt", k=trainer["k"])
    elif name == "AutoEncoder":
        # By default it gives decoder rows the norm 1 and codes the norms: the same function in other units.
        sae = dl.AutoEncoder.from_pretrained(folder / "ae.pt", normalize_decoder=False)
    else:
        sae = getattr(dl, name).from_pretrained(folder / "ae.pt")

    def run(x):
        codes = sae.encode(x)
        return codes, sae.decode(codes)

    return name, run


LOADERS = {"sae-lens": load_lens, "sparsify": load_sparsify, "dictionary-learning": load_learning}


def draw(tokens):
    return 2 * torch.randn(tokens, D, generator=torch.Generator().manual_seed(5))


def write(folder):
    inputs = draw(12)
    cases = {}
    for seed, (name, (library, save)) in enumerate(CASES.items()):
        place = folder / name
        place.mkdir(parents=True)
        save(place, seed)
        made, run = LOADERS[library](place)
        codes, _ = run(inputs)
        listed = [[t, i, round(float(codes[t, i]), 6)] for t, i in codes.nonzero().tolist()]
        cases[name] = {"library": f"{library if library != 'sparsify' else 'eai-sparsify'}", "format": library, "class": made, "codes": listed}
    expected = {"versions": VERSIONS, "inputs": [[round(float(v), 6) for v in row] for row in inputs], "cases": cases}
    (folder / "expected.json").write_text(json.dumps(expected) + "\n")


def compare(folder, written):
    x = draw(257)
    results = []
    for name, (library, _) in CASES.items():
        _, original = LOADERS[library](folder / name)
        codes, output = original(x)
        for place in sorted((written / name).iterdir()):
            made, run = LOADERS[place.name](place)
            got, rebuilt = run(x)
            results.append(
                {
                    "case": name,
                    "format": place.name,
                    "made": made,
                    "active": float((codes != 0).float().sum(1).mean()),
                    "codes": float((got - codes).abs().max() / codes.abs().max()),
                    "output": float((rebuilt - output).abs().max() / output.abs().max()),
                    "sameActive": bool(((got != 0) == (codes != 0)).all()),
                }
            )
    print(json.dumps({"versions": VERSIONS, "results": results}))


with torch.no_grad():
    if sys.argv[1] == "write":
        write(pathlib.Path(sys.argv[2]))
    else:
        compare(pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]))
