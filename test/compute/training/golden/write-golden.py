"""Writes the golden files of the trainer: python write-golden.py (PyTorch and NumPy; made with torch 2.15.0, CPU).

Independent of the trainer: forward passes as in the papers, gradients by torch autograd (but for the straight-through estimates of
JumpReLU, which are a custom autograd function), updates by torch.optim.Adam, all in float64. Random numbers are NumPy's. Arrays are
stored as base64 of little-endian float32; whatever enters the computation is rounded to float32 first.
"""
import base64
import json
import math
import pathlib

import numpy as np
import torch

B, D, N, STEPS = 24, 8, 20, 20
LR, WARMUP, DECAY = 0.01, 5, 4
BASE = {'dIn': D, 'nLatents': N, 'batchSize': B, 'steps': STEPS, 'learningRate': LR, 'warmupSteps': WARMUP, 'decaySteps': DECAY}
CASES = {
    'topk': {'architecture': 'TOPK', 'k': 3},
    'topk-aux': {'architecture': 'TOPK', 'k': 3, 'deadAfterTokens': 24, 'auxK': {'coefficient': 0.25, 'k': 2}},
    'batch-topk': {'architecture': 'BATCH_TOPK', 'k': 3},
    'batch-topk-aux': {'architecture': 'BATCH_TOPK', 'k': 2, 'deadAfterTokens': 24, 'auxK': {'coefficient': 0.25, 'k': 2}},
    'relu-l1': {'architecture': 'RELU_L1', 'sparsityCoefficient': 0.3, 'sparsityWarmupSteps': 10, 'inputScale': 0.5},
    'gated': {'architecture': 'GATED', 'sparsityCoefficient': 0.3},
    'topk-weights': {'architecture': 'TOPK', 'k': 3, 'weightPenalty': 0.01},
    'jump-relu': {'architecture': 'JUMP_RELU', 'sparsityCoefficient': 0.2, 'jumpBandwidth': 0.3},
}


def pack(a):
    return base64.b64encode(np.asarray(a, dtype='<f4').tobytes()).decode()


class Jump(torch.autograd.Function):
    """z, theta -> z H(z - theta)."""

    @staticmethod
    def forward(ctx, z, theta, width):
        ctx.save_for_backward(z, theta)
        ctx.width = width
        return z * (z > theta)

    @staticmethod
    def backward(ctx, up):
        z, theta = ctx.saved_tensors
        near = ((z - theta).abs() < ctx.width / 2).double()
        return up * (z > theta), (-up * near * theta / ctx.width).sum(0), None


class Step(torch.autograd.Function):
    """z, theta -> H(z - theta)."""

    @staticmethod
    def forward(ctx, z, theta, width):
        ctx.save_for_backward(z, theta)
        ctx.width = width
        return (z > theta).double()

    @staticmethod
    def backward(ctx, up):
        z, theta = ctx.saved_tensors
        near = ((z - theta).abs() < ctx.width / 2).double()
        return torch.zeros_like(z), (-up * near / ctx.width).sum(0), None


def loss_of(plan, p, x, t, dead):
    """The loss, the reconstruction, which latents fired [B, N], and the smallest kept value of a batch."""
    kind = plan['architecture']
    u = (x - p['decoderBias']) @ p['encoder'].T
    z = u + p['encoderBias']
    variance = (x - x.mean(0)).pow(2).sum()
    smallest = None
    if kind in ('TOPK', 'BATCH_TOPK'):
        acts = torch.relu(z)
        if kind == 'TOPK':
            values, index = acts.topk(plan['k'], dim=1)
            f = torch.zeros_like(acts).scatter(1, index, values)
        else:
            values, index = acts.flatten().topk(plan['k'] * B)
            f = torch.zeros_like(acts).flatten().scatter(0, index, values).reshape(acts.shape)
            smallest = values.min().item()
        xhat = f @ p['decoder'] + p['decoderBias']
        loss = (xhat - x).pow(2).sum() / variance
        if 'auxK' in plan and dead.any():
            k = plan['auxK']['k']
            candidates = torch.where(dead, acts, 0)
            values, index = candidates.topk(k, dim=1)
            left = torch.zeros_like(acts).scatter(1, index, values) @ p['decoder']
            aux = (left - (x - xhat).detach()).pow(2).sum() * min(dead.sum().item() / k, 1) / variance
            loss = loss + plan['auxK']['coefficient'] * aux
        return loss, xhat, f > 0, smallest
    weight = plan['sparsityCoefficient'] * min(1, t / max(1, plan.get('sparsityWarmupSteps', 0)))
    if kind == 'RELU_L1':
        f = torch.relu(z)
        xhat = f @ p['decoder'] + p['decoderBias']
        penalty = (f * p['decoder'].norm(dim=1)).sum(1)
        return ((xhat - x).pow(2).sum(1) + weight * penalty).mean(), xhat, f > 0, None
    if kind == 'GATED':
        f = (z > 0) * torch.relu(p['logMagnitude'].exp() * u + p['magnitudeBias'])
        xhat = f @ p['decoder'] + p['decoderBias']
        gate = torch.relu(z)
        gate_xhat = gate @ p['decoder'].detach() + p['decoderBias'].detach()
        loss = (xhat - x).pow(2).sum(1) + weight * gate.sum(1) + (gate_xhat - x).pow(2).sum(1)
        return loss.mean(), xhat, f > 0, None
    theta = p['logThreshold'].exp()
    f = Jump.apply(z, theta, plan['jumpBandwidth'])
    xhat = f @ p['decoder'] + p['decoderBias']
    count = Step.apply(z, theta, plan['jumpBandwidth']).sum(1)
    return ((xhat - x).pow(2).sum(1) + weight * count).mean(), xhat, f > 0, None


