#!/usr/bin/env python3
"""Measures winnow compress and decompress on model files, and prints a table.

    python3 Benchmarks/ModelFiles/run.py [--winnow PROGRAM] [FILE.safetensors …]

Without files: the speech model and, if `make data-large` fetched it, the transformer of Chapters/data, and two files of
100 million weights that are generated here: one tensor, and a transformer of many. Each is compressed without loss and
pruned by 90 % to 4 bits, with both codebooks. Seconds are wall-clock time, and processor time of all threads; the peak is
the greatest resident memory of the process. Every result is decompressed and compared, by NumPy: without loss byte for byte, else the number of zeros,
of values, and the entropy of the codes. NumPy is installed from PyPI into .build/peers the first time.
"""

import argparse
import json
import os
import platform
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PEERS = HERE / ".build/peers"

RUNS = [
    ("lossless", []),
    ("90 %, 4 bits, kmeans", ["--sparsity", "0.9", "--bits", "4", "--codebook", "kmeans"]),
    ("90 %, 4 bits, uniform", ["--sparsity", "0.9", "--bits", "4", "--codebook", "uniform"]),
]


def shapes_of(kind):
    """Names and shapes with 100 million weights, or a few more."""
    if kind == "one tensor":
        return [("weight", (10_000, 10_000))]
    shapes = [("embeddings.weight", (30_522, 768))]
    for layer in range(11):
        for name in ("query", "key", "value", "output"):
            shapes += [(f"{layer}.{name}.weight", (768, 768)), (f"{layer}.{name}.bias", (768,))]
        shapes += [(f"{layer}.up.weight", (3072, 768)), (f"{layer}.up.bias", (3072,))]
        shapes += [(f"{layer}.down.weight", (768, 3072)), (f"{layer}.down.bias", (768,))]
    return shapes


def generate(kind, path):
    """Gaussian weights, as trained ones nearly are, in the file's own order."""
    import numpy

    header, end = {}, 0
    for name, shape in shapes_of(kind):
        size = 4 * int(numpy.prod(shape))
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [end, end + size]}
        end += size
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    generator = numpy.random.default_rng(1)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for _, shape in shapes_of(kind):
            file.write((generator.standard_normal(int(numpy.prod(shape)), numpy.float32) * numpy.float32(0.05)).tobytes())


def apart(function, *arguments):
    """Calls a function in a process of its own: a program inherits the peak of the process that starts it, so this one
    must stay small."""
    process = os.fork()
    if process == 0:
        try:
            function(*arguments)
            os._exit(0)
        except BaseException as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
            os._exit(1)
    if os.waitpid(process, 0)[1]:
        sys.exit(1)


def measured(command):
    """Output, seconds, seconds of processors, and bytes of the greatest resident memory of a command."""
    with tempfile.TemporaryFile() as output:
        start = time.monotonic()
        process = subprocess.Popen([str(word) for word in command], stdout=output, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - start
        if process.returncode:
            sys.exit(f"{' '.join(map(str, command))}: exit {process.returncode}")
        output.seek(0)
        return output.read(), seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def check(original, restored, report, is_lossless):
    """Compares a model with what came back."""
    import numpy

    if is_lossless:
        subprocess.run(["cmp", original, restored], check=True)
        return
    with open(original, "rb") as file:
        length = struct.unpack("<Q", file.read(8))[0]
        header = json.loads(file.read(length))
    before = numpy.memmap(original, numpy.uint8, "r")
    after = numpy.memmap(restored, numpy.uint8, "r")
    assert (before[: 8 + length] == after[: 8 + length]).all(), "another header"
    for tensor in report["tensors"]:
        entry = header[tensor["name"]]
        place = slice(*(8 + length + offset for offset in entry["data_offsets"]))
        if len(entry["shape"]) < 2 or entry["dtype"] != "F32":
            assert (before[place] == after[place]).all(), f"{tensor['name']} is not kept"
            continue
        weights = after[place].view(numpy.float32)
        _, counts = numpy.unique(weights, return_counts=True)
        zeros = int((weights == 0).sum())
        assert zeros == tensor["zeros"] == int(0.9 * weights.size + 0.5), f"{tensor['name']}: {zeros} zeros"
        assert len(counts) <= 16, f"{tensor['name']}: {len(counts)} values"
        shares = counts / weights.size
        bits = -weights.size * (shares * numpy.log2(shares)).sum()
        assert abs(bits - tensor["entropyBits"]) <= 1e-6 * bits, f"{tensor['name']}: entropy {bits}"


def processor():
    with open("/proc/cpuinfo") as file:
        names = [line.split(":")[1].strip() for line in file if line.startswith("model name")]
    return f"{len(names)} × {names[0]}" if names else platform.machine()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--winnow", default=ROOT / ".build/release/winnow", type=Path)
    options.add_argument("files", nargs="*", type=Path)
    options = options.parse_args()
    python = PEERS / "bin/python"
    if Path(sys.prefix).resolve() != PEERS.resolve():
        if not python.exists() or subprocess.run([python, "-c", "import numpy"], stderr=subprocess.DEVNULL).returncode:
            print("installing NumPy from PyPI", file=sys.stderr)
            subprocess.run([sys.executable, "-m", "venv", PEERS], check=True)
            subprocess.run([python, "-m", "pip", "install", "--quiet", "numpy"], check=True)
        os.execv(python, [python, __file__, *sys.argv[1:]])
    models = [(path.name, path) for path in options.files]
    if not models:
        data = ROOT / "Chapters/data"
        models = [(p.name, p) for p in [data / "models/silero_vad_16k.safetensors", data / "large/minilm-l6-v2.safetensors"]]
        for kind in ("one tensor", "transformer"):
            path = HERE / f".build/{kind.replace(' ', '-')}-100m.safetensors"
            if not path.exists():
                apart(generate, kind, path.with_suffix(".part"))
                path.with_suffix(".part").rename(path)
            models.append((f"100 M weights, {kind}", path))
    print(f"{processor()}, load {os.getloadavg()[0]:.1f}\n")
    print("| model | MB | how | MB | ratio | over entropy | s | processor s | peak, of the file | back, s | peak |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(dir=HERE / ".build") as folder:
        packed, restored = Path(folder) / "model.winnow", Path(folder) / "model.safetensors"
        for title, path in models:
            if not path.exists():
                continue
            for how, words in RUNS:
                output, seconds, processors, peak = measured([options.winnow, "compress", path, "-o", packed, "--json", *words])
                report = json.loads(output)
                _, back, _, peak_back = measured([options.winnow, "decompress", packed, "-o", restored])
                apart(check, path, restored, report, not words)
                size = path.stat().st_size
                entropy = sum(tensor["entropyBits"] for tensor in report["tensors"]) / 8
                print(
                    f"| {title} | {size / 1e6:.1f} | {how} | {report['bytes'] / 1e6:.3f} | {report['ratio']:.2f} "
                    f"| {100 * (report['bytes'] / entropy - 1):+.2f} % | {seconds:.2f} | {processors:.2f} "
                    f"| {peak / 1e6:.0f} MB, {peak / size:.2f} | {back:.2f} | {peak_back / 1e6:.0f} MB |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
