"""Writes expected.json: what the publishers' own libraries make of the files here.

Run by hand where they are installed: pip install sae-lens==6.54.12 dictionary-learning==0.1.0 e2e-sae llamascopium (the last three with
--no-deps where their dependencies do not install). SAELens fetches from a hub; here its downloads are pointed at the files beside this script.
"""

import hashlib
import importlib.metadata
import importlib.util
import json
import sys
import types
from pathlib import Path

import numpy as np
import torch

here = Path(__file__).parent
inputs = torch.tensor(np.random.default_rng(12).standard_normal((12, 16)).astype(np.float32) * 2)


def digest(rows):
    return hashlib.sha256(rows.detach().to(torch.float32).contiguous().numpy().astype("<f4").tobytes()).hexdigest()


def sparse(codes):
    return [[int(t), int(i), float(codes[t, i])] for t, i in codes.nonzero().tolist()]


def entry(library, decoder, encoder, codes):
    return {
        "library": f"{library} {importlib.metadata.version(library)}" if library else "formulas of its repository",
        "decoder": digest(decoder),
        "encoder": None if encoder is None else digest(encoder),
        "codes": None if codes is None else sparse(codes.detach().to(torch.float32)),
    }


def by_sae_lens(name, repo, folder, root, convert):
    from sae_lens.loading import pretrained_sae_loaders as loaders
    from sae_lens.registry import get_sae_class

    def local(repo_id, filename, subfolder=None, **_):
        place = root / (f"{subfolder}/{filename}" if subfolder else filename)
        if not place.exists():
            from huggingface_hub.errors import EntryNotFoundError

            raise EntryNotFoundError(str(place))
        return str(place)

    def shapes(repo_id, filename):
        from safetensors import safe_open

        with safe_open(root / filename, "pt") as file:
            return {key: list(file.get_slice(key).get_shape()) for key in file.keys()}

    loaders.hf_hub_download = local
    loaders.get_safetensors_tensor_shapes = shapes
    loaders.QWEN_SCOPE_MODEL_INFO = {key: (value[0], 16) for key, value in loaders.QWEN_SCOPE_MODEL_INFO.items()}
    loader = loaders.NAMED_PRETRAINED_SAE_LOADERS[convert]
    overrides = {"d_in": 16, "d_sae": 48, "dtype": "float32", "device": "cpu"}
    if convert == "gemma_2_transcoder":
        overrides["d_out"] = 16
    cfg, state, _ = loader(repo, folder, device="cpu", cfg_overrides=overrides)
    cfg = loaders.handle_config_defaulting(cfg)
    cls, cfg_cls = get_sae_class(cfg["architecture"])
    # Reshaping by heads and input scaling are the caller's part of SAELens; the codes of one vector are not changed by them.
    cfg = {**cfg, "reshape_activations": "none", "normalize_activations": "none"}
    sae = cls(cfg_cls.from_dict(cfg))
    sae.process_state_dict_for_loading(state)
    sae.load_state_dict({key: value.to(torch.float32) for key, value in state.items()}, strict=False)
    return entry("sae-lens", sae.W_dec, sae.W_enc.T, sae.encode(inputs))


def load_module(name, file):
    spec = importlib.util.spec_from_file_location(name, file)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def by_dictionary_learning(folder):
    site = Path(importlib.metadata.distribution("dictionary-learning").locate_file("dictionary_learning"))
    package = types.ModuleType("dictionary_learning")
    package.__path__ = [str(site)]
    sys.modules.setdefault("dictionary_learning", package)
    for heavy in ("nnsight", "wandb", "tqdm"):
        try:
            __import__(heavy)
        except Exception:
            stub = types.ModuleType(heavy)
            stub.__getattr__ = lambda name: None
            sys.modules[heavy] = stub
    from dictionary_learning import dictionary

    config = json.loads((folder / "config.json").read_text())["trainer"]
    name = config["dict_class"]
    if name in ("AutoEncoderTopK", "BatchTopKSAE", "MatryoshkaBatchTopKSAE"):
        trainers = types.ModuleType("dictionary_learning.trainers")
        trainers.__path__ = [str(site / "trainers")]
        sys.modules.setdefault("dictionary_learning.trainers", trainers)
        file = {"AutoEncoderTopK": "top_k", "BatchTopKSAE": "batch_top_k", "MatryoshkaBatchTopKSAE": "matryoshka_batch_top_k"}[name]
        module = importlib.import_module(f"dictionary_learning.trainers.{file}")
        sae = getattr(module, name).from_pretrained(folder / "ae.pt", k=config["k"])
    elif name == "AutoEncoder":
        sae = dictionary.AutoEncoder.from_pretrained(folder / "ae.pt", normalize_decoder=False)
    else:
        sae = getattr(dictionary, name).from_pretrained(folder / "ae.pt")
    decoder = sae.W_dec if hasattr(sae, "W_dec") else sae.decoder.weight.T
    encoder = sae.W_enc.T if hasattr(sae, "W_enc") else sae.encoder.weight
    return entry("dictionary-learning", decoder, encoder, sae.encode(inputs))


def by_e2e_sae(folder):
    site = Path(importlib.util.find_spec("e2e_sae").submodule_search_locations[0])
    module = load_module("e2e_sparsifiers", site / "models" / "sparsifiers.py")
    state = torch.load(folder / "samples_400000.pt", weights_only=True)
    sae = module.SAE(16, 48)
    sae.load_state_dict({key.split(".", 1)[1]: value for key, value in state.items()})
    return entry("e2e-sae", sae.decoder.weight.T, sae.encoder[0].weight, sae(inputs)[1])


