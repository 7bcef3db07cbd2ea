"""The surface of the bench in NumPy on one thread: a line with a count in, milliseconds out.

The way is named on the command line: `plain`, the expression as one would write it, or `blocks`, in
place over blocks that stay in the cache.
"""
import sys
import time

import numpy as np

COUNT, STEPS, START, TARGET, BLOCK = 500, 50, 0.5, 0.7, 16_000
w = np.tile(np.linspace(4.5, 5.5, COUNT), COUNT)
b = np.repeat(np.linspace(-2.9, -1.9, COUNT), COUNT)
cost = np.empty_like(w)
a0 = 1 / (1 + np.exp(-START))


def plain():
    a = np.full_like(w, a0)
    for _ in range(STEPS):
        a = 1 / (1 + np.exp(-(w * a + b)))
    return (a - TARGET) ** 2


def blocks():
    # exp takes −z: the signs of w and b are turned once for a block, not at every step.
    for start in range(0, w.size, BLOCK):
        part = slice(start, start + BLOCK)
        v, c, a = -w[part], -b[part], cost[part]
        a.fill(a0)
        for _ in range(STEPS):
            np.multiply(v, a, out=a)
            np.add(a, c, out=a)
            np.exp(a, out=a)
            np.add(a, 1, out=a)
            np.reciprocal(a, out=a)
        np.subtract(a, TARGET, out=a)
        np.multiply(a, a, out=a)
    return cost


surface = {"plain": plain, "blocks": blocks}[sys.argv[1]]
assert np.allclose(plain()[:COUNT], blocks()[:COUNT])
print("NumPy", np.__version__, flush=True)
for line in sys.stdin:
    start = time.perf_counter()
    for _ in range(int(line)):
        surface()
    print((time.perf_counter() - start) * 1e3, flush=True)
