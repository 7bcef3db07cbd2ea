#!/usr/bin/env python3
"""Golden training traces of LSTM, GRU and bidirectional networks by PyTorch's own modules in f64.

Writes cells.json in the form of traces.json: options, initial parameters under our names, batches and,
for every update, the loss and the global gradient norms, and in the end the parameters. Peepholes and
the GRU that resets before the product, which PyTorch lacks, are written out step by step for autograd.

    /usr/bin/python3 cells.py      (Debian: python3-torch; made with torch 1.13)

There is one bias per unit here, so PyTorch's second bias b_hh is zero and its gradient is dropped, but
for the candidate of the GRU, whose b_hh is our bhn.
"""

import json
from pathlib import Path

import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

UPDATES = 25
BATCHES = 3
GATES = {"elman": 1, "lstm": 4, "gru": 3}

SGD = {"type": "sgd", "learningRate": 0.3, "momentum": 0.5, "nesterov": False}
ADAM = {"type": "adam", "learningRate": 0.02, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
SYMBOLS = {"input": {"kind": "index", "size": 5},
           "target": {"kind": "class", "size": 3, "steps": "lastStep"}, "loss": "softmaxCrossEntropy"}
VALUES = {"input": {"kind": "dense", "size": 3},
          "target": {"kind": "value", "size": 2, "steps": "everyStep"}, "loss": "squaredError"}


def lstm(hidden, **more):
    return {"type": "lstm", "hiddenSize": hidden, **more}


def gru(hidden, **more):
    return {"type": "gru", "hiddenSize": hidden, **more}


def elman(hidden, **more):
    return {"type": "elman", "hiddenSize": hidden, "activation": "tanh", **more}


RUNS = [
    {"name": "one LSTM layer, symbols, one class at the end, clipped by norm", "seed": 1,
     "layers": [lstm(7)], **SYMBOLS, "optimizer": SGD, "policy": [{"type": "clipByNorm", "maxNorm": 0.5}]},
    {"name": "two LSTM layers, values at every step, trainable initial states, Adam", "seed": 2,
     "layers": [lstm(6, initialState="trainable"), lstm(5, initialState="trainable")], **VALUES,
     "optimizer": ADAM, "policy": []},
    {"name": "one GRU layer, symbols, one class at the end", "seed": 3,
     "layers": [gru(7)], **SYMBOLS, "optimizer": SGD, "policy": []},
    {"name": "two GRU layers, values at every step, trainable initial states, Adam", "seed": 4,
     "layers": [gru(6, initialState="trainable"), gru(5, initialState="trainable")], **VALUES,
     "optimizer": ADAM, "policy": []},
    {"name": "two bidirectional Elman layers, values at every step", "seed": 5,
     "layers": [elman(5, bidirectional=True), elman(4, bidirectional=True)], **VALUES,
     "optimizer": {**SGD, "learningRate": 0.1}, "policy": []},
    {"name": "bidirectional LSTM, final states of both directions, trainable initial states", "seed": 6,
     "layers": [lstm(5, bidirectional=True, initialState="trainable")], **SYMBOLS, "optimizer": SGD,
     "policy": []},
    {"name": "two bidirectional GRU layers, values at every step, Adam", "seed": 7,
     "layers": [gru(4, bidirectional=True), gru(3, bidirectional=True)], **VALUES, "optimizer": ADAM,
     "policy": []},
    {"name": "bidirectional LSTM below GRU, sequences of different length, values at every step", "seed": 8,
     "layers": [lstm(4, bidirectional=True), gru(5)], **VALUES, "variableLengths": True,
     "optimizer": ADAM, "policy": []},
    {"name": "bidirectional GRU, sequences of different length, one class at the end", "seed": 9,
     "layers": [gru(4, bidirectional=True, initialState="trainable")], **SYMBOLS, "variableLengths": True,
     "optimizer": SGD, "policy": []},
    {"name": "LSTM below LSTM, normalized and residual, values at every step, Adam", "seed": 10,
     "layers": [lstm(4, normalization="layer"), lstm(4, normalization="layer", residual=True)], **VALUES,
     "optimizer": ADAM, "policy": []},
    {"name": "LSTM with peepholes, symbols, one class at the end", "seed": 11,
     "layers": [lstm(6, peephole=True)], **SYMBOLS, "optimizer": SGD, "policy": []},
    {"name": "GRU with reset before the product, values at every step, Adam", "seed": 12,
     "layers": [gru(6, reset="before")], **VALUES, "optimizer": ADAM, "policy": []},
]


class Direction:
    """One cell in one direction, its parameters under our names."""

    def __init__(self, spec, name, size, draw):
        self.spec, self.hidden, self.kind = spec, spec["hiddenSize"], spec["type"]
        columns = GATES[self.kind] * self.hidden
        self.own = {name + "Wxh": draw(0.5, size, columns),
                    name + "Whh": draw(1 / self.hidden ** 0.5, self.hidden, columns),
                    name + "bh": draw(0.1, columns)}
        if self.kind == "gru" and spec.get("reset", "after") == "after":
            self.own[name + "bhn"] = draw(0.1, self.hidden)
        if spec.get("peephole"):
            for gate in "ifo":
                self.own[name + "p" + gate] = draw(0.3, self.hidden)
        if spec.get("initialState") == "trainable":
            for state in ("h0", "c0") if self.kind == "lstm" else ("h0",):
                self.own[name + state] = draw(0.3, self.hidden)
        self.of = lambda key: self.own.get(name + key)

    def start(self, batch):
        zero = torch.zeros(self.hidden)
        states = [self.of(key) if self.of(key) is not None else zero for key in ("h0", "c0")]
        return [state.expand(batch, self.hidden) for state in states]

    def run(self, x, lengths):
        """Outputs [T, B, H] in the order of x, and the final state [B, H]."""
        batch = x.shape[1]
        h, c = self.start(batch)
        if self.spec.get("peephole"):
            return self.peephole(x, h, c)
        if self.spec.get("reset") == "before":
            return self.reset_before(x, h)
        second = torch.zeros(GATES[self.kind] * self.hidden)
        if self.kind == "gru":
            second = torch.cat([second[:2 * self.hidden], self.of("bhn")])
        weights = [self.of("Wxh").T.contiguous(), self.of("Whh").T.contiguous(), self.of("bh"), second]
        state = (h[None].contiguous(), c[None].contiguous()) if self.kind == "lstm" else h[None].contiguous()
        # What torch.nn.RNN, LSTM and GRU call, with weights that are functions of ours.
        function = {"elman": torch._VF.rnn_tanh, "lstm": torch._VF.lstm, "gru": torch._VF.gru}[self.kind]
        if lengths is None:
            out, last, *_ = function(x, state, weights, True, 1, 0.0, True, False, False)
            return out, last[0]
        packed = pack_padded_sequence(x, lengths, enforce_sorted=False)
        out, last, *_ = function(packed.data, packed.batch_sizes, state, weights, True, 1, 0.0, True, False)
        out, _ = pad_packed_sequence(packed._replace(data=out), total_length=x.shape[0])
        return out, last[0][packed.unsorted_indices]

    def peephole(self, x, h, c):
        out = []
        for step in x:
            a = step @ self.of("Wxh") + h @ self.of("Whh") + self.of("bh")
            ai, af, ag, ao = a.chunk(4, dim=1)
            i = torch.sigmoid(ai + self.of("pi") * c)
            f = torch.sigmoid(af + self.of("pf") * c)
            c = f * c + i * torch.tanh(ag)
            h = torch.sigmoid(ao + self.of("po") * c) * torch.tanh(c)
            out.append(h)
        return torch.stack(out), h

    def reset_before(self, x, h):
        out = []
        wr, wz, wn = self.of("Whh").chunk(3, dim=1)
        for step in x:
            ar, az, an = (step @ self.of("Wxh") + self.of("bh")).chunk(3, dim=1)
            r, z = torch.sigmoid(ar + h @ wr), torch.sigmoid(az + h @ wz)
            h = (1 - z) * torch.tanh(an + (r * h) @ wn) + z * h
            out.append(h)
        return torch.stack(out), h


def flipped(x, lengths):
    """Each sequence in reverse order within its length."""
    if lengths is None:
        return x.flip(0)
    out = torch.zeros_like(x)
    for b, length in enumerate(lengths.tolist()):
        out[:length, b] = x[:length, b].flip(0)
    return out


class Network:
    def __init__(self, run, generator):
        def draw(deviation, *shape):
            return (deviation * torch.randn(*shape, generator=generator)).requires_grad_()

        self.run = run
        self.parameters = {}
        self.layers = []
        size = run["input"]["size"]
        for index, spec in enumerate(run["layers"]):
            name = f"layers.{index}."
            directions = [Direction(spec, name, size, draw)]
            if spec.get("bidirectional"):
                directions.append(Direction(spec, name + "reverse.", size, draw))
            size = spec["hiddenSize"] * len(directions)
            for direction in directions:
                self.parameters.update(direction.own)
            norm = None
            if spec.get("normalization") == "layer":
                norm = {"gain": draw(1, size), "bias": draw(0.3, size)}
                self.parameters.update({f"{name}norm.{key}": value for key, value in norm.items()})
            self.layers.append((directions, norm, spec))
        self.parameters["readout.W"] = draw(0.5, size, run["target"]["size"])
        self.parameters["readout.b"] = draw(0.1, run["target"]["size"])

    def outputs(self, x, lengths):
        last_only = self.run["target"]["steps"] == "lastStep"
        for index, (directions, norm, spec) in enumerate(self.layers):
            out, final = directions[0].run(x, lengths)
            if len(directions) == 2:
                back, back_final = directions[1].run(flipped(x, lengths), lengths)
                out = torch.cat([out, flipped(back, lengths)], dim=2)
                final = torch.cat([final, back_final], dim=1)
            y = final if last_only and index == len(self.layers) - 1 else out
            if norm:
                y = torch.nn.functional.layer_norm(y, y.shape[-1:], norm["gain"], norm["bias"], eps=1e-5)
            if spec.get("residual"):
                y = y + x
            x = y
        return x @ self.parameters["readout.W"] + self.parameters["readout.b"]

    def loss(self, batch):
        run = self.run
        T, B = run["sequenceLength"], run["batchSize"]
        size = run["input"]["size"]
        if run["input"]["kind"] == "index":
            x = torch.nn.functional.one_hot(batch["symbols"].reshape(T, B), size).to(torch.float64)
        else:
            x = batch["inputs"].reshape(T, B, size)
        lengths = batch.get("lengths")
        y = self.outputs(x, lengths)
        if run["target"]["kind"] == "class":
            return torch.nn.functional.cross_entropy(y, batch["classes"])
        squares = ((y - batch["values"].reshape(y.shape)) ** 2).sum(dim=2)
        if lengths is None:
            return squares.mean()
        mask = torch.arange(T)[:, None] < lengths[None, :]
        return (squares * mask).sum() / mask.sum()


def make_batch(run, generator):
    T, B, size = run["sequenceLength"], run["batchSize"], run["input"]["size"]
    outputs = run["target"]["size"]
    batch = {}
    if run["input"]["kind"] == "index":
        batch["symbols"] = torch.randint(0, size, (T * B,), generator=generator)
    else:
        batch["inputs"] = torch.rand(T * B * size, generator=generator) * 2 - 1
    rows = B if run["target"]["steps"] == "lastStep" else T * B
    if run["target"]["kind"] == "class":
        batch["classes"] = torch.randint(0, outputs, (rows,), generator=generator)
    else:
        batch["values"] = torch.rand(rows * outputs, generator=generator)
    if run.get("variableLengths"):
        lengths = torch.randint(1, T + 1, (B,), generator=generator)
        lengths[B - 1] = T
        batch["lengths"] = lengths
    return batch


def make_optimizer(options, parameters):
    rate = options["learningRate"]
    if options["type"] == "adam":
        return torch.optim.Adam(parameters.values(), lr=rate, betas=(options["beta1"], options["beta2"]),
                                eps=options["epsilon"])
    return torch.optim.SGD(parameters.values(), lr=rate, momentum=options["momentum"])


def global_norm(parameters):
    return torch.sqrt(sum((p.grad ** 2).sum() for p in parameters.values())).item()


def clip(policy, parameters):
    for one in policy:
        norm = global_norm(parameters)
        if norm > one["maxNorm"]:
            for p in parameters.values():
                p.grad.mul_(one["maxNorm"] / norm)


def flat(tensors):
    return {name: tensor.detach().reshape(-1).tolist() for name, tensor in tensors.items()}


def trace(run):
    run = {"sequenceLength": 8, "batchSize": 3, "readout": "linear", **run}
    generator = torch.Generator().manual_seed(run["seed"])
    network = Network(run, generator)
    parameters = network.parameters
    batches = [make_batch(run, generator) for _ in range(BATCHES)]
    initial = flat(parameters)
    shapes = {name: list(p.shape) for name, p in parameters.items()}
    optimizer = make_optimizer(run["optimizer"], parameters)
    updates = []
    for step in range(UPDATES):
        optimizer.zero_grad()
        loss = network.loss(batches[step % BATCHES])
        loss.backward()
        before = global_norm(parameters)
        clip(run["policy"], parameters)
        updates.append({"loss": loss.item(), "gradientNorm": before,
                        "gradientNormAfter": global_norm(parameters)})
        optimizer.step()
    return {**run, "shapes": shapes, "initial": initial, "batches": [flat(batch) for batch in batches],
            "updates": updates, "final": flat(parameters)}


def main():
    lines = ",\n".join(json.dumps(trace(run)) for run in RUNS)
    Path(__file__).with_name("cells.json").write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
