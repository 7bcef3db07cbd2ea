#!/usr/bin/env python3
"""Golden bifurcation data of x -> w f(x) + b by mpmath in 40 digits, by other means than ours.

Fixed points: sign changes on a fine scan, then a bracketing solver. Where a start ends: plain
iteration. Folds and flips: Newton on the two equations x = w f(x) + b, w f'(x) = +1 or -1 together.
Jumps: halving the parameter between two values whose iterations end apart.
Writes diagrams.json; numbers are rounded to the nearest double.

    python3 diagrams.py      (made with mpmath 1.3.0)
"""

import json
import random
from pathlib import Path

import mpmath as mp

mp.mp.dps = 40
random.seed(20130616)

FUNCTIONS = {
    "sigmoid": (lambda x: 1 / (1 + mp.exp(-x)), lambda x: 1 / (2 + mp.exp(x) + mp.exp(-x)), 0, 1),
    "tanh": (mp.tanh, lambda x: 1 / mp.cosh(x) ** 2, -1, 1),
}
SCAN = 2000


def fixed_points(name, w, b):
    f, _, low, high = FUNCTIONS[name]
    ends = sorted([w * low + b, w * high + b])
    g = lambda x: w * f(x) + b - x
    # Beyond the image there is none; the scan crowds around 0, where two may be close together.
    span = max(abs(ends[0]), abs(ends[1])) + 1
    xs = [span * mp.mpf(i) ** 3 / SCAN ** 3 for i in range(-SCAN, SCAN + 1)]
    values = [g(x) for x in xs]
    roots = []
    for left, right, u, v in zip(xs, xs[1:], values, values[1:]):
        if u == 0:
            roots.append(left)
        elif u * v < 0:
            roots.append(mp.findroot(g, (left, right), solver="anderson", tol=1e-70))
    return roots


def end_of(name, w, b, start, steps=4000):
    """States that a start returns to: one, or two in ascending order."""
    f = FUNCTIONS[name][0]
    mp.mp.dps = 20
    x = mp.mpf(start)
    for _ in range(steps):
        x = w * f(x) + b
    y = w * f(x) + b
    mp.mp.dps = 40
    return [x] if abs(x - y) < 1e-9 else sorted([x, y])


def change(name, multiplier, unknown, given, guess):
    """Solves for (x, w or b) where a fixed point has a multiplier."""
    f, slope, _, _ = FUNCTIONS[name]

    def equations(x, value):
        w, b = (value, given) if unknown == "w" else (given, value)
        return [w * f(x) + b - x, w * slope(x) - multiplier]

    x, value = mp.findroot(equations, guess)
    return {"x": float(x), "parameter": float(value)}


def jump(name, unknown, given, start, low, high):
    def end(value):
        w, b = (value, given) if unknown == "w" else (given, value)
        return end_of(name, w, b, start, 3000)[0]

    low, high = mp.mpf(low), mp.mpf(high)
    a, z = end(low), end(high)
    for _ in range(34):
        middle = (low + high) / 2
        x = end(middle)
        if abs(x - a) < abs(x - z):
            low = middle
        else:
            high = middle
    return float((low + high) / 2)


def unit(name, w, b):
    _, slope, _, _ = FUNCTIONS[name]
    points = fixed_points(name, w, b)
    multipliers = [w * slope(x) for x in points]
    case = {
        "activation": name, "w": w, "b": b,
        "fixedPoints": [float(x) for x in points],
        "multipliers": [float(m) for m in multipliers],
    }
    start = round(random.uniform(-4, 4), 3)
    # Iteration is a fair judge only where it is quick.
    if all(abs(abs(m) - 1) > 0.02 for m in multipliers):
        case["start"] = start
        case["ends"] = [float(x) for x in end_of(name, w, b, start)]
    return case


def units():
    cases = []
    for name in FUNCTIONS:
        for _ in range(30):
            cases.append(unit(name, round(random.uniform(-14, 14), 4), round(random.uniform(-8, 8), 4)))
        # Inside the tongue of two attractors, where random places seldom fall.
        middle = 0.5 if name == "sigmoid" else 0
        for _ in range(20):
            w = round(random.uniform(4.05, 12), 4)
            cases.append(unit(name, w, round(-w * middle + random.uniform(-0.4, 0.4), 4)))
    return cases


CHANGES = [
    ("sigmoid", 1, "b", 5, (1, -2.6)), ("sigmoid", 1, "b", 5, (-1, -2.3)),
    ("sigmoid", 1, "b", 4.001, (0.03, -2)), ("sigmoid", 1, "b", 40, (3.6, -35)),
    ("sigmoid", 1, "w", -2.5, (0.8, 4.8)), ("sigmoid", 1, "w", -2.5, (-1.2, 5.6)),
    ("sigmoid", 1, "w", -2.0001, (0.01, 4)), ("sigmoid", 1, "w", -2.0000001, (0.0004, 4.0000001)), ("sigmoid", 1, "w", -9, (-8, 2000)),
    ("sigmoid", -1, "b", -6, (1.3, 6)), ("sigmoid", -1, "w", 3, (0, -4)),
    ("sigmoid", -1, "w", 20, (2.8, -20)), ("sigmoid", -1, "w", -2.5, (-3.5, -36)),
    ("tanh", 1, "b", 5, (1.4, -3)), ("tanh", 1, "w", 0.3, (-0.7, 1.6)),
    ("tanh", 1, "w", -0.001, (0.1, 1.01)), ("tanh", 1, "w", 30, (-2.4, 32)),
    ("tanh", 1, "w", -0.0000001, (0.0053, 1.00003)),
    ("tanh", -1, "b", -3, (1.1, 3.6)), ("tanh", -1, "w", 0.3, (0.15, -1.02)),
]

JUMPS = [
    ("sigmoid", "b", 5, 0.5, -2.9, -2.3), ("sigmoid", "b", 5, -3, -2.9, -2.0),
    ("sigmoid", "b", 5, 2, -2.9, -2.0), ("sigmoid", "w", -2.5, 0.5, 4, 6),
    ("tanh", "b", 5, 0.5, -4, 0), ("tanh", "w", 0.3, -0.5, 1.0, 3.0),
    ("tanh", "w", 0.3, -3, 1.5, 1.8),
]

golden = {
    "units": units(),
    "changes": [
        {"activation": name, "multiplier": multiplier, "unknown": unknown, "given": given,
         **change(name, multiplier, unknown, given, guess)}
        for name, multiplier, unknown, given, guess in CHANGES
    ],
    "jumps": [
        {"activation": name, "unknown": unknown, "given": given, "start": start,
         "parameter": jump(name, unknown, given, start, low, high)}
        for name, unknown, given, start, low, high in JUMPS
    ],
}
path = Path(__file__).with_name("diagrams.json")
path.write_text(json.dumps(golden, indent=1) + "\n")
