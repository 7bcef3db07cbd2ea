#!/usr/bin/env python3
"""Golden gradients after clipping, by PyTorch's own functions and by NumPy.

Writes policies.json: parameters and gradients by tensor name, and what each policy makes of them.

    /usr/bin/python3 policies.py      (Debian: python3-torch; made with torch 1.13, NumPy 1.24)

PyTorch's clip_grad_norm_ multiplies by maxNorm/(norm + 1e-6); the norms stand beside its results, so
that the reader can take the 1e-6 out. `adaptive` follows the code published with NFNets
(unitwise_norm and its max(norm, 1e-6) in the denominator), with weights of [in, out].
"""

import json
from pathlib import Path

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
random = np.random.default_rng(20131)

SHAPES = {"matrix": (4, 6), "tall": (5, 1), "flat": (1, 7), "vector": (9,)}


def draw(scale):
    return {name: random.normal(0, scale, shape) for name, shape in SHAPES.items()}


def flat(tensors):
    return {name: np.asarray(value).reshape(-1).tolist() for name, value in tensors.items()}


def with_torch(gradients, clip):
    parameters = {}
    for name, value in gradients.items():
        parameters[name] = torch.nn.Parameter(torch.zeros(value.shape))
        parameters[name].grad = torch.tensor(value.copy())
    clip(parameters)
    return {name: parameter.grad.numpy() for name, parameter in parameters.items()}


def by_norm(gradients, most):
    norm = float(np.sqrt(sum((value**2).sum() for value in gradients.values())))
    clipped = with_torch(gradients, lambda p: torch.nn.utils.clip_grad_norm_(list(p.values()), most))
    return {"maxNorm": most, "norm": norm, "gradients": flat(clipped)}


def by_tensor(gradients, most):
    norms = {name: float(np.linalg.norm(value)) for name, value in gradients.items()}

    def clip(parameters):
        for parameter in parameters.values():
            torch.nn.utils.clip_grad_norm_([parameter], most)

    return {"maxNorm": most, "norms": norms, "gradients": flat(with_torch(gradients, clip))}


def by_value(gradients, most):
    clipped = with_torch(gradients, lambda p: torch.nn.utils.clip_grad_value_(list(p.values()), most))
    return {"maxValue": most, "gradients": flat(clipped)}


def unitwise_norm(x):
    if len(np.squeeze(x).shape) <= 1:  # scalars and vectors
        return np.sqrt((x**2).sum())
    return np.sqrt((x**2).sum(axis=0, keepdims=True))  # linear layers of shape [in, out]


def adaptive(parameters, gradients, clipping, epsilon):
    clipped = {}
    for name, gradient in gradients.items():
        norm = unitwise_norm(gradient)
        most = clipping * np.maximum(unitwise_norm(parameters[name]), epsilon)
        clipped[name] = np.where(norm > most, gradient * (most / np.maximum(norm, 1e-6)), gradient)
    return {"clipping": clipping, "epsilon": epsilon, "gradients": flat(clipped)}


def by_history(norms, statistic, factor, percentile, window, warmup):
    thresholds = []
    for step in range(len(norms)):
        seen = norms[max(0, step - window):step]
        if step < warmup:
            thresholds.append(None)
        elif statistic == "mean":
            thresholds.append(factor * float(np.mean(seen)))
        else:
            thresholds.append(factor * float(np.percentile(seen, percentile)))
    return {"statistic": statistic, "factor": factor, "percentile": percentile, "window": window,
            "warmup": warmup, "thresholds": thresholds}


parameters, gradients = draw(0.5), draw(0.3)
norms = [float(value) for value in np.exp(random.normal(0, 1, 60))]

golden = {
    "shapes": SHAPES,
    "parameters": flat(parameters),
    "gradients": flat(gradients),
    "clipByNorm": [by_norm(gradients, most) for most in (0.1, 1.0, 100.0)],
    "clipByNormOfTensors": [by_tensor(gradients, most) for most in (0.1, 0.9, 100.0)],
    "clipByValue": [by_value(gradients, most) for most in (0.01, 0.3, 100.0)],
    "adaptive": [adaptive(parameters, gradients, *options)
                 for options in ((0.01, 1e-3), (0.6, 1e-3), (0.6, 2.0), (100.0, 1e-3))],
    "norms": norms,
    "clipByHistory": [by_history(norms, *options) for options in (
        ("mean", 0.5, 0, 10, 5), ("mean", 2.0, 0, 1000, 1), ("percentile", 1.0, 10, 1000, 3),
        ("percentile", 1.5, 50, 7, 20), ("percentile", 0.5, 100, 12, 1), ("percentile", 1.0, 0, 5, 5))],
}
Path(__file__).with_name("policies.json").write_text(json.dumps(golden) + "\n")
