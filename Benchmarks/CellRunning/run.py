#!/usr/bin/env python3
"""Times winnow beside myst-nb on the same chapter; see README.md beside this file."""
import argparse
import math
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv

ROOT = pathlib.Path(__file__).resolve().parents[2]
WINNOW = ROOT / ".build/release/winnow"
TOOLS = ROOT / ".build-bench/myst"
PACKAGES = ["myst-nb==1.4.0", "sphinx-book-theme==1.4.0", "ipykernel"]
CELLS = 20


def entropy(p):
    return -p * math.log2(p) - (1 - p) * math.log2(1 - p)


def winnow_chapter(prose="Plain text with *emphasis*, `code` and [a link](https://example.org/).", bad=None, cells=CELLS):
    text = "# Chapter\n\n"
    for k in range(1, cells + 1):
        name = "undefined" if k == bad else f"entropy{k}"
        text += f"## Step {k}\n\nEntropy with $`p = {k}/{cells + 1}`$. {prose}\n\n```swift id=step{k}\n"
        text += "import Foundation\n" if k == 1 else ""
        text += f"func entropy{k}(_ p: Double) -> Double {{ -p * log2(p) - (1 - p) * log2(1 - p) }}\n"
        text += f'print(String(format: "%.4f", {name}({k}.0 / {cells + 1})))\n```\n\n'
        text += f"```output\n{entropy(k / (cells + 1)):.4f}\n```\n\n"
    return text


def trivial_chapter(cells):
    return "# Chapter\n\n" + "".join(
        f"```swift id=c{k}\nlet v{k} = {k}\nprint(v{k})\n```\n\n```output\n{k}\n```\n\n" for k in range(cells))


def myst_chapter():
    text = "---\nfile_format: mystnb\nkernelspec:\n  name: python3\n  display_name: Python 3\n---\n# Chapter\n\n"
    for k in range(1, CELLS + 1):
        text += f"## Step {k}\n\nEntropy with $p = {k}/{CELLS + 1}$. Plain text with *emphasis*, `code` and "
        text += "[a link](https://example.org/).\n\n```{code-cell} ipython3\nimport math\ndef entropy(p):\n"
        text += "    return -p * math.log2(p) - (1 - p) * math.log2(1 - p)\n"
        text += f'print(f"{{entropy({k} / {CELLS + 1}):.4f}}")\n```\n\n'
    return text


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def timed(command, folder, codes=(0,), environment=None):
    started = time.monotonic()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    seconds = time.monotonic() - started
    if done.returncode not in codes:
        sys.exit(f"{command} ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return seconds


def install_peer():
    python = TOOLS / "bin/python"
    if not python.exists():
        print("installing myst-nb into .build-bench", file=sys.stderr)
        venv.create(TOOLS, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)


def measure(scratch):
    """One round: every figure once, winnow and its peer in turn."""
    figures = {}
    course, peer = scratch / "course", scratch / "myst"
    shutil.rmtree(course, ignore_errors=True)
    shutil.rmtree(peer, ignore_errors=True)
    chapter = course / "Chapters/01.md"
    write(chapter, winnow_chapter())
    build = [WINNOW, "--course", course, "build", "--out", scratch / "site"]
    figures["20 cells, cold"] = timed(build, scratch)
    figures["nothing changed"] = timed(build, scratch)
    write(chapter, winnow_chapter(prose="Other words."))
    figures["prose edit"] = timed(build, scratch)
    test = [WINNOW, "--course", course, "test", "--no-cache"]
    figures["clean test, no cache"] = timed(test, scratch)
    write(chapter, winnow_chapter(bad=7))
    figures["one bad cell, no cache"] = timed(test, scratch, codes=(1,))

    write(peer / "index.md", myst_chapter())
    write(peer / "conf.py", "extensions = ['myst_nb']\nhtml_theme = 'sphinx_book_theme'\nnb_execution_mode = 'cache'\n"
          "nb_execution_raise_on_error = True\nmyst_enable_extensions = ['dollarmath']\n"
          "exclude_patterns = ['jupyter_execute', 'out', '.jupyter_cache']\n")
    path = dict(os.environ, PATH=f"{TOOLS}/bin:{os.environ['PATH']}")
    sphinx = [TOOLS / "bin/sphinx-build", "-q", "-b", "html", ".", "out"]
    figures["myst-nb, cold"] = timed(sphinx, peer, environment=path)
    figures["myst-nb, nothing changed"] = timed(sphinx, peer, environment=path)
    write(peer / "index.md", myst_chapter().replace("Plain text", "Other words"))
    figures["myst-nb, prose edit"] = timed(sphinx, peer, environment=path)
    return figures


def measure_growth(scratch):
    """Seconds for 250, 500 and 1,000 trivial cells in 20 chapters."""
    figures = {}
    for cells in (250, 500, 1000):
        course = scratch / f"growth{cells}"
        for number in range(20):
            write(course / f"Chapters/{number:02}.md", trivial_chapter(cells // 20))
        figures[cells] = timed([WINNOW, "--course", course, "test", "--no-cache"], scratch)
    return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    if not WINNOW.exists():
        sys.exit("run `make build` first")
    install_peer()
    with tempfile.TemporaryDirectory() as name:
        scratch = pathlib.Path(name)
        rounds = [measure(scratch) for _ in range(options.runs)]
        growth = [measure_growth(scratch) for _ in range(max(1, options.runs // 2))]
    median = {key: statistics.median(figures[key] for figures in rounds) for key in rounds[0]}
    load = os.getloadavg()[0]
    print(f"medians of {options.runs} runs, {os.cpu_count()} cores, load {load:.1f}\n")
    print("| work | winnow, s | peer, s | ratio | target |\n| --- | --- | --- | --- | --- |")
    for work, peer, target in [("20 cells, cold", "myst-nb, cold", "≤ 1/3, ≤ 1.5 s"),
                               ("nothing changed", "myst-nb, nothing changed", "≤ 0.2 s"),
                               ("prose edit", "myst-nb, prose edit", "≤ 0.3 s")]:
        print(f"| {work}: run + check + HTML | {median[work]:.2f} | {median[peer]:.2f} "
              f"| {median[work] / median[peer]:.2f} | {target} |")
    bad, clean = median["one bad cell, no cache"], median["clean test, no cache"]
    print(f"| one bad cell among 20, against clean | {bad:.2f} | {clean:.2f} | {bad / clean:.2f} | ≤ 2 |")
    for cells in growth[0]:
        seconds = statistics.median(figures[cells] for figures in growth)
        print(f"| {cells} trivial cells in 20 chapters | {seconds:.2f} | | {1000 * seconds / cells:.1f} ms a cell | linear |")


if __name__ == "__main__":
    main()
