#!/usr/bin/env python3
"""Golden training traces by PyTorch in f64 for losses with options: Huber with two deltas.

Writes losses.json, in the form of traces.json; networks, batches and updates are those of traces.py.

    /usr/bin/python3 losses.py      (Debian: python3-torch; made with torch 1.13)
"""

import json
from pathlib import Path

import torch

import traces


def huber(run, parameters, batch):
    """Summed over outputs, mean over rows."""
    y = traces.outputs(run, parameters, batch)
    values = traces.target_values(run, batch)
    loss = torch.nn.HuberLoss(reduction="sum", delta=run["loss"]["delta"])
    return loss(y, values) / y.shape[0]


RUNS = [
    {
        "name": "Huber loss of values at every step, errors on both sides of delta, momentum",
        "seed": 11,
        "layers": [traces.layer(6, "tanh")], "readout": "linear",
        "loss": {"type": "huber", "delta": 0.8},
        "input": {"kind": "dense", "size": 3},
        "target": {"kind": "value", "size": 2, "steps": "everyStep"},
        "sequenceLength": 8, "batchSize": 3,
        "optimizer": {"type": "sgd", "learningRate": 0.2, "momentum": 0.9, "nesterov": False},
        "policy": [],
    },
    {
        "name": "Huber loss of classes as values at the end, delta 1, clipped by norm",
        "seed": 12,
        "layers": [traces.layer(7, "tanh"), traces.layer(5, "tanh")], "readout": "linear",
        "loss": {"type": "huber", "delta": 1},
        "input": {"kind": "index", "size": 5},
        "target": {"kind": "class", "size": 3, "steps": "lastStep"},
        "sequenceLength": 6, "batchSize": 4,
        "optimizer": {"type": "adam", "learningRate": 0.05, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},
        "policy": [{"type": "clipByNorm", "maxNorm": 0.5}],
    },
]


def far_share(run, generator_seed):
    """Share of errors above delta at the start: both sides must have part in the traces."""
    generator = torch.Generator().manual_seed(generator_seed)
    parameters = traces.make_parameters(run, generator)
    batch = traces.make_batch(run, generator)
    error = traces.outputs(run, parameters, batch) - traces.target_values(run, batch)
    return (error.abs() > run["loss"]["delta"]).double().mean().item()


def main():
    for run in RUNS:
        share = far_share(run, run["seed"])
        assert 0.1 < share < 0.9, f"{run['name']}: {share:.2f} of the errors are above delta"
    lines = ",\n".join(json.dumps(traces.trace(run, huber)) for run in RUNS)
    Path(__file__).with_name("losses.json").write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
