"""Trains the small language model that seeds-data/model holds, and writes it as ONNX. Run by hand; the product needs none of this.

In: a text of documents between lines <|endoftext|>. Out: a folder with tokenizer.json, tokenizer_config.json, config.json and model.onnx
(weights float16, computed in float32), whose tensors are named as hooks: embed.output, layers.L.attn.output, layers.L.resid_mid,
layers.L.mlp.output, layers.L.resid_post, logits.

A decoder with learned positions, LayerNorm before each sublayer, GELU, tied embedding. The last 5 % of the documents are held out.

    python bench/language-model.py <text> <folder> --minutes 18
"""
import argparse
import json
import math
import random
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from onnx import TensorProto, helper, numpy_helper, save
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

WIDTH, LAYERS, HEADS, VOCABULARY, CONTEXT = 96, 4, 6, 2048, 256
BOS, END = "<s>", "</s>"
EPSILON = 1e-5


def read_documents(path):
    return [part.strip() for part in Path(path).read_text(encoding="utf-8").split("<|endoftext|>") if part.strip()]


def train_tokenizer(documents):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(
        documents,
        trainers.BpeTrainer(
            vocab_size=VOCABULARY,
            special_tokens=[BOS, END],
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        ),
    )
    return tokenizer


class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        shapes = {"embed.weight": (VOCABULARY, WIDTH), "positions": (CONTEXT, WIDTH)}
        for layer in range(LAYERS):
            name = f"layers.{layer}"
            shapes |= {
                f"{name}.attn.query_key_value": (WIDTH, 3 * WIDTH),
                f"{name}.attn.out": (WIDTH, WIDTH),
                f"{name}.mlp.up": (WIDTH, 4 * WIDTH),
                f"{name}.mlp.up_bias": (4 * WIDTH,),
                f"{name}.mlp.down": (4 * WIDTH, WIDTH),
                f"{name}.mlp.down_bias": (WIDTH,),
            }
        self.shapes = shapes
        self.weights = torch.nn.ParameterDict()
        for name, shape in shapes.items():
            last = name.endswith((".out", ".down"))
            deviation = 0.02 if name in ("embed.weight", "positions") else 1 / math.sqrt(shape[0])
            value = torch.zeros(shape) if name.endswith("bias") else torch.randn(shape) * deviation
            self.weights[name.replace(".", "/")] = torch.nn.Parameter(value / math.sqrt(2 * LAYERS) if last else value)
        norms = [f"layers.{layer}.{part}_norm" for layer in range(LAYERS) for part in ("attn", "mlp")] + ["norm"]
        for name in norms:
            self.weights[f"{name}.gain".replace(".", "/")] = torch.nn.Parameter(torch.ones(WIDTH))
            self.weights[f"{name}.shift".replace(".", "/")] = torch.nn.Parameter(torch.zeros(WIDTH))

    def get(self, name):
        return self.weights[name.replace(".", "/")]

    def norm(self, x, name):
        return F.layer_norm(x, (WIDTH,), self.get(f"{name}.gain"), self.get(f"{name}.shift"), EPSILON)

    def forward(self, ids, dropout=0.0):
        batch, length = ids.shape
        x = self.get("embed.weight")[ids] + self.get("positions")[:length]
        x = F.dropout(x, dropout, self.training)
        for layer in range(LAYERS):
            name = f"layers.{layer}"
            qkv = self.norm(x, f"{name}.attn_norm") @ self.get(f"{name}.attn.query_key_value")
            q, k, v = qkv.view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
            attended = F.scaled_dot_product_attention(q, k, v, is_causal=True)
            mixed = attended.transpose(1, 2).reshape(batch, length, WIDTH) @ self.get(f"{name}.attn.out")
            x = x + F.dropout(mixed, dropout, self.training)
            up = self.norm(x, f"{name}.mlp_norm") @ self.get(f"{name}.mlp.up") + self.get(f"{name}.mlp.up_bias")
            down = F.gelu(up) @ self.get(f"{name}.mlp.down") + self.get(f"{name}.mlp.down_bias")
            x = x + F.dropout(down, dropout, self.training)
        return self.norm(x, "norm") @ self.get("embed.weight").T


def cut(documents, tokenizer):
    """One row per document: BOS, tokens, END, padded with -1; longer documents go on in further rows."""
    bos, end = tokenizer.token_to_id(BOS), tokenizer.token_to_id(END)
    rows = []
    for text in documents:
        ids = [*tokenizer.encode(text, add_special_tokens=False).ids, end]
        for start in range(0, len(ids), CONTEXT - 1):
            rows.append([bos, *ids[start : start + CONTEXT - 1]])
    return rows


def pad(rows):
    length = max(len(row) for row in rows)
    return torch.tensor([row + [-1] * (length - len(row)) for row in rows])


