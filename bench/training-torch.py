"""TopK training steps in PyTorch: python training-torch.py THREADS D N K BATCH STEPS -> JSON by form of tokens per second, on the
clock and of processor time.

dense: scatter and full products under autograd. sparsify: the fused encoder of EleutherAI's sparsify (gradients of the k rows alone, by
index_add) with its eager decoder (scatter, full product). embedding_bag: the same encoder with a decoder that reads k rows alone.
All with the loss FVU, fused Adam, the projection of the decoder's gradient and its unit rows; medians of five runs of STEPS steps.
"""
import json
import statistics
import sys
import time

import torch
from torch.nn import functional as F

threads, d, n, k, batch, steps = map(int, sys.argv[1:])
torch.set_num_threads(threads)
torch.manual_seed(0)


class FusedEncoder(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, weight, bias):
        values, indices = F.relu(F.linear(x, weight, bias)).topk(k, dim=-1, sorted=False)
        ctx.save_for_backward(x, weight, indices, values)
        ctx.mark_non_differentiable(indices)
        return values, indices

    @staticmethod
    def backward(ctx, up, _):
        x, weight, indices, values = ctx.saved_tensors
        up = up * (values > 0)
        grad_x = F.embedding_bag(indices, weight, mode='sum', per_sample_weights=up)
        rows = (up.unsqueeze(2) * x.unsqueeze(1)).reshape(-1, d)
        grad_weight = torch.zeros_like(weight).index_add_(0, indices.flatten(), rows)
        grad_bias = torch.zeros(n).index_add_(0, indices.flatten(), up.flatten())
        return grad_x, grad_weight, grad_bias


def decode(form, values, indices, decoder):
    if form == 'embedding_bag':
        return F.embedding_bag(indices, decoder, mode='sum', per_sample_weights=values)
    return torch.zeros(batch, n).scatter(1, indices, values) @ decoder


def measure(form):
    encoder = F.normalize(torch.randn(n, d), dim=1).requires_grad_()
    decoder = encoder.detach().clone().requires_grad_()
    bias, decoder_bias = torch.zeros(n, requires_grad=True), torch.zeros(d, requires_grad=True)
    adam = torch.optim.Adam([encoder, decoder, bias, decoder_bias], lr=1e-3, fused=True)
    data = torch.randn(2, batch, d)
    silent = torch.zeros(n)

    def step(x):
        adam.zero_grad()
        if form == 'dense':
            values, indices = F.relu(F.linear(x - decoder_bias, encoder, bias)).topk(k, dim=-1, sorted=False)
        else:
            values, indices = FusedEncoder.apply(x - decoder_bias, encoder, bias)
        xhat = decode(form, values, indices, decoder) + decoder_bias
        loss = (xhat - x).pow(2).sum() / (x - x.mean(0)).pow(2).sum()
        loss.backward()
        with torch.no_grad():
            decoder.grad -= (decoder.grad * decoder).sum(1, keepdim=True) * decoder
            adam.step()
            decoder.div_(decoder.norm(dim=1, keepdim=True))
            silent.add_(1)
            silent[indices.flatten()] = 0
        return loss

    step(data[0])
    speeds = {'clock': [], 'processor': []}
    for _ in range(5):
        clock, processor = time.perf_counter(), time.process_time()
        for t in range(steps):
            step(data[t % 2])
        speeds['clock'].append(steps * batch / (time.perf_counter() - clock))
        speeds['processor'].append(steps * batch / (time.process_time() - processor))
    return {kind: statistics.median(values) for kind, values in speeds.items()}


print(json.dumps({form: measure(form) for form in ('dense', 'sparsify', 'embedding_bag')}))
