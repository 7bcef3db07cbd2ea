"""Writes the tables beside this file: exact values of the elementary functions, by mpmath at 50 digits.

    /usr/bin/python3 test/math/elementary/golden/elementary.py

One file per function and precision; a line is an argument and the exact value, as big-endian hex:
f32 tables hold x (f32) and y (f64); f64 tables hold x (f64), y (f64) and what y misses, relative to y (f32).
"""

import pathlib
import struct

import mpmath as mp
import numpy as np

mp.mp.dps = 50
random = np.random.default_rng(20240229)
here = pathlib.Path(__file__).parent


def uniform(low, high, count):
    return random.uniform(low, high, count)


def spread(low, high, count):
    """Both signs, even in the logarithm."""
    return np.exp(random.uniform(np.log(low), np.log(high), count)) * random.choice([-1, 1], count)


def sigmoid(x):
    return mp.exp(x) / (1 + mp.exp(x))


FUNCTIONS = {"exp": mp.exp, "tanh": mp.tanh, "sigmoid": sigmoid, "log": mp.log, "sin": mp.sin, "cos": mp.cos}


def arguments(single):
    bottom, top, saturation = (-103.9, 88.7, 9.2) if single else (-745.1, 709.7, 19.3)
    least = 1e-44 if single else 1e-322
    most = 3e38 if single else 1e308
    n = 1000 if single else 700
    tables = {
        "exp": [uniform(bottom, top, n), uniform(-1, 1, n // 2), spread(1e-12, 50, n // 2)],
        "tanh": [uniform(-saturation, saturation, n), uniform(-1, 1, n // 2), spread(least, saturation, n // 2)],
        "sigmoid": [uniform(bottom, 40, n), uniform(-3, 3, n // 2), spread(1e-12, 40, n // 2)],
        "log": [np.abs(spread(least, most, n // 2)), uniform(0.4, 2.5, n // 2), 1 + spread(1e-7 if single else 1e-15, 0.3, n)],
    }
    if not single:
        turns = random.integers(1, 650, n // 2) * (np.pi / 2)
        near = [uniform(-np.pi, np.pi, n), spread(1e-300, 1024, n // 2), turns]
        tables["sin"] = tables["cos"] = near
    return tables


for single in (True, False):
    for name, parts in arguments(single).items():
        lines = []
        for x in np.concatenate(parts):
            x = float(np.float32(x)) if single else float(x)
            exact = FUNCTIONS[name](mp.mpf(x))
            y = float(exact)
            if single:
                lines.append(struct.pack(">f", x).hex() + " " + struct.pack(">d", y).hex())
            else:
                rest = struct.pack(">f", float(exact / mp.mpf(y) - 1)).hex()
                lines.append(struct.pack(">d", x).hex() + " " + struct.pack(">d", y).hex() + " " + rest)
        (here / f"{name}{32 if single else 64}.txt").write_text("\n".join(lines) + "\n")