def loss_of(model, batch, dropout=0.0):
    inputs, targets = batch[:, :-1].clamp(min=0), batch[:, 1:]
    logits = model(inputs, dropout)
    return F.cross_entropy(logits.reshape(-1, VOCABULARY), targets.reshape(-1), ignore_index=-1)


def train(model, rows, held_out, minutes, seed):
    decayed = [w for w in model.parameters() if w.dim() == 2]
    others = [w for w in model.parameters() if w.dim() < 2]
    optimizer = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": 0.1}, {"params": others, "weight_decay": 0.0}], lr=1, betas=(0.9, 0.98)
    )
    order, started, step, seen = random.Random(seed), time.process_time(), 0, 0
    share, batches = 0.0, []
    while share < 1:
        if not batches:
            # Documents of like length together, so that little is padding.
            shuffled = sorted(rows, key=lambda row: len(row) + order.uniform(-12, 12))
            batches = [shuffled[start : start + 12] for start in range(0, len(shuffled), 12)]
            order.shuffle(batches)
        batch = pad(batches.pop())
        share = min(1, (time.process_time() - started) / (60 * minutes))
        rate = 3e-3 * min(1, (step + 1) / 100) * (0.02 + 0.98 * (1 + math.cos(math.pi * share)) / 2)
        for group in optimizer.param_groups:
            group["lr"] = rate
        model.train()
        loss = loss_of(model, batch, dropout=0.05)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step += 1
        seen += int((batch >= 0).sum())
        if step % 100 == 0:
            print(f"step {step}, {seen} tokens, {time.process_time() - started:.0f} s, loss {loss.item():.3f}", flush=True)
    return {"steps": step, "tokens_seen": seen, "cross_entropy_held_out": measure(model, held_out)}


@torch.no_grad()
def measure(model, rows):
    model.eval()
    total, count = 0.0, 0
    for start in range(0, len(rows), 32):
        batch = pad(rows[start : start + 32])
        tokens = int((batch[:, 1:] >= 0).sum())
        total += loss_of(model, batch).item() * tokens
        count += tokens
    return total / count


