#!/usr/bin/env python3
"""Golden planes of training trajectories by NumPy's singular value decomposition.

Writes trajectory.json: for each case the snapshots of all parameters in order of steps, and what the
two leading right singular vectors of (snapshots - last snapshot) are, each with its element of
largest modulus positive, the shares of the squared singular values, and the projections.

    /usr/bin/python3 trajectory.py      (Debian: python3-numpy; made with NumPy 1.24)
"""

import json
from pathlib import Path

import numpy

CASES = [
    # name, snapshots, parameters, scale of the noise on a curve towards the end
    ("three snapshots, as few as can be", 3, 7, 0.3),
    ("a curve with little noise", 12, 40, 0.01),
    ("a random walk", 21, 150, None),
    ("more snapshots than parameters", 9, 4, 0.5),
    ("tiny numbers", 6, 11, 0.2),
]


def snapshots(count, size, noise, random):
    if noise is None:
        return random.standard_normal((count, size)).cumsum(axis=0)
    u, v, start = random.standard_normal((3, size))
    t = numpy.linspace(1, 0, count)[:, None]
    return start + t * u + t**2 * v + noise * random.standard_normal((count, size))


def case(name, count, size, noise, random):
    points = snapshots(count, size, noise, random)
    if name == "tiny numbers":
        points *= 1e-180
    moves = points - points[-1]
    # A power of two scales the singular values and nothing else.
    scale = 2.0 ** -numpy.floor(numpy.log2(numpy.abs(moves).max()))
    _, singular, directions = numpy.linalg.svd(moves * scale, full_matrices=False)
    directions = directions[:2]
    for direction in directions:
        if direction[numpy.abs(direction).argmax()] < 0:
            direction *= -1
    squares = singular**2
    return {
        "name": name,
        "snapshots": points.tolist(),
        "directions": directions.tolist(),
        "explainedFractions": (squares[:2] / squares.sum()).tolist(),
        "path": (moves @ directions.T).tolist(),
    }


random = numpy.random.default_rng(7)
golden = [case(*one, random) for one in CASES]
text = ",\n".join(json.dumps(one) for one in golden)
Path(__file__).with_suffix(".json").write_text(f"[\n{text}\n]\n")
