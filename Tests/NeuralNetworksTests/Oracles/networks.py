#!/usr/bin/env python3
"""What layers, losses and optimizers must give, computed by PyTorch: writes networks.safetensors and types.safetensors.

    pip install torch==2.15.0 numpy safetensors
    python3 Tests/NeuralNetworksTests/Oracles/networks.py

Everything is computed in double precision and stored in single precision.
"""

from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import save_file

FOLDER = Path(__file__).resolve().parent
torch.manual_seed(20)
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
values = {}


def random(*shape):
    # Rounded to single precision, so that both sides start from the same numbers.
    return torch.randn(*shape).float().double()


def keep(prefix, **tensors):
    for name, tensor in tensors.items():
        values[f"{prefix}/{name}"] = tensor.detach().contiguous()


def keep_case(prefix, parameters, inputs, outputs, loss):
    gradients = torch.autograd.grad(loss, list(parameters.values()))
    keep(prefix, inputs=inputs, outputs=outputs, loss=loss)
    for (name, parameter), gradient in zip(parameters.items(), gradients):
        keep(prefix, **{name: parameter, f"gradient/{name}": gradient})


def parameters_of(**shapes):
    return {name.replace("_", "."): (0.5 * random(*shape)).requires_grad_() for name, shape in shapes.items()}


def convolution_tanh_pooling():
    p = parameters_of(conv_weight=(3, 2, 3, 3), conv_bias=(3,), fc_weight=(5, 36), fc_bias=(5,))
    inputs = random(4, 2, 7, 8)
    hidden = torch.tanh(F.conv2d(inputs, p["conv.weight"], p["conv.bias"], padding=1))
    outputs = F.max_pool2d(hidden, 2).flatten(1) @ p["fc.weight"].T + p["fc.bias"]
    labels = torch.tensor([3, 0, 4, 1])
    keep_case("cross-entropy", p, inputs, outputs, F.cross_entropy(outputs, labels))


def two_convolutions():
    p = parameters_of(
        a_weight=(4, 1, 2, 2), a_bias=(4,), b_weight=(2, 4, 3, 3), b_bias=(2,), fc_weight=(3, 18), fc_bias=(3,)
    )
    inputs = random(5, 1, 6, 6)
    hidden = torch.relu(F.conv2d(inputs, p["a.weight"], p["a.bias"]))
    hidden = torch.relu(F.conv2d(hidden, p["b.weight"], p["b.bias"]))
    outputs = hidden.flatten(1) @ p["fc.weight"].T + p["fc.bias"]
    targets = random(5, 3)
    keep("squared-error", targets=targets)
    keep_case("squared-error", p, inputs, outputs, F.mse_loss(outputs, targets))


def soft_targets():
    p = parameters_of(a_weight=(4, 3), a_bias=(4,))
    inputs = random(6, 3)
    outputs = inputs @ p["a.weight"].T + p["a.bias"]
    temperature = 2.5
    targets = torch.softmax(2 * random(6, 4) / temperature, 1)
    loss = -(targets * torch.log_softmax(outputs / temperature, 1)).sum(1).mean() * temperature**2
    keep("soft", targets=targets)
    keep_case("soft", p, inputs, outputs, loss)


def optimizers():
    inputs, labels = random(12, 3), torch.tensor([0, 1, 2, 3] * 3)
    start = {name: tensor.detach() for name, tensor in parameters_of(a_weight=(4, 3), a_bias=(4,)).items()}
    keep("optimizers", inputs=inputs, **start)
    rules = {
        "sgd": lambda p: torch.optim.SGD(p, lr=0.1),
        "momentum": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9),
        "adam": lambda p: torch.optim.Adam(p, lr=0.02),
        "adamW": lambda p: torch.optim.AdamW(p, lr=0.02, weight_decay=0.1),
        "cosine": lambda p: torch.optim.Adam(p, lr=0.02),
    }
    for rule, make in rules.items():
        p = {name: tensor.clone().requires_grad_() for name, tensor in start.items()}
        optimizer = make(list(p.values()))
        schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 30) if rule == "cosine" else None
        for _ in range(30):
            optimizer.zero_grad()
            F.cross_entropy(inputs @ p["a.weight"].T + p["a.bias"], labels).backward()
            optimizer.step()
            if schedule:
                schedule.step()
        keep(rule, **p)


def types():
    """Every type of the format, with the single-precision value of each element beside it."""
    corners = [0.0, -0.0, 1.0, -1.5, 65504.0, 6e-8, 1e-5, 3.14159, float("inf"), -float("inf")]
    tensors = {}
    for type in (torch.float64, torch.float32, torch.float16, torch.bfloat16):
        tensor = torch.tensor(corners).to(type)
        tensors[str(type)] = tensor
        tensors[f"{type} as float"] = tensor.float().clone()
    for type in (
        torch.int64, torch.int32, torch.int16, torch.int8, torch.uint64, torch.uint32, torch.uint16, torch.uint8
    ):
        limits = torch.iinfo(type)
        tensor = torch.tensor([limits.min, 0, 1, 100, limits.max], dtype=type)
        tensors[str(type)] = tensor
        tensors[f"{type} as float"] = tensor.float().clone()
    tensors["torch.bool"] = torch.tensor([[True, False], [False, True]])
    tensors["torch.bool as float"] = tensors["torch.bool"].float()
    tensors['odd "näme"\n'] = torch.zeros(2, 0, 3).float()
    tensors["scalar"] = torch.tensor(7.0).float()
    save_file(tensors, FOLDER / "types.safetensors", metadata={"made by": 'Torch, "ä" \\ \n'})


convolution_tanh_pooling()
two_convolutions()
soft_targets()
optimizers()
save_file({name: tensor.float() for name, tensor in values.items()}, FOLDER / "networks.safetensors")
types()
