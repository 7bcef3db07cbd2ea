#!/usr/bin/env python3
"""Golden statistics by SciPy and NumPy: Wilson's interval, sign test, mean, deviation, median.

Writes suiteStatistics.json.

    python3 suiteStatistics.py      (made with SciPy 1.17.1)
"""

import json
from pathlib import Path

import numpy
from scipy.stats import binomtest

SHARES = [(0, 1), (1, 1), (0, 10), (1, 10), (5, 10), (8, 10), (10, 10), (3, 7), (81, 263), (999, 1000)]
SIGNS = [(0, 0), (1, 0), (0, 5), (5, 1), (8, 2), (9, 1), (7, 7), (10, 11), (60, 40), (700, 800), (0, 1000), (5200, 4800)]
SAMPLES = [[3.5], [1, 2], [0.1, 0.1, 0.1], [2, 4, 4, 4, 5, 5, 7, 9], [1e-8, 3e-9, -2e-8], [1e6 + 1, 1e6 + 2, 1e6 + 4]]


def wilson(successes, count):
    interval = binomtest(successes, count).proportion_ci(0.95, method="wilson")
    return {"successes": successes, "count": count, "low": interval.low, "high": interval.high}


def sign(wins, losses):
    n = wins + losses
    return {"wins": wins, "losses": losses, "p": binomtest(wins, n).pvalue if n else 1.0}


def sample(values):
    deviation = numpy.std(values, ddof=1) if len(values) > 1 else None
    return {"values": values, "mean": numpy.mean(values), "deviation": deviation, "median": numpy.median(values)}


document = {
    "wilson": [wilson(*case) for case in SHARES],
    "sign": [sign(*case) for case in SIGNS],
    "samples": [sample(case) for case in SAMPLES],
}
path = Path(__file__).with_suffix(".json")
path.write_text(json.dumps(document, indent=1) + "\n")
