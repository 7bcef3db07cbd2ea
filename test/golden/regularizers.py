#!/usr/bin/env python3
"""Golden traces of training with a regularizer, by PyTorch's automatic differentiation in f64.

Writes regularizers.json in the form of traces.json, with the regularizer's term for every update.
Omega is written as a function of a fresh copy of Whh, with dE/dh_t and f'(a_t) detached, and
differentiated by autograd; the other terms are differentiated through the whole network.

    /usr/bin/python3 regularizers.py      (Debian: python3-torch; made with torch 1.13)
"""

import json
from pathlib import Path

import torch

from traces import (BATCHES, apply_policies, flat, global_norm, layer, make_batch, make_optimizer,
                    make_parameters)

UPDATES = 20
ACTIVATIONS = {"tanh": torch.tanh, "sigmoid": torch.sigmoid, "relu": torch.relu, "linear": lambda a: a}


def omega(ratio, reduction, alpha=0.5, schedule=None):
    return {"type": "omega", "alpha": alpha, "ratio": ratio, "reduction": reduction,
            "alphaSchedule": schedule or {"type": "constant"}}


def run(name, seed, layers, steps, regularizer, **more):
    return {
        "name": name, "seed": seed, "layers": layers, "readout": "linear", "loss": "softmaxCrossEntropy",
        "input": {"kind": "index", "size": 5}, "target": {"kind": "class", "size": 3, "steps": steps},
        "sequenceLength": 9, "batchSize": 4,
        "optimizer": {"type": "sgd", "learningRate": 0.1, "momentum": 0, "nesterov": False},
        "policy": [{"type": "clipByNorm", "maxNorm": 1}], "recurrentScale": 1,
        "regularizer": regularizer, **more,
    }


def runs():
    seed = 100
    for ratio in ("squaredNorm", "norm"):
        for reduction in ("activeMean", "sum"):
            for steps in ("lastStep", "everyStep"):
                for activation in ACTIVATIONS:
                    seed += 1
                    yield run(f"omega, {ratio}, {reduction}, {steps}, {activation}", seed,
                              [layer(6, activation)], steps, omega(ratio, reduction))
            yield run(f"omega, {ratio}, {reduction}, two layers", seed + 1000,
                      [layer(7, "tanh", "trainable"), layer(4, "sigmoid")], "lastStep",
                      omega(ratio, reduction))
            yield run(f"omega, {ratio}, {reduction}, a gradient that does not reach the beginning", seed + 2000,
                      [layer(5, "tanh")], "lastStep", omega(ratio, reduction, alpha=0.1), recurrentScale=0.02)
    yield run("omega with alpha over time", 3001, [layer(6, "tanh")], "lastStep",
              omega("squaredNorm", "sum", 1.5, {"type": "inverseTime", "every": 6}))
    yield run("l2 over matrices alone", 4001, [layer(6, "tanh", "trainable"), layer(5, "relu")], "everyStep",
              {"type": "l2", "lambda": 0.1})
    for number, (steps, state) in enumerate((s, h) for s in ("lastStep", "everyStep")
                                            for h in ("zero", 0.3, "trainable")):
        yield run(f"stabilizer, {steps}, initial state {state}", 5001 + number,
                  [layer(6, "tanh", state), layer(4, "relu" if number % 2 else "sigmoid", state)], steps,
                  {"type": "stabilizer", "beta": 0.7})


def forward(run, parameters, batch):
    """Loss, and per layer the list of h_0 … h_T with gradients kept and that of a_1 … a_T."""
    T, B = run["sequenceLength"], run["batchSize"]
    inputs = torch.nn.functional.one_hot(batch["symbols"], run["input"]["size"]).to(torch.float64)
    stack = []
    for index, spec in enumerate(run["layers"]):
        name = f"layers.{index}."
        start, size = spec["initialState"], (B, spec["hiddenSize"])
        if start == "trainable":
            h = parameters[name + "h0"].expand(size)
        else:
            h = torch.full(size, 0.0 if start == "zero" else start)
        states, sums = [h], []
        for t in range(T):
            a = inputs[t] @ parameters[name + "Wxh"] + h @ parameters[name + "Whh"] + parameters[name + "bh"]
            h = ACTIVATIONS[spec["activation"]](a)
            h.retain_grad()
            states.append(h)
            sums.append(a)
        inputs = torch.stack(states[1:])
        stack.append((states, sums))
    outputs = inputs @ parameters["readout.W"] + parameters["readout.b"]
    if run["target"]["steps"] == "lastStep":
        outputs = outputs[-1]
    loss = torch.nn.functional.cross_entropy(outputs.reshape(-1, outputs.shape[-1]), batch["classes"].reshape(-1))
    return loss, stack


