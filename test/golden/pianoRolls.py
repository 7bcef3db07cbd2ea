#!/usr/bin/env python3
"""Golden MAT-files by SciPy, with the pieces in them, and files that are to be refused.

Writes pianoRolls.json; files are in base64, pieces as pitches of each step.

    python3 pianoRolls.py      (made with SciPy 1.17.1)
"""

import base64
import io
import json
from pathlib import Path

import numpy
from scipy.io import savemat
from scipy.sparse import csc_matrix

PARTS = {"traindata": [7, 1, 30], "validdata": [2], "testdata": [4, 5]}
LOWEST_PITCH = 21
KEYS = 88
generator = numpy.random.default_rng(7)


def roll(steps):
    return (generator.random((steps, KEYS)) < 0.04).astype(numpy.uint8)


def cells(pieces, column=False):
    array = numpy.empty((len(pieces), 1) if column else (1, len(pieces)), dtype=object)
    for index, piece in enumerate(pieces):
        array[(index, 0) if column else (0, index)] = piece
    return array


def encode(variables, compressed):
    stream = io.BytesIO()
    savemat(stream, variables, do_compression=compressed)
    # Without the date in the text at the beginning the file would be the same each time.
    data = bytearray(stream.getvalue())
    data[:116] = b"MATLAB 5.0 MAT-file, by SciPy".ljust(116)
    return base64.b64encode(bytes(data)).decode()


def pitches(piece):
    return [[LOWEST_PITCH + int(key) for key in numpy.flatnonzero(step)] for step in piece]


rolls = {name: [roll(steps) for steps in lengths] for name, lengths in PARTS.items()}


def converted(convert, column=False):
    return {name: cells([convert(piece) for piece in pieces], column) for name, pieces in rolls.items()}


def with_training(value):
    return {**converted(lambda piece: piece), "traindata": value}


two = rolls["validdata"][0].copy()
two[1, 5] = 2
files = {
    "uint8, compressed": encode(converted(lambda piece: piece), True),
    "uint8": encode(converted(lambda piece: piece), False),
    "double, compressed": encode(converted(lambda piece: piece.astype(float)), True),
    "logical": encode(converted(lambda piece: piece.astype(bool)), False),
    "int16 in a column, beside other variables": encode(
        {"about": "music", "number": 3.5, **converted(lambda piece: piece.astype(numpy.int16), True)}, True
    ),
    "single": encode(converted(lambda piece: piece.astype(numpy.float32)), False),
}
refused = {
    "expected a cell array of matrices, got struct": encode(with_training({"a": 1}), True),
    "expected a cell array of matrices, got double": encode(with_training(numpy.zeros((3, KEYS))), True),
    "piece 1: expected a matrix of numbers, got char": encode(with_training(cells(["a tune"])), True),
    "piece 1: expected a matrix of numbers, got sparse": encode(with_training(cells([csc_matrix(two)])), True),
    "piece 1: expected a matrix of numbers, got complex double": encode(with_training(cells([two * 1j])), True),
    "piece 2: expected 88 columns, got a matrix of 3×87": encode(
        with_training(cells([roll(2), numpy.zeros((3, KEYS - 1))])), True
    ),
    "piece 1: expected 0 or 1, got 2 in row 2, column 6": encode(with_training(cells([two])), True),
    "piece 1: expected 0 or 1, got 0.5 in row 1, column 1": encode(with_training(cells([two * 0 + 0.5])), True),
    "expected a row of matrices, got 2×2 of them": encode(
        with_training(numpy.concatenate([cells([roll(1), roll(1)])] * 2)), True
    ),
    "expected a variable testdata, got none of that name": encode(
        {name: cells(rolls[name]) for name in ("traindata", "validdata")}, True
    ),
}
document = {
    "pieces": {name: [pitches(piece) for piece in pieces] for name, pieces in rolls.items()},
    "files": files,
    "refused": refused,
}
path = Path(__file__).with_suffix(".json")
path.write_text(json.dumps(document, separators=(",", ":"), ensure_ascii=False) + "\n")
