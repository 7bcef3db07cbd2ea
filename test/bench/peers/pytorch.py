"""The update of the bench in PyTorch on one thread: a line with a count in, milliseconds out."""
import sys
import time

import torch

torch.set_num_threads(1)
torch.manual_seed(1)
T, B, I, H, O = 100, 20, 6, 50, 4
rnn = torch.nn.RNN(I, H, nonlinearity="tanh")
readout = torch.nn.Linear(H, O)
parameters = [*rnn.parameters(), *readout.parameters()]
optimizer = torch.optim.SGD(parameters, lr=0.01)
x = torch.nn.functional.one_hot(torch.randint(0, I, (T, B)), I).float()
y = torch.randint(0, O, (B,))


def update():
    optimizer.zero_grad()
    _, last = rnn(x)
    torch.nn.functional.cross_entropy(readout(last[0]), y).backward()
    torch.nn.utils.clip_grad_norm_(parameters, 1.0)
    optimizer.step()


print("PyTorch", torch.__version__, flush=True)
for line in sys.stdin:
    start = time.perf_counter()
    for _ in range(int(line)):
        update()
    print((time.perf_counter() - start) * 1e3, flush=True)
