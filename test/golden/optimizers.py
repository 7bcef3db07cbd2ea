#!/usr/bin/env python3
"""Golden traces of optimizers and learning-rate schedules by PyTorch in f64.

Writes optimizers.json in the format of traces.json, with the learning rate of every update. The
network is small: what is looked at is the rule of the update. Options left out have our defaults,
which are PyTorch's. NAdam runs in its `foreach` form: the plain one of torch 1.13 has one factor too
many in its product of momenta, which later versions have not.

    /usr/bin/python3 optimizers.py      (Debian: python3-torch; made with torch 1.13)
"""

import json
from pathlib import Path

import torch

from traces import UPDATES, BATCHES, compute_loss, flat, global_norm, layer, make_batch, make_parameters

optim = torch.optim
lr_scheduler = torch.optim.lr_scheduler

NETWORK = {
    "layers": [layer(4, "tanh", "trainable")], "readout": "linear", "loss": "squaredError",
    "input": {"kind": "dense", "size": 2},
    "target": {"kind": "value", "size": 2, "steps": "everyStep"},
    "sequenceLength": 5, "batchSize": 3, "policy": [],
}


def sutskever(step, options):
    """Momentum after `step` updates, Sutskever et al. (2013), eq. 5, as they write it."""
    import math
    rise = 1 - 2 ** (-1 - math.log2(step // options["momentumSchedule"]["every"] + 1))
    return min(rise, options["momentum"])


def decay(o):
    return {"weight_decay": o.get("weightDecay", 0)}


def moments(o):
    return {"betas": (o.get("beta1", 0.9), o.get("beta2", 0.999)), "eps": o.get("epsilon", 1e-8)}


MAKERS = {
    "sgd": lambda p, o: optim.SGD(p, o["learningRate"], momentum=o.get("momentum", 0),
                                  nesterov=o.get("nesterov", False), **decay(o)),
    "adagrad": lambda p, o: optim.Adagrad(p, o["learningRate"], lr_decay=o.get("learningRateDecay", 0),
                                          initial_accumulator_value=o.get("initialAccumulator", 0),
                                          eps=o.get("epsilon", 1e-10), **decay(o)),
    "adadelta": lambda p, o: optim.Adadelta(p, o["learningRate"], rho=o.get("rho", 0.9),
                                            eps=o.get("epsilon", 1e-6), **decay(o)),
    "rmsprop": lambda p, o: optim.RMSprop(p, o["learningRate"], alpha=o.get("smoothing", 0.99),
                                          eps=o.get("epsilon", 1e-8), centered=o.get("centred", False),
                                          momentum=o.get("momentum", 0), **decay(o)),
    "adam": lambda p, o: optim.Adam(p, o["learningRate"], **moments(o), **decay(o)),
    "adamw": lambda p, o: optim.AdamW(p, o["learningRate"], **moments(o),
                                      weight_decay=o.get("weightDecay", 0.01)),
    "amsgrad": lambda p, o: optim.Adam(p, o["learningRate"], amsgrad=True, **moments(o), **decay(o)),
    "nadam": lambda p, o: optim.NAdam(p, o["learningRate"], momentum_decay=o.get("momentumDecay", 0.004),
                                      foreach=True, **moments(o), **decay(o)),
    "rprop": lambda p, o: optim.Rprop(p, o["learningRate"],
                                      etas=(o.get("etaMinus", 0.5), o.get("etaPlus", 1.2)),
                                      step_sizes=(o.get("minimumStep", 1e-6), o.get("maximumStep", 50))),
}


def by_rule(rule):
    return lambda optimizer, o: lr_scheduler.LambdaLR(optimizer, lambda step: rule(step, o))


SCHEDULERS = {
    "constant": by_rule(lambda step, o: 1),
    "step": lambda optimizer, o: lr_scheduler.StepLR(optimizer, o["every"], o["factor"]),
    "exponential": lambda optimizer, o: lr_scheduler.ExponentialLR(optimizer, o["decay"]),
    "inverseTime": by_rule(lambda step, o: 1 / (1 + o["decay"] * step)),
    "cosine": lambda optimizer, o: lr_scheduler.CosineAnnealingLR(
        optimizer, o["steps"], o["minimumFactor"] * optimizer.param_groups[0]["lr"]),
    "linearWarmup": lambda optimizer, o: lr_scheduler.SequentialLR(optimizer, [
        by_rule(lambda step, o: (step + 1) / o["steps"])(optimizer, o),
        SCHEDULERS[o["next"]["type"]](optimizer, o["next"])], milestones=[o["steps"]]),
}


def run(name, optimizer, schedule=None):
    return {"name": name, **NETWORK, "optimizer": optimizer,
            **({} if schedule is None else {"schedule": schedule})}


def sgd(**options):
    return {"type": "sgd", "learningRate": 0.1, **options}


RUNS = [
    run("sgd with weight decay", sgd(weightDecay=0.1)),
    run("sgd with momentum and weight decay", sgd(momentum=0.9, weightDecay=0.05)),
    run("sgd with Nesterov momentum and weight decay", sgd(momentum=0.8, nesterov=True, weightDecay=0.05)),
    run("sgd, momentum that rises every 4 updates",
        sgd(momentum=0.85, momentumSchedule={"type": "sutskever2013", "every": 4})),
    run("sgd, Nesterov momentum that rises every 3 updates",
        sgd(momentum=0.9, nesterov=True, momentumSchedule={"type": "sutskever2013", "every": 3})),
    run("adagrad", {"type": "adagrad", "learningRate": 0.1}),
    run("adagrad with everything", {"type": "adagrad", "learningRate": 0.1, "learningRateDecay": 0.05,
                                    "initialAccumulator": 0.3, "epsilon": 0.01, "weightDecay": 0.02}),
    run("adadelta", {"type": "adadelta", "learningRate": 1.0}),
    run("adadelta with everything", {"type": "adadelta", "learningRate": 0.7, "rho": 0.8, "epsilon": 1e-3,
                                     "weightDecay": 0.05}),
    run("rmsprop", {"type": "rmsprop", "learningRate": 0.01}),
    run("rmsprop with momentum and weight decay",
        {"type": "rmsprop", "learningRate": 0.005, "momentum": 0.8, "weightDecay": 0.05}),
    run("rmsprop, centred", {"type": "rmsprop", "learningRate": 0.005, "smoothing": 0.9, "epsilon": 1e-2,
                             "centred": True}),
    run("rmsprop, centred with momentum", {"type": "rmsprop", "learningRate": 0.005, "epsilon": 1e-3,
                                           "centred": True, "momentum": 0.7}),
    run("adam with weight decay", {"type": "adam", "learningRate": 0.02, "weightDecay": 0.1}),
    run("adamw", {"type": "adamw", "learningRate": 0.02}),
    run("adamw with more decay", {"type": "adamw", "learningRate": 0.02, "beta1": 0.8, "weightDecay": 0.3}),
    run("amsgrad", {"type": "amsgrad", "learningRate": 0.05, "beta2": 0.8}),
    run("amsgrad with weight decay", {"type": "amsgrad", "learningRate": 0.02, "weightDecay": 0.1}),
    run("nadam", {"type": "nadam", "learningRate": 0.02}),
    run("nadam, fast momentum and weight decay", {"type": "nadam", "learningRate": 0.02, "momentumDecay": 0.5,
                                                  "weightDecay": 0.1}),
    run("rprop", {"type": "rprop", "learningRate": 0.01}),
    run("rprop at its bounds", {"type": "rprop", "learningRate": 0.5, "etaMinus": 0.6, "etaPlus": 1.5,
                                "minimumStep": 0.02, "maximumStep": 0.05}),
    run("constant", sgd(), {"type": "constant"}),
    run("step", sgd(), {"type": "step", "every": 4, "factor": 0.6}),
    run("exponential", sgd(), {"type": "exponential", "decay": 0.9}),
    run("inverse time", sgd(), {"type": "inverseTime", "decay": 0.2}),
    run("cosine", sgd(momentum=0.5), {"type": "cosine", "steps": UPDATES, "minimumFactor": 0.1}),
    run("warm-up, then cosine, AdamW",
        {"type": "adamw", "learningRate": 0.05, "weightDecay": 0.2},
        {"type": "linearWarmup", "steps": 6, "next": {"type": "cosine", "steps": 19, "minimumFactor": 0.0}}),
]


def trace(run, seed):
    generator = torch.Generator().manual_seed(seed)
    parameters = make_parameters(run, generator)
    batches = [make_batch(run, generator) for _ in range(BATCHES)]
    initial = flat(parameters)
    options = run["optimizer"]
    optimizer = MAKERS[options["type"]](list(parameters.values()), options)
    schedule = run.get("schedule")
    scheduler = SCHEDULERS[schedule["type"]](optimizer, schedule) if schedule else None
    updates = []
    for step in range(UPDATES):
        optimizer.zero_grad()
        loss = compute_loss(run, parameters, batches[step % BATCHES])
        loss.backward()
        norm = global_norm(parameters)
        updates.append({"loss": loss.item(), "gradientNorm": norm, "gradientNormAfter": norm,
                        "learningRate": optimizer.param_groups[0]["lr"]})
        if "momentumSchedule" in options:
            optimizer.param_groups[0]["momentum"] = sutskever(step, options)
        optimizer.step()
        if scheduler:
            scheduler.step()
    return {**run, "initial": initial, "batches": [flat(batch) for batch in batches],
            "updates": updates, "final": flat(parameters)}


def main():
    lines = ",\n".join(json.dumps(trace(run, 100 + i)) for i, run in enumerate(RUNS))
    Path(__file__).with_name("optimizers.json").write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
