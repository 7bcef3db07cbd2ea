#!/usr/bin/env python3
"""Recurrent modules of PyTorch in f64: their state_dicts, and what they compute for one input.

Writes pytorch/NAME.safetensors, the state_dict of { rnn: a recurrent module, fc: a readout }, and
pytorch/outputs.json: the input [T, B, I], and for each name what the module is and its outputs
[T, B, O]. Numbers of the JSON are written with as many digits as they need.

    /usr/bin/python3 pytorch.py                 writes them (Debian: python3-torch; made with 1.13)
    /usr/bin/python3 pytorch.py FILE NAME       loads weights that rnn exported into module NAME
                                                and prints the outputs for the same input
"""

import json
import struct
import sys
from pathlib import Path

import numpy
import torch

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

T, B, I, H, O = 5, 2, 3, 4, 2
DIRECTORY = Path(__file__).with_name("pytorch")
DTYPES = {"F32": "<f4", "F64": "<f8"}

NETWORKS = {
    "tanh": {"type": "elman", "activation": "tanh", "layers": 1, "bidirectional": False},
    "relu2": {"type": "elman", "activation": "relu", "layers": 2, "bidirectional": False},
    "tanh2Bidirectional": {"type": "elman", "activation": "tanh", "layers": 2, "bidirectional": True},
    "lstm": {"type": "lstm", "layers": 1, "bidirectional": False},
    "lstm2Bidirectional": {"type": "lstm", "layers": 2, "bidirectional": True},
    "gru": {"type": "gru", "layers": 1, "bidirectional": False},
    "gru2Bidirectional": {"type": "gru", "layers": 2, "bidirectional": True},
}


class Network(torch.nn.Module):
    def __init__(self, type, layers, bidirectional, activation=None):
        super().__init__()
        modules = {"elman": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}
        more = {"nonlinearity": activation} if activation else {}
        self.rnn = modules[type](I, H, layers, bidirectional=bidirectional, **more)
        self.fc = torch.nn.Linear(H * (2 if bidirectional else 1), O)

    def forward(self, x):
        return self.fc(self.rnn(x)[0])


def save(path, tensors):
    header, data, end = {}, b"", 0
    for name, tensor in tensors.items():
        array = tensor.detach().numpy().astype("<f8")
        header[name] = {"dtype": "F64", "shape": list(array.shape),
                        "data_offsets": [end, end + array.nbytes]}
        data += array.tobytes()
        end += array.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def load(path):
    content = Path(path).read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8:8 + length])
    data = content[8 + length:]
    header.pop("__metadata__", None)
    return {name: torch.tensor(numpy.frombuffer(
                data[slice(*entry["data_offsets"])], DTYPES[entry["dtype"]]).reshape(entry["shape"]),
                dtype=torch.float64)
            for name, entry in header.items()}


def main():
    torch.manual_seed(1)
    x = torch.randn(T, B, I)
    outputs = {}
    DIRECTORY.mkdir(exist_ok=True)
    for name, options in NETWORKS.items():
        network = Network(**options)
        save(DIRECTORY / f"{name}.safetensors", network.state_dict())
        outputs[name] = {**options, "outputs": network(x).flatten().tolist()}
    document = {"shape": [T, B, I], "hiddenSize": H, "input": x.flatten().tolist(), "networks": outputs}
    (DIRECTORY / "outputs.json").write_text(json.dumps(document, indent=1) + "\n")


def check(path, name):
    torch.manual_seed(1)
    x = torch.randn(T, B, I)
    network = Network(**NETWORKS[name])
    ours = {("fc." + key[8:] if key.startswith("readout.") else "rnn." + key): value
            for key, value in load(path).items()}
    network.load_state_dict(ours, strict=True)
    print(json.dumps(network(x).flatten().tolist()))


if __name__ == "__main__":
    check(*sys.argv[1:]) if len(sys.argv) > 1 else main()