def by_open_ai(folder):
    state = torch.load(folder / "8.pt", weights_only=False)
    x = inputs - inputs.mean(dim=-1, keepdim=True)
    x = x / (x.std(dim=-1, keepdim=True) + 1e-5)
    pre = (x - state["pre_bias"]) @ state["encoder.weight"].T + state["latent_bias"]
    top = pre.topk(state["activation_state_dict"]["k"], dim=-1)
    codes = torch.zeros_like(pre).scatter_(-1, top.indices, torch.relu(top.values))
    return entry(None, state["decoder.weight"].T, state["encoder.weight"], codes)


def by_open_moss(folder):
    """SparseAutoEncoder.encode of llamascopium 2.0.0b34, whose package needs a GPU's libraries to be imported."""
    from safetensors.torch import load_file

    state = load_file(folder / "sae_weights.safetensors")
    norm = state["dataset_average_activation_norm.blocks.15.hook_resid_post"]
    pre = (inputs * (16**0.5 / norm)) @ state["W_E"] + state["b_E"]
    scaled = pre * state["W_D"].norm(dim=1)
    threshold = state["activation_function.log_jumprelu_threshold"].exp()
    codes = scaled * (scaled > threshold) / state["W_D"].norm(dim=1)
    return entry(None, state["W_D"], state["W_E"].T, codes)


def by_llama_scope(folder):
    """SparseAutoEncoder.encode of Language-Model-SAEs, which trained them: SAELens's loader leaves the norms of decoder rows out."""
    from safetensors.torch import load_file

    config = json.loads((folder.parent / "hyperparams.json").read_text())
    state = {key: value.to(torch.float32) for key, value in load_file(folder / "final.safetensors").items()}
    x = inputs * (config["d_model"] ** 0.5 / config["dataset_average_activation_norm"]["in"])
    pre = x @ state["encoder.weight"].T + state["encoder.bias"]
    codes = pre * (pre * state["decoder.weight"].norm(dim=0) > config["jump_relu_threshold"])
    return entry(None, state["decoder.weight"].T, state["encoder.weight"], codes)


def main():
    expected = {}

    def add(path, make):
        expected[path] = make()
        print(path, expected[path]["library"], len(expected[path]["codes"] or []))

    lens = [
        ("gemma_scope/gemma-scope-2b-pt-res/layer_20/width_16k/average_l0_71", "google/gemma-scope-2b-pt-res", "layer_20/width_16k/average_l0_71", "gemma_scope/gemma-scope-2b-pt-res", "gemma_2"),
        ("gemma_scope_tc/gemma-scope-2b-pt-transcoders/layer_20/width_16k/average_l0_71", "google/gemma-scope-2b-pt-transcoders", "layer_20/width_16k/average_l0_71", "gemma_scope_tc/gemma-scope-2b-pt-transcoders", "gemma_2_transcoder"),
        *[
            (f"gemma_scope_2/gemma-scope-2-4b-pt/{place}", "google/gemma-scope-2-4b-pt", place, "gemma_scope_2/gemma-scope-2-4b-pt", "gemma_3")
            for place in ("resid_post/layer_9_width_16k_l0_medium", "resid_post_nocfg/layer_9_width_16k_l0_medium", "attn_out/layer_9_width_16k_l0_medium", "transcoder/layer_9_width_16k_l0_medium_affine")
        ],
        ("llama_scope_r1/400M-Slimpajama/L15R", "fnlp/Llama-Scope-R1-Distill", "400M-Slimpajama/L15R", "llama_scope_r1", "llama_scope_r1_distill"),
        ("deepseek", "goodfire/DeepSeek-R1", "DeepSeek-R1-Distill-Llama-8B-SAE-l19.pt", "deepseek", "deepseek_r1"),
        ("goodfire", "Goodfire/Llama-3.1-8B-Instruct-SAE-l19", "Llama-3.1-8B-Instruct-SAE-l19.pth", "goodfire", "goodfire"),
        ("connor_rob", "ckkissane/attn", "gpt2-small_L5_Hcat_z.pt", "connor_rob", "connor_rob_hook_z"),
        *[
            (f"qwen_scope/SAE-Res-Qwen3-1.7B-Base-W32K-L0_5/{file}", "Qwen/SAE-Res-Qwen3-1.7B-Base-W32K-L0_5", file, "qwen_scope/SAE-Res-Qwen3-1.7B-Base-W32K-L0_5", "qwen_scope")
            for file in ("layer12.sae.pt", "layer13.sae.pt")
        ],
        *[
            (f"mwhanna/qwen3-4b-transcoders/{file}", "mwhanna/qwen3-4b-transcoders", file, "mwhanna/qwen3-4b-transcoders", "mwhanna_transcoder")
            for file in ("layer_0.safetensors", "layer_1.safetensors")
        ],
    ]
    for path, repo, folder, root, convert in lens:
        add(path, lambda: by_sae_lens(path, repo, folder, here / root, convert))
    for folder in sorted((here / "dictionary_learning").glob("*/*/*")):
        add(str(folder.relative_to(here)), lambda: by_dictionary_learning(folder))
    add("e2e_sae", lambda: by_e2e_sae(here / "e2e_sae"))
    add("openai/resid_post_mlp_v5_32k", lambda: by_open_ai(here / "openai/resid_post_mlp_v5_32k"))
    add("llamascopium/qwen3-1.7b-L15R", lambda: by_open_moss(here / "llamascopium/qwen3-1.7b-L15R"))
    add("llama_scope/Llama3_1-8B-Base-L15R-8x/checkpoints", lambda: by_llama_scope(here / "llama_scope/Llama3_1-8B-Base-L15R-8x/checkpoints"))
    out = {"inputs": [[float(v) for v in row] for row in inputs], "checkpoints": expected}
    (here / "expected.json").write_text(json.dumps(out) + "\n")


main()
