"""SciPy's assignment of two float32 row files: prints seconds of the assignment, peak memory and the objective as JSON.

Usage: scipy-assignment.py rows-a rows-b n d dense|sparse
"""

import json
import resource
import sys
import time

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

NEAREST = 64

path_a, path_b, n, d, kind = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
a = np.fromfile(path_a, dtype=np.float32).reshape(n, d).astype(np.float64)
b = np.fromfile(path_b, dtype=np.float32).reshape(n, d).astype(np.float64)
scores = a @ b.T
if kind == "dense":
    start = time.perf_counter()
    rows, columns = linear_sum_assignment(scores, maximize=True)
else:
    near_rows = np.argpartition(-scores, NEAREST, axis=1)[:, :NEAREST]
    near_columns = np.argpartition(-scores, NEAREST, axis=0)[:NEAREST]
    i = np.concatenate([np.repeat(np.arange(n), NEAREST), near_columns.T.ravel()])
    j = np.concatenate([near_rows.ravel(), np.repeat(np.arange(n), NEAREST)])
    pairs = np.unique(i * n + j)
    i, j = pairs // n, pairs % n
    graph = csr_matrix((scores[i, j] + 2.0, (i, j)), shape=(n, n))
    start = time.perf_counter()
    rows, columns = min_weight_full_bipartite_matching(graph, maximize=True)
seconds = time.perf_counter() - start
print(
    json.dumps(
        {
            "seconds": seconds,
            "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "objective": float(scores[rows, columns].sum()),
        }
    )
)
