"""The same work as `measure`, by PyTorch with its fused Adam.

    peer.py dense|masked|convolution THREADS WINDOWS STEPS
"""

import json
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

work, threads, windows, steps = sys.argv[1], *map(int, sys.argv[2:5])
torch.set_num_threads(threads)
torch.manual_seed(0)
inputs, labels = torch.rand(6000, 784), torch.randint(0, 10, (6000,))
if work == "convolution":
    inputs = inputs.reshape(6000, 1, 28, 28)
    net = nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
    )
else:
    net = nn.Sequential(
        nn.Linear(784, 300), nn.ReLU(), nn.Linear(300, 100), nn.ReLU(), nn.Linear(100, 10)
    )
masks = [(torch.rand_like(p) < 0.2).float() if p.dim() == 2 else None for p in net.parameters()]
optimizer = torch.optim.Adam(net.parameters(), lr=1.2e-3, fused=True)


def step(index):
    start = index * 60 % 6000
    optimizer.zero_grad(set_to_none=True)
    F.cross_entropy(net(inputs[start : start + 60]), labels[start : start + 60]).backward()
    optimizer.step()
    if work == "masked":
        with torch.no_grad():
            for parameter, mask in zip(net.parameters(), masks):
                if mask is not None:
                    parameter.mul_(mask)


for index in range(20):
    step(index)
wall, processor = [], []
for _ in range(windows):
    start, start_of_processor = time.perf_counter(), time.process_time()
    for index in range(steps):
        step(index)
    processor.append((time.process_time() - start_of_processor) / steps * 1000)
    wall.append((time.perf_counter() - start) / steps * 1000)
print(json.dumps({"wall": wall, "processor": processor}))
