"""Codes of pairs of dictionaries -> their Pearson correlations by NumPy and the best assignment by SciPy: reference-correlations.json.

    python test/compute/firing/reference_correlations.py

NumPy 2.4.6, SciPy 1.17.1. Latents that do not vary have correlation 0 with all, as in Reseed.
"""
import json
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

TOKENS = 300


def make_codes(rng, causes, n, silent, constant):
    """[TOKENS, n]: latents that follow one of the causes each, some with noise, some silent, perhaps one that always fires alike."""
    chosen = rng.integers(0, causes.shape[1], n)
    codes = causes[:, chosen] * rng.uniform(0.5, 2, n)
    codes = np.where(rng.random(codes.shape) < 0.15, 0, codes)
    codes += (rng.random(codes.shape) < 0.02) * rng.uniform(0, 3, codes.shape)
    codes[:, rng.choice(n, silent, replace=False)] = 0
    if constant:
        codes[:, 0] = 0.5
    return (np.round(64 * codes) / 64).astype(np.float32)


def correlate(a, b):
    a, b = a.astype(np.float64), b.astype(np.float64)
    a, b = a - a.mean(0), b - b.mean(0)
    a = np.divide(a, np.linalg.norm(a, axis=0), out=np.zeros_like(a), where=np.linalg.norm(a, axis=0) > 1e-9)
    b = np.divide(b, np.linalg.norm(b, axis=0), out=np.zeros_like(b), where=np.linalg.norm(b, axis=0) > 1e-9)
    return a.T @ b


def sparse(codes):
    """Of each token: latents, then activations."""
    return [[np.flatnonzero(row).tolist(), [float(x) for x in row[np.flatnonzero(row)]]] for row in codes]


cases = []
for seed, (n_a, n_b, silent, constant) in enumerate(
    [(40, 40, 0, False), (40, 40, 12, True), (24, 50, 5, False), (50, 24, 5, True), (1, 7, 0, False), (30, 30, 30, False)]
):
    rng = np.random.default_rng(seed)
    causes = (rng.random((TOKENS, 25)) < rng.uniform(0.01, 0.2, 25)) * rng.gamma(2, 1, (TOKENS, 25))
    a = make_codes(rng, causes, n_a, min(silent, n_a), constant)
    b = make_codes(rng, causes, n_b, min(silent // 2, n_b), constant)
    c = correlate(a, b)
    rows, columns = linear_sum_assignment(c, maximize=True)
    cases.append(
        {
            "nA": n_a,
            "nB": n_b,
            "a": sparse(a),
            "b": sparse(b),
            "objective": float(c[rows, columns].sum()),
            "largest": [float(x) for x in c.max(1)],
            "first": [float(x) for x in c[0]],
        }
    )

Path(__file__).with_name("reference-correlations.json").write_text(json.dumps({"tokens": TOKENS, "cases": cases}) + "\n")
