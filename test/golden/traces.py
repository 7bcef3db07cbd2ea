#!/usr/bin/env python3
"""Golden training traces by PyTorch in f64: an implementation that shares nothing with ours.

Writes traces.json: for each run its options, initial parameters, batches and, for every update, the
loss, the global gradient norm before clipping, and in the end the parameters. Numbers are written
with as many digits as they need to be read back exactly.

    /usr/bin/python3 traces.py      (Debian: python3-torch; made with torch 1.13)

There is one bias per unit here, so PyTorch's second bias b_hh is zero and not trained. Clipping is
by max/norm without PyTorch's 1e-6 in the denominator.
"""

import json
from pathlib import Path

import torch

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

UPDATES = 25
BATCHES = 4


def layer(hidden, activation, initial_state="zero", bias=True):
    return {"type": "elman", "hiddenSize": hidden, "activation": activation,
            "initialState": initial_state, "bias": bias}


RUNS = [
    {
        "name": "one tanh layer, symbols, one class at the end, clipped by norm",
        "seed": 1,
        "layers": [layer(8, "tanh")], "readout": "linear", "loss": "softmaxCrossEntropy",
        "input": {"kind": "index", "size": 6},
        "target": {"kind": "class", "size": 4, "steps": "lastStep"},
        "sequenceLength": 12, "batchSize": 3,
        "optimizer": {"type": "sgd", "learningRate": 0.5, "momentum": 0, "nesterov": False},
        "policy": [{"type": "clipByNorm", "maxNorm": 1.5}],
    },
    {
        "name": "relu below sigmoid, values at every step, Adam",
        "seed": 2,
        "layers": [layer(7, "relu"), layer(5, "sigmoid")], "readout": "linear", "loss": "squaredError",
        "input": {"kind": "dense", "size": 3},
        "target": {"kind": "value", "size": 2, "steps": "everyStep"},
        "sequenceLength": 9, "batchSize": 3,
        "optimizer": {"type": "adam", "learningRate": 0.02, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},
        "policy": [],
    },
    {
        "name": "two tanh layers, independent switches at every step, momentum",
        "seed": 7,
        "layers": [layer(6, "tanh"), layer(5, "tanh")], "readout": "linear", "loss": "sigmoidCrossEntropy",
        "input": {"kind": "dense", "size": 4},
        "target": {"kind": "value", "size": 3, "steps": "everyStep"},
        "sequenceLength": 8, "batchSize": 3,
        "optimizer": {"type": "sgd", "learningRate": 0.1, "momentum": 0.9, "nesterov": False},
        "policy": [],
    },
    {
        "name": "trainable initial state, Nesterov momentum, clipped by norm",
        "seed": 4,
        "layers": [layer(6, "tanh", "trainable")], "readout": "linear", "loss": "squaredError",
        "input": {"kind": "dense", "size": 2},
        "target": {"kind": "value", "size": 1, "steps": "lastStep"},
        "sequenceLength": 7, "batchSize": 3,
        "optimizer": {"type": "sgd", "learningRate": 0.1, "momentum": 0.8, "nesterov": True},
        "policy": [{"type": "clipByNorm", "maxNorm": 0.5}],
    },
    {
        "name": "sigmoid without bias from a constant state, classes as values, clipped by value",
        "seed": 5,
        "layers": [layer(5, "sigmoid", 0.3, bias=False)], "readout": "linear", "loss": "squaredError",
        "input": {"kind": "index", "size": 5},
        "target": {"kind": "class", "size": 3, "steps": "everyStep"},
        "sequenceLength": 10, "batchSize": 3,
        "optimizer": {"type": "sgd", "learningRate": 0.5, "momentum": 0, "nesterov": False},
        "policy": [{"type": "clipByValue", "maxValue": 0.05}],
    },
    {
        "name": "relu below a linear layer that is the output, both initial states trainable, Adam clipped",
        "seed": 6,
        "layers": [layer(6, "relu", "trainable"), layer(4, "linear", "trainable")], "readout": "none",
        "loss": "softmaxCrossEntropy",
        "input": {"kind": "index", "size": 4},
        "target": {"kind": "class", "size": 4, "steps": "everyStep"},
        "sequenceLength": 8, "batchSize": 3,
        "optimizer": {"type": "adam", "learningRate": 0.01, "beta1": 0.8, "beta2": 0.99, "epsilon": 1e-6},
        "policy": [{"type": "clipByNorm", "maxNorm": 1.0}, {"type": "clipByValue", "maxValue": 0.2}],
    },
]


def make_parameters(run, generator):
    """Parameters under our names and shapes, row vectors: h = f(x Wxh + h' Whh + bh)."""
    def normal(deviation, *shape):
        return (deviation * torch.randn(*shape, generator=generator)).requires_grad_()

    parameters = {}
    size = run["input"]["size"]
    for index, spec in enumerate(run["layers"]):
        hidden = spec["hiddenSize"]
        name = f"layers.{index}."
        parameters[name + "Wxh"] = normal(0.5, size, hidden)
        parameters[name + "Whh"] = normal(1 / hidden ** 0.5, hidden, hidden)
        if spec["bias"]:
            parameters[name + "bh"] = normal(0.1, hidden)
        if spec["initialState"] == "trainable":
            parameters[name + "h0"] = normal(0.3, hidden)
        size = hidden
    if run["readout"] == "linear":
        parameters["readout.W"] = normal(0.5, size, run["target"]["size"])
        parameters["readout.b"] = normal(0.1, run["target"]["size"])
    return parameters


