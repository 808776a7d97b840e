"""SciPy's dense assignment of two float32 row files: prints seconds of the product and of the assignment, peak memory and the objective as JSON.

Usage: scipy-assignment.py rows-a rows-b n d
"""

import json
import resource
import sys
import time

import numpy as np
from scipy.optimize import linear_sum_assignment

path_a, path_b, n, d = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
a = np.fromfile(path_a, dtype=np.float32).reshape(n, d).astype(np.float64)
b = np.fromfile(path_b, dtype=np.float32).reshape(n, d).astype(np.float64)
start = time.perf_counter()
scores = a @ b.T
product_seconds = time.perf_counter() - start
start = time.perf_counter()
rows, columns = linear_sum_assignment(scores, maximize=True)
seconds = time.perf_counter() - start
print(
    json.dumps(
        {
            "productSeconds": product_seconds,
            "seconds": seconds,
            "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "objective": float(scores[rows, columns].sum()),
        }
    )
)
