#!/usr/bin/env python3
"""Measures training beside PyTorch, in turns, and prints a table.

    python3 Benchmarks/NeuralNetworks/run.py [--turns N] [--core N] [--python PYTHON_WITH_TORCH]

Batches of 60, Adam (PyTorch's is fused), random images. Both programs take turns, so that a busy moment of the machine
meets both; the figures are medians over all windows of all turns. On one thread, pinned to a core, it is the processor
time of the process, which other programs disturb least; on two it is wall-clock time, which means something on an
idle machine only. PyTorch is installed from PyPI into .build/peers the first time (some gigabytes).
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
OURS = HERE / ".build/release/measure"


def python_with_torch(given):
    if given:
        return given
    python = HERE / ".build/peers/bin/python"
    if subprocess.run([python, "-c", "import torch"], stderr=subprocess.DEVNULL).returncode if python.exists() else 1:
        print("installing PyTorch from PyPI", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", HERE / ".build/peers"], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "torch==2.15.0", "numpy"], check=True)
    return python


def processor():
    with open("/proc/cpuinfo") as file:
        names = [line.split(":")[1].strip() for line in file if line.startswith("model name")]
    return f"{len(names)} × {names[0]}" if names else platform.machine()


def measure(command, work, threads, core, steps):
    # OPENBLAS_CORETYPE, where it is set, stays: some processors need it.
    environment = dict(os.environ, OMP_NUM_THREADS=str(threads), MKL_NUM_THREADS=str(threads))
    pin = ["taskset", "-c", str(core)] if threads == 1 else []
    run = subprocess.run(
        [*pin, *command, work, str(threads), "3", str(steps)], env=environment, check=True, capture_output=True, text=True
    )
    return json.loads(run.stdout)["processor" if threads == 1 else "wall"]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--turns", type=int, default=5)
    options.add_argument("--core", type=int, default=os.cpu_count() - 1)
    options.add_argument("--python", help="one that has torch")
    options = options.parse_args()
    subprocess.run(["swift", "build", "-c", "release", "--package-path", HERE], check=True, stdout=sys.stderr)
    peer = [python_with_torch(options.python), HERE / "peer.py"]
    version = subprocess.run(
        [peer[0], "-c", "import torch; print(torch.__version__)"], check=True, capture_output=True, text=True
    ).stdout.strip()
    print(f"{processor()}, PyTorch {version}, {options.turns} turns; milliseconds a step, median [least, greatest]\n")
    print("| work | threads | ours | PyTorch | PyTorch / ours |")
    print("|---|---|---|---|---|")
    medians = {}
    for title, work, steps in [
        ("LeNet-300-100", "dense", 100), ("LeNet-300-100, 80 % pruned", "masked", 100), ("LeNet-5", "convolution", 20)
    ]:
        for threads in (1, 2):
            times = {"ours": [], "PyTorch": []}
            for _ in range(options.turns):
                times["ours"] += measure([OURS], work, threads, options.core, steps)
                times["PyTorch"] += measure(peer, work, threads, options.core, steps)
            cells = [f"{statistics.median(t):.3f} [{min(t):.3f}, {max(t):.3f}]" for t in times.values()]
            ours, theirs = (statistics.median(t) for t in times.values())
            medians[work, threads] = ours, theirs
            print(f"| {title} | {threads} | {' | '.join(cells)} | {theirs / ours:.2f} |", flush=True)
    for work in ("dense", "masked", "convolution"):
        ratio = medians[work, 1][1] / medians[work, 2][0]
        print(f"\n{work}: PyTorch on one thread / ours on two: {ratio:.2f}", end="")
    print()


if __name__ == "__main__":
    main()
