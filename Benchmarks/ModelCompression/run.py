"""Measures ModelCompression against its peers, in turns, on one processor core, and prints a table.

    swift build -c release && python run.py [--python PYTHON_WITH_PEERS] [--core N] [--quick]

Times are processor times of one thread: medians over all repetitions, which alternate between the peers so that a
busy moment of the machine meets them all. Wants numpy, torch (CPU) and scikit-learn in PYTHON_WITH_PEERS.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def processor():
    with open("/proc/cpuinfo") as file:
        names = [line.split(":")[1].strip() for line in file if line.startswith("model name")]
    return f"{len(names)} × {names[0]}" if names else platform.machine()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--python", default=sys.executable)
    options.add_argument("--core", type=int, default=os.cpu_count() - 1)
    options.add_argument("--quick", action="store_true", help="one turn instead of three")
    options.add_argument("--program", default=os.path.join(HERE, ".build/release/measure"))
    options = options.parse_args()

    folder = tempfile.mkdtemp(prefix="compression-benchmarks-")
    path = os.path.join(folder, "weights.f32")
    subprocess.run(
        [options.python, "-c",
         "import sys, numpy as np\nrng = np.random.default_rng(1)\nfile = open(sys.argv[1], 'wb')\n"
         "for _ in range(20): file.write(rng.standard_normal(5_000_000, dtype=np.float32).tobytes())", path],
        check=True)
    environment = dict(
        os.environ, BENCHMARK_WEIGHTS=path, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")

    def measure(command):
        command = ["taskset", "-c", str(options.core)] + command
        return json.loads(subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout)

    turns = 1 if options.quick else 3
    print(f"{processor()}; processor seconds of one thread, medians\n")
    print("| work | ours | peers | ours / best peer | peak memory / weights |")
    print("|---|---|---|---|---|")
    for title, work, count, repetitions, peers in [
        ("mask at 90 % of 25 M weights", "mask", 25_000_000, 5, ["numpy", "torch"]),
        ("mask at 90 % of 100 M weights", "mask", 100_000_000, 2, ["numpy", "torch"]),
        ("k-means of 1 M weights to 16 centroids, to the end", "kmeans", 1_000_000, 1, ["scikit-learn"]),
        ("10,000 images through LeNet-300-100", "forward", 10_000, 7, ["torch"]),
    ]:
        ours, theirs, memory, checks = [], {peer: [] for peer in peers}, 0.0, set()
        for _ in range(turns):
            result = measure([options.program, work, str(count), str(repetitions)])
            ours += result["seconds"]
            memory = max(memory, result["peakBytes"] / (4 * count))
            exact = result["check"]
            checks.add(exact)
            for peer in peers:
                result = measure([options.python, os.path.join(HERE, "peers.py"), peer, work, str(count), str(repetitions)])
                theirs[peer] += result["seconds"]
                checks.add(result["check"])
            if work == "mask" and exact != count - int(count * 0.9 + 0.5):
                sys.exit(f"{title}: the mask keeps {exact:.0f} weights")
        # Peers keep or lose a few weights where float32 numbers are equal; ours counts exactly.
        if work in ("mask", "kmeans") and max(checks) > min(checks) * 1.001:
            sys.exit(f"{title}: the results differ: {sorted(checks)}")
        median = statistics.median(ours)
        medians = {peer: statistics.median(seconds) for peer, seconds in theirs.items()}
        ratio = min(medians.values()) / median
        listed = ", ".join(f"{peer} {seconds * 1000:.1f} ms" for peer, seconds in medians.items())
        share = f"{memory:.2f}" if work == "mask" else ""
        print(f"| {title} | {median * 1000:.1f} ms | {listed} | {ratio:.1f} × faster | {share} |", flush=True)

    whole, half = [], []
    for _ in range(turns):
        whole += measure([options.program, "forward", "10000", "7"])["seconds"]
        result = measure([options.program, "forward-half", "10000", "7"])
        half += result["seconds"]
    time_share = statistics.median(half) / statistics.median(whole)
    weight_share = (784 * 150 + 150 * 50 + 50 * 10) / 266_200
    print(f"\nHalf of the hidden units removed: {time_share:.3f} of the time for {weight_share:.3f} of the weights "
          f"({time_share / weight_share:.2f} × proportional).")


main()
