"""The peers' side of run.py: prints a JSON object with the processor seconds of each repetition.

    python peers.py PEER WORK COUNT REPETITIONS
"""

import json
import os
import sys
import time

import numpy as np


def weights(count):
    path = os.environ.get("BENCHMARK_WEIGHTS", "weights.f32")
    return np.fromfile(path, dtype=np.float32, count=count)


def numpy_mask(w):
    magnitudes = np.abs(w)
    pruned = int(len(w) * 0.9 + 0.5)
    threshold = np.partition(magnitudes, pruned)[pruned]
    return magnitudes >= threshold


def torch_mask(w):
    import torch

    magnitudes = torch.from_numpy(w).abs()
    pruned = int(len(w) * 0.9 + 0.5)
    return magnitudes > torch.kthvalue(magnitudes, pruned).values


def sklearn_kmeans(w):
    from sklearn.cluster import KMeans

    start = np.linspace(w.min(), w.max(), 16, dtype=np.float32).reshape(-1, 1)
    model = KMeans(16, init=start, n_init=1, tol=0, max_iter=3000, algorithm="lloyd")
    model.fit(w.reshape(-1, 1))
    return model.inertia_ / len(w)


def torch_forward(count):
    import torch

    model = torch.nn.Sequential(
        torch.nn.Linear(784, 300), torch.nn.ReLU(), torch.nn.Linear(300, 100), torch.nn.ReLU(), torch.nn.Linear(100, 10))
    images = torch.rand(count, 784)

    def run(_):
        with torch.no_grad():
            return [model(images[i : i + 500]) for i in range(0, count, 500)]

    return run


def main():
    peer, work, count, repetitions = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    if peer == "torch":
        import torch

        torch.set_num_threads(1)
    run = torch_forward(count) if work == "forward" else {
        ("numpy", "mask"): numpy_mask, ("torch", "mask"): torch_mask, ("scikit-learn", "kmeans"): sklearn_kmeans,
    }[peer, work]
    data = None if work == "forward" else weights(count)
    run(data if data is None else data[:1000])
    seconds = []
    for _ in range(repetitions):
        start = time.process_time()
        result = run(data)
        seconds.append(time.process_time() - start)
    check = float(result.sum()) if work == "mask" else float(result) if work == "kmeans" else 0.0
    print(json.dumps(dict(seconds=seconds, check=check)))


main()
