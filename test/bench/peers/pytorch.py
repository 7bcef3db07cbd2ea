"""The update of the bench in PyTorch on one thread: a line with a count in, milliseconds out.

pytorch.py [cell H B T]: RNN, LSTM or GRU; without arguments RNN 50 20 100.
"""
import sys
import time

import torch

torch.set_num_threads(1)
torch.manual_seed(1)
cell, *sizes = sys.argv[1:] or ["RNN", "50", "20", "100"]
H, B, T = map(int, sizes)
I, O = 6, 4
rnn = getattr(torch.nn, cell)(I, H)
readout = torch.nn.Linear(H, O)
parameters = [*rnn.parameters(), *readout.parameters()]
optimizer = torch.optim.SGD(parameters, lr=0.01)
x = torch.nn.functional.one_hot(torch.randint(0, I, (T, B)), I).float()
y = torch.randint(0, O, (B,))


def update():
    optimizer.zero_grad()
    _, last = rnn(x)
    last = last[0] if cell == "LSTM" else last
    torch.nn.functional.cross_entropy(readout(last[0]), y).backward()
    torch.nn.utils.clip_grad_norm_(parameters, 1.0)
    optimizer.step()


print("PyTorch", torch.__version__, flush=True)
for line in sys.stdin:
    start = time.perf_counter()
    for _ in range(int(line)):
        update()
    print((time.perf_counter() - start) * 1e3, flush=True)
