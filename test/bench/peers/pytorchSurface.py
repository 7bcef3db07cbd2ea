"""The surface of the bench in PyTorch: a line with a count in, milliseconds out.

Named on the command line: `cost`, in place without a graph, or `gradient`, autograd of the expression as
one would write it; and how many threads.
"""
import sys
import time

import torch

COUNT, STEPS, START, TARGET = 500, 50, 0.5, 0.7
torch.set_num_threads(int(sys.argv[2]))
torch.set_default_dtype(torch.float64)
w = torch.linspace(4.5, 5.5, COUNT).repeat(COUNT)
b = torch.linspace(-2.9, -1.9, COUNT).repeat_interleave(COUNT)
a0 = torch.sigmoid(torch.tensor(START)).item()


def cost():
    a = torch.full_like(w, a0)
    with torch.no_grad():
        for _ in range(STEPS):
            torch.addcmul(b, w, a, out=a)
            a.sigmoid_()
        return a.sub_(TARGET).square_()


def gradient():
    x, y = w.clone().requires_grad_(), b.clone().requires_grad_()
    a = torch.full_like(w, a0)
    for _ in range(STEPS):
        a = torch.sigmoid(x * a + y)
    cost = (a - TARGET).square()
    cost.sum().backward()
    return cost, x.grad, y.grad


surface = {"cost": cost, "gradient": gradient}[sys.argv[1]]
print("PyTorch", torch.__version__, flush=True)
for line in sys.stdin:
    start = time.perf_counter()
    for _ in range(int(line)):
        surface()
    print((time.perf_counter() - start) * 1e3, flush=True)
