"""Makes the pickles of this folder: `python make.py NAME PROTOCOL LAYERS`, with NumPy 1.26 (-numpy1) and 2.4 (-numpy2)."""
import json
import pickle
import sys

import numpy as np

name, protocol, layers = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
random = np.random.default_rng(7)
value = {layer: (np.arange(6, dtype=np.int64), random.permutation(6).astype(np.int64)) for layer in range(layers)}
with open(f"{name}.pkl", "wb") as file:
    pickle.dump([value], file, protocol=protocol)
with open(f"{name}.expected.json", "w") as file:
    json.dump({str(layer): columns.tolist() for layer, (_, columns) in value.items()}, file)