def write_onnx(model, path):
    nodes, initial, annotated = [], [], []

    def constant(name, value):
        initial.append(numpy_helper.from_array(value, name))
        return name

    def weight(name):
        if not any(node.output[0] == name for node in nodes):
            constant(f"{name}.f16", model.get(name).detach().numpy().astype(np.float16))
            nodes.append(helper.make_node("Cast", [f"{name}.f16"], [name], to=TensorProto.FLOAT))
        return name

    def put(operator, inputs, output, **attributes):
        nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output

    def hook(name):
        annotated.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", "sequence", WIDTH]))
        return name

    def norm(x, name):
        scale, shift = weight(f"{name}.gain"), weight(f"{name}.shift")
        return put("LayerNormalization", [x, scale, shift], f"{name}.normed", axis=-1, epsilon=EPSILON)

    constant("zero", np.array(0, np.int64)), constant("one", np.array(1, np.int64))
    constant("first", np.array([0], np.int64)), constant("half", np.array(0.5, np.float32))
    constant("root_two", np.array(math.sqrt(2), np.float32)), constant("unit", np.array(1, np.float32))
    constant("minus", np.array(-1e9, np.float32))
    constant("scale", np.array(1 / math.sqrt(WIDTH // HEADS), np.float32))
    constant("split", np.array([0, 0, 3, HEADS, WIDTH // HEADS], np.int64))
    constant("merge", np.array([0, 0, WIDTH], np.int64))
    constant("part0", np.array(0, np.int64)), constant("part1", np.array(1, np.int64)), constant("part2", np.array(2, np.int64))
    put("Shape", ["input_ids"], "length", start=1, end=2)
    put("Squeeze", ["length", "first"], "length_scalar")
    put("Range", ["zero", "length_scalar", "one"], "places")
    constant("one_axis", np.array([1], np.int64))
    put("Unsqueeze", ["places", "one_axis"], "rows")
    put("GreaterOrEqual", ["rows", "places"], "visible")
    put("Gather", [weight("embed.weight"), "input_ids"], "embedded", axis=0)
    put("Gather", [weight("positions"), "places"], "placed", axis=0)
    x = hook(put("Add", ["embedded", "placed"], "embed.output"))
    for layer in range(LAYERS):
        name = f"layers.{layer}"
        put("MatMul", [norm(x, f"{name}.attn_norm"), weight(f"{name}.attn.query_key_value")], f"{name}.attn.qkv")
        put("Reshape", [f"{name}.attn.qkv", "split"], f"{name}.attn.heads")
        for part, at, order in (("q", 0, [0, 2, 1, 3]), ("k", 1, [0, 2, 3, 1]), ("v", 2, [0, 2, 1, 3])):
            put("Gather", [f"{name}.attn.heads", f"part{at}"], f"{name}.attn.{part}_by_token", axis=2)
            put("Transpose", [f"{name}.attn.{part}_by_token"], f"{name}.attn.{part}", perm=order)
        put("MatMul", [f"{name}.attn.q", f"{name}.attn.k"], f"{name}.attn.products")
        put("Mul", [f"{name}.attn.products", "scale"], f"{name}.attn.scores")
        put("Where", ["visible", f"{name}.attn.scores", "minus"], f"{name}.attn.masked")
        put("Softmax", [f"{name}.attn.masked"], f"{name}.attn.pattern", axis=-1)
        put("MatMul", [f"{name}.attn.pattern", f"{name}.attn.v"], f"{name}.attn.mixed")
        put("Transpose", [f"{name}.attn.mixed"], f"{name}.attn.mixed_by_token", perm=[0, 2, 1, 3])
        put("Reshape", [f"{name}.attn.mixed_by_token", "merge"], f"{name}.attn.joined")
        hook(put("MatMul", [f"{name}.attn.joined", weight(f"{name}.attn.out")], f"{name}.attn.output"))
        x = hook(put("Add", [x, f"{name}.attn.output"], f"{name}.resid_mid"))
        put("MatMul", [norm(x, f"{name}.mlp_norm"), weight(f"{name}.mlp.up")], f"{name}.mlp.products")
        put("Add", [f"{name}.mlp.products", weight(f"{name}.mlp.up_bias")], f"{name}.mlp.up_sum")
        put("Div", [f"{name}.mlp.up_sum", "root_two"], f"{name}.mlp.scaled")
        put("Erf", [f"{name}.mlp.scaled"], f"{name}.mlp.erf")
        put("Add", [f"{name}.mlp.erf", "unit"], f"{name}.mlp.gate")
        put("Mul", [f"{name}.mlp.up_sum", f"{name}.mlp.gate"], f"{name}.mlp.gated")
        put("Mul", [f"{name}.mlp.gated", "half"], f"{name}.mlp.gelu")
        put("MatMul", [f"{name}.mlp.gelu", weight(f"{name}.mlp.down")], f"{name}.mlp.down_products")
        hook(put("Add", [f"{name}.mlp.down_products", weight(f"{name}.mlp.down_bias")], f"{name}.mlp.output"))
        x = hook(put("Add", [x, f"{name}.mlp.output"], f"{name}.resid_post"))
    put("Transpose", ["embed.weight"], "unembed.weight", perm=[1, 0])
    put("MatMul", [norm(x, "norm"), "unembed.weight"], "logits")
    # Casts first: what reads them follows in the order of the graph.
    casts = [node for node in nodes if node.op_type == "Cast"]
    graph = helper.make_graph(
        casts + [node for node in nodes if node.op_type != "Cast"],
        "stories",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "sequence"])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", "sequence", VOCABULARY])],
        initial,
        value_info=annotated,
    )
    save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("text")
    parser.add_argument("folder")
    parser.add_argument("--minutes", type=float, default=18)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    torch.manual_seed(asked.seed)
    torch.set_num_threads(1)
    folder = Path(asked.folder)
    folder.mkdir(parents=True, exist_ok=True)
    documents = read_documents(asked.text)
    held = len(documents) // 20
    tokenizer = train_tokenizer(documents[:-held])
    tokenizer.save(str(folder / "tokenizer.json"))
    rows, held_out = cut(documents[:-held], tokenizer), cut(documents[-held:], tokenizer)
    print(f"{len(documents)} documents, {sum(map(len, rows))} tokens to train on, {sum(map(len, held_out))} held out")
    model = Model()
    info = train(model, rows, held_out, asked.minutes, asked.seed)
    with torch.no_grad():
        for value in model.parameters():
            value.copy_(value.half().float())
    info |= {
        "cross_entropy_held_out_float16": measure(model, held_out),
        "parameters": sum(value.numel() for value in model.parameters()),
        "seed": asked.seed,
        "cpu_minutes": asked.minutes,
        "torch": torch.__version__,
    }
    torch.save({name.replace("/", "."): value for name, value in model.weights.items()}, folder / "weights.pt")
    write_onnx(model, str(folder / "model.onnx"))
    config = {
        "_name_or_path": "reseed-stories",
        "model_type": "reseed-stories",
        "vocab_size": VOCABULARY,
        "hidden_size": WIDTH,
        "num_hidden_layers": LAYERS,
        "num_attention_heads": HEADS,
        "max_position_embeddings": CONTEXT,
        "training": info,
    }
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    (folder / "tokenizer_config.json").write_text(
        json.dumps({"bos_token": BOS, "eos_token": END, "clean_up_tokenization_spaces": False, "model_max_length": CONTEXT}, indent=1) + "\n"
    )
    print(json.dumps(info))


if __name__ == "__main__":
    main()