def run(name, case):
    plan = {**BASE, **case}
    random = np.random.default_rng(len(name) + 40)
    mix = random.standard_normal((D, D)) * np.linspace(0.3, 1.5, D)[:, None]
    batches = (random.standard_normal((STEPS, B, D)) @ mix + 0.3).astype(np.float32)
    rows = random.standard_normal((2, N, D))
    rows /= np.linalg.norm(rows, axis=2, keepdims=True)
    first = {
        'encoder': rows[0],
        'encoderBias': random.standard_normal(N) * 0.1,
        'decoder': rows[1],
        'decoderBias': batches[0].mean(0) * plan.get('inputScale', 1),
    }
    if 'auxK' in plan:
        first['encoderBias'][:6] = -3.0  # latents that never fire
    if plan['architecture'] == 'JUMP_RELU':
        first['logThreshold'] = np.log(random.uniform(0.2, 0.6, N))
    if plan['architecture'] == 'GATED':
        first['logMagnitude'] = random.standard_normal(N) * 0.2
        first['magnitudeBias'] = random.standard_normal(N) * 0.2
    first = {key: value.astype(np.float32) for key, value in first.items()}
    p = {key: torch.tensor(value, dtype=torch.float64, requires_grad=True) for key, value in first.items()}
    adam = torch.optim.Adam(p.values(), lr=LR)
    silent = torch.zeros(N)
    fvu, average, gradients = [], 0.0, None
    for t in range(1, STEPS + 1):
        x = torch.tensor(batches[t - 1], dtype=torch.float64) * plan.get('inputScale', 1)
        dead = silent > math.floor(plan.get('deadAfterTokens', 1e7) / B)
        adam.zero_grad()
        loss, xhat, fired, smallest = loss_of(plan, p, x, t, dead)
        loss = loss + plan.get('weightPenalty', 0) * (p['encoder'].pow(2).sum() + p['decoder'].pow(2).sum())
        loss.backward()
        with torch.no_grad():
            grad, unit = p['decoder'].grad, p['decoder']
            grad -= (grad * unit).sum(1, keepdim=True) * unit
            fvu.append(((xhat - x).pow(2).sum() / (x - x.mean(0)).pow(2).sum()).item())
            if gradients is None:
                gradients = {key: pack(value.grad.numpy()) for key, value in p.items()}
            for group in adam.param_groups:
                group['lr'] = LR * min(1, t / WARMUP) * min(1, (STEPS - t + 1) / DECAY)
            adam.step()
            p['decoder'] /= p['decoder'].norm(dim=1, keepdim=True)
            silent = torch.where(fired.any(0), 0, silent + 1)
            if smallest is not None:
                average += (smallest - average) / min(t, 1000)
    golden = {
        'request': plan,
        'batches': pack(batches),
        'first': {key: pack(value) for key, value in first.items()},
        'gradients': gradients,
        'last': {key: pack(value.detach().numpy()) for key, value in p.items()},
        'fvu': fvu,
        'stepsSinceFired': silent.tolist(),
        'batchThreshold': average,
    }
    pathlib.Path(__file__).with_name(f'{name}.json').write_text(json.dumps(golden, indent=1) + '\n')
    print(name, fvu[0], fvu[-1], 'dead', int((silent > 1).sum()))


for name, case in CASES.items():
    run(name, case)