def slope(activation, a):
    a = a.detach().requires_grad_()
    return torch.autograd.grad(ACTIVATIONS[activation](a).sum(), a)[0]


def omega_value(run, index, W, stack):
    """Omega of a layer as a function of W alone; dE/dh_t must be known."""
    options, spec = run["regularizer"], run["layers"][index]
    states, sums = stack[index]
    total, active = 0, 0
    for h, a in zip(states[1:], sums):
        d = h.grad.detach()
        v = (d * slope(spec["activation"], a)) @ W.T
        dd, vv = (d ** 2).sum(1), (v ** 2).sum(1)
        on = dd * d.shape[0] ** 2 >= 1e-20  # of a sequence's own error, not its part of the mean
        dd = torch.where(on, dd, torch.ones_like(dd))
        if options["ratio"] == "squaredNorm":
            r = vv / dd
        else:
            r = torch.linalg.vector_norm(v, dim=1) / dd.sqrt()
        total = total + torch.where(on, (r - 1) ** 2, torch.zeros_like(r)).mean()
        active = active + on.to(torch.float64).mean()
    if options["reduction"] == "sum":
        return total
    return total / active if active > 0 else 0 * total


def alpha_at(options, step):
    schedule = options["alphaSchedule"]
    return options["alpha"] / (1 + (step - 1) // schedule["every"] if schedule["type"] == "inverseTime" else 1)


def backward(run, parameters, batch, step):
    """Sets all gradients; returns loss and penalty."""
    options = run["regularizer"]
    loss, stack = forward(run, parameters, batch)
    penalty = torch.zeros(())
    if options["type"] == "omega":
        loss.backward()
        for index in range(len(run["layers"])):
            name = f"layers.{index}.Whh"
            W = parameters[name].detach().clone().requires_grad_()
            term = alpha_at(options, step) * omega_value(run, index, W, stack)
            parameters[name].grad += torch.autograd.grad(term, W)[0]
            penalty = penalty + term
    else:
        if options["type"] == "l2":
            for name, tensor in parameters.items():
                if name.split(".")[-1] in ("Wxh", "Whh", "W"):
                    penalty = penalty + options["lambda"] / 2 * (tensor ** 2).sum()
        else:
            for states, _ in stack:
                norms = [torch.linalg.vector_norm(h, dim=1) for h in states]
                changes = [((b - a) ** 2).mean() for a, b in zip(norms, norms[1:])]
                penalty = penalty + options["beta"] * sum(changes) / len(changes)
        (loss + penalty).backward()
    return loss, penalty


def trace(run):
    generator = torch.Generator().manual_seed(run["seed"])
    parameters = make_parameters(run, generator)
    for name, tensor in parameters.items():
        if name.endswith("Whh"):
            tensor.data *= run["recurrentScale"]
    batches = [make_batch(run, generator) for _ in range(BATCHES)]
    initial = flat(parameters)
    optimizer = make_optimizer(run["optimizer"], parameters)
    updates = []
    for step in range(1, UPDATES + 1):
        optimizer.zero_grad()
        loss, penalty = backward(run, parameters, batches[(step - 1) % BATCHES], step)
        before = global_norm(parameters)
        apply_policies(run, parameters)
        updates.append({"loss": loss.item(), "penalty": penalty.item(), "gradientNorm": before,
                        "gradientNormAfter": global_norm(parameters)})
        optimizer.step()
    return {**run, "initial": initial, "batches": [flat(batch) for batch in batches],
            "updates": updates, "final": flat(parameters)}


def main():
    lines = ",\n".join(json.dumps(trace(run)) for run in runs())
    Path(__file__).with_name("regularizers.json").write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