def make_batch(run, generator):
    T, B = run["sequenceLength"], run["batchSize"]
    targets = (T, B) if run["target"]["steps"] == "everyStep" else (B,)
    batch = {}
    if run["input"]["kind"] == "dense":
        batch["inputs"] = torch.rand(T, B, run["input"]["size"], generator=generator)
    else:
        batch["symbols"] = torch.randint(run["input"]["size"], (T, B), generator=generator)
    if run["target"]["kind"] == "value":
        batch["values"] = torch.rand(*targets, run["target"]["size"], generator=generator)
    else:
        batch["classes"] = torch.randint(run["target"]["size"], targets, generator=generator)
    return batch


def initial_state(run, index, parameters):
    hidden = run["layers"][index]["hiddenSize"]
    start = run["layers"][index]["initialState"]
    if start == "trainable":
        return parameters[f"layers.{index}.h0"].expand(run["batchSize"], hidden)
    return torch.full((run["batchSize"], hidden), 0.0 if start == "zero" else start)


def by_hand(run, parameters, x):
    """Any activation, as a loop over layers and time."""
    functions = {"tanh": torch.tanh, "sigmoid": torch.sigmoid, "relu": torch.relu, "linear": lambda a: a}
    for index, spec in enumerate(run["layers"]):
        weight = lambda name: parameters[f"layers.{index}.{name}"]
        h = initial_state(run, index, parameters)
        states = []
        for row in x:
            a = row @ weight("Wxh") + h @ weight("Whh")
            h = functions[spec["activation"]](a + weight("bh") if spec["bias"] else a)
            states.append(h)
        x = torch.stack(states)
    return x


def by_library(run, parameters, x):
    """PyTorch's own RNN, what torch.nn.RNN calls, layer by layer: weights transposed, b_hh zero."""
    functions = {"tanh": torch.rnn_tanh, "relu": torch.rnn_relu}
    for index, spec in enumerate(run["layers"]):
        weights = [
            parameters[f"layers.{index}.Wxh"].T,
            parameters[f"layers.{index}.Whh"].T,
            parameters[f"layers.{index}.bh"],
            torch.zeros(spec["hiddenSize"]),
        ]
        start = initial_state(run, index, parameters).unsqueeze(0)
        x, _ = functions[spec["activation"]](x, start, weights, True, 1, 0.0, True, False, False)
    return x


def outputs(run, parameters, batch):
    """Rows that the loss compares with rows of targets."""
    x = batch.get("inputs")
    if x is None:
        x = torch.nn.functional.one_hot(batch["symbols"], run["input"]["size"]).double()
    plain = all(spec["activation"] in ("tanh", "relu") and spec["bias"] for spec in run["layers"])
    h = (by_library if plain else by_hand)(run, parameters, x)
    if run["target"]["steps"] == "lastStep":
        h = h[-1]
    y = h @ parameters["readout.W"] + parameters["readout.b"] if run["readout"] == "linear" else h
    return y.reshape(-1, run["target"]["size"])


def target_values(run, batch):
    """Rows of values; classes become rows of 0 and 1."""
    size = run["target"]["size"]
    values = batch.get("values")
    if values is None:
        values = torch.nn.functional.one_hot(batch["classes"], size).double()
    return values.reshape(-1, size)


def compute_loss(run, parameters, batch):
    y = outputs(run, parameters, batch)
    if run["loss"] == "softmaxCrossEntropy":
        return torch.nn.functional.cross_entropy(y, batch["classes"].reshape(-1))
    values = target_values(run, batch)
    if run["loss"] == "sigmoidCrossEntropy":
        total = torch.nn.functional.binary_cross_entropy_with_logits(y, values, reduction="sum")
    else:
        total = torch.nn.functional.mse_loss(y, values, reduction="sum")
    return total / y.shape[0]


def global_norm(parameters):
    return torch.sqrt(sum((p.grad ** 2).sum() for p in parameters.values())).item()


def apply_policies(run, parameters):
    for policy in run["policy"]:
        if policy["type"] == "clipByNorm":
            norm = global_norm(parameters)
            if norm > policy["maxNorm"]:
                for p in parameters.values():
                    p.grad *= policy["maxNorm"] / norm
        else:
            for p in parameters.values():
                p.grad.clamp_(-policy["maxValue"], policy["maxValue"])


def make_optimizer(options, parameters):
    rate = options["learningRate"]
    if options["type"] == "adam":
        return torch.optim.Adam(parameters.values(), lr=rate, betas=(options["beta1"], options["beta2"]),
                                eps=options["epsilon"])
    return torch.optim.SGD(parameters.values(), lr=rate, momentum=options["momentum"],
                           nesterov=options["nesterov"])


def flat(tensors):
    return {name: tensor.detach().reshape(-1).tolist() for name, tensor in tensors.items()}


def trace(run, loss_of=compute_loss):
    generator = torch.Generator().manual_seed(run["seed"])
    parameters = make_parameters(run, generator)
    batches = [make_batch(run, generator) for _ in range(BATCHES)]
    initial = flat(parameters)
    optimizer = make_optimizer(run["optimizer"], parameters)
    updates = []
    for step in range(UPDATES):
        optimizer.zero_grad()
        loss = loss_of(run, parameters, batches[step % BATCHES])
        loss.backward()
        before = global_norm(parameters)
        apply_policies(run, parameters)
        updates.append({"loss": loss.item(), "gradientNorm": before,
                        "gradientNormAfter": global_norm(parameters)})
        optimizer.step()
    return {**run, "initial": initial, "batches": [flat(batch) for batch in batches],
            "updates": updates, "final": flat(parameters)}


def main():
    lines = ",\n".join(json.dumps(trace(run)) for run in RUNS)
    Path(__file__).with_name("traces.json").write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
