"""Writes tensors.safetensors with the format's own library (pip install numpy safetensors)."""

from pathlib import Path

import numpy
from safetensors.numpy import save

tensors = {
    "layers.0.Whh": (numpy.arange(6, dtype=numpy.float32).reshape(2, 3) - 2) / 4,
    "layers.0.bh": numpy.array([numpy.nan, -0.0, numpy.inf, 1e-45], dtype=numpy.float32),
    "readout.Why": numpy.array([[1 / 3], [-numpy.inf], [numpy.nan], [5e-324]]),
    "empty": numpy.zeros((0, 3)),
    "scalar": numpy.array(0.1),
    'näme "q" \\ \n': numpy.array([7], dtype=numpy.float32),
}
metadata = {"step": "12 ‖ \t\""}

content = save(tensors, metadata)
(Path(__file__).parent / "tensors.safetensors").write_bytes(content)
print(len(content), "bytes")
