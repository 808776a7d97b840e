"""TopK training steps on a CUDA card in PyTorch: python training-gpu.py D N K BATCH STEPS SEEDS -> JSON by form of tokens per second.

eager: autograd with scatter and full products. sparsify: the encoder and the decoder of EleutherAI's package sparsify, with its Triton kernels, where it is installed, else null.
Both in float32 (TF32 off) with the loss FVU, fused Adam, the projection of the decoder's gradient and its unit rows; SEEDS dictionaries
one after the other on the same batch, as sparsify trains several; tokens count once per seed. Medians of five runs of STEPS steps.
"""
import json
import statistics
import sys
import time

import torch
from torch.nn import functional as F

d, n, k, batch, steps, seeds = map(int, sys.argv[1:])
torch.backends.cuda.matmul.allow_tf32 = False
torch.manual_seed(0)
card = torch.device('cuda')


def eager(x, encoder, bias, decoder):
    values, indices = F.relu(F.linear(x, encoder, bias)).topk(k, dim=-1, sorted=False)
    return torch.zeros(batch, n, device=card).scatter(1, indices, values) @ decoder


def load_sparsify():
    try:
        from sparsify.fused_encoder import fused_encoder
        from sparsify.utils import decoder_impl
    except ImportError:
        return None

    def form(x, encoder, bias, decoder):
        values, indices, _ = fused_encoder(x, encoder, bias, k, 'topk')
        return decoder_impl(indices, values, decoder.mT)

    return form


def make_step(form):
    encoder = F.normalize(torch.randn(n, d, device=card), dim=1).requires_grad_()
    decoder = encoder.detach().clone().requires_grad_()
    bias = torch.zeros(n, device=card, requires_grad=True)
    decoder_bias = torch.zeros(d, device=card, requires_grad=True)
    adam = torch.optim.Adam([encoder, decoder, bias, decoder_bias], lr=1e-3, fused=True)

    def step(x):
        adam.zero_grad()
        xhat = form(x - decoder_bias, encoder, bias, decoder) + decoder_bias
        loss = (xhat - x).pow(2).sum() / (x - x.mean(0)).pow(2).sum()
        loss.backward()
        with torch.no_grad():
            decoder.grad -= (decoder.grad * decoder).sum(1, keepdim=True) * decoder
            adam.step()
            decoder.div_(decoder.norm(dim=1, keepdim=True))

    return step


def measure(form):
    if form is None:
        return None
    dictionaries = [make_step(form) for _ in range(seeds)]
    data = torch.randn(2, batch, d, device=card)
    for step in dictionaries:
        step(data[0])
    rates = []
    for _ in range(5):
        torch.cuda.synchronize()
        start = time.perf_counter()
        for t in range(steps):
            for step in dictionaries:
                step(data[t % 2])
        torch.cuda.synchronize()
        rates.append(seeds * steps * batch / (time.perf_counter() - start))
    return statistics.median(rates)


print(json.dumps({'eager': measure(eager), 'sparsify': measure(load_sparsify())}))
