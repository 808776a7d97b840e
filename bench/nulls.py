"""What chance gives for agreement, with NumPy and SciPy alone: two bundled dictionaries of one run group, nulls drawn as docs/definitions.md says.

In: the folder of a run group (one folder per seed with layers.2.mlp/sae.safetensors), draws. Out: per null, mean and standard deviation over the
draws of agreement, of the mean matched decoder cosine and of the cycle consistency of three.
"""
import json
import pathlib
import struct
import sys

import numpy
from scipy.optimize import linear_sum_assignment


def read_rows(path):
    data = pathlib.Path(path).read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])

    def tensor(name):
        entry = header[name]
        begin, end = (8 + length + at for at in entry["data_offsets"])
        kinds = {"F32": numpy.float32, "F16": numpy.float16}
        return numpy.frombuffer(data[begin:end], kinds[entry["dtype"]]).reshape(entry["shape"]).astype(numpy.float64)

    return unit(tensor("W_dec")), unit(tensor("encoder.weight"))


def unit(rows):
    norms = numpy.linalg.norm(rows, axis=1, keepdims=True)
    return rows / numpy.where(norms > 0, norms, 1)


def match(a, b):
    cosines = a @ b.T
    _, partner = linear_sum_assignment(cosines, maximize=True)
    return partner, cosines[numpy.arange(len(a)), partner].mean()


def gaussian(rows, random):
    return rows.mean(0) + random.standard_normal((len(rows), rows.shape[1])) @ numpy.linalg.cholesky(
        numpy.cov(rows.T, bias=True) + 1e-12 * numpy.eye(rows.shape[1])
    ).T


def rotation(d, random):
    q, r = numpy.linalg.qr(random.standard_normal((d, d)))
    return q * numpy.sign(numpy.diag(r))


def isotropic(sides, random):
    return tuple(unit(random.standard_normal(rows.shape)) for rows in sides)


def independent(sides, random):
    return tuple(unit(gaussian(rows, random)) for rows in sides)


def joint(sides, random):
    d = sides[0].shape[1]
    both = gaussian(numpy.hstack(sides), random)
    return unit(both[:, :d]), unit(both[:, d:])


def rotated(sides, random):
    q = rotation(sides[0].shape[1], random)
    return tuple(rows @ q for rows in sides)


def main():
    folder, draws = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    a, b = (read_rows(folder / seed / "layers.2.mlp" / "sae.safetensors") for seed in ("seed1", "seed2"))
    random = numpy.random.default_rng(1)
    for name, draw in {"ISOTROPIC": isotropic, "COVARIANCE_MATCHED": independent, "JOINT": joint, "ROTATION": rotated}.items():
        found = []
        for _ in range(draws):
            x, y, z = draw(a, random), draw(b, random), draw(a, random)
            (xy, cosine), (xy_encoder, _) = match(x[0], y[0]), match(x[1], y[1])
            yz, xz = match(y[0], z[0])[0], match(x[0], z[0])[0]
            found.append([(xy == xy_encoder).mean(), cosine, (yz[xy] == xz).mean()])
        mean, spread = numpy.mean(found, 0), numpy.std(found, 0, ddof=1)
        print(name, " ".join(f"{m:.4f} +- {s:.4f}" for m, s in zip(mean, spread)))


main()
