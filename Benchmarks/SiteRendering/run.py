#!/usr/bin/env python3
"""Times how a site is rendered, for this course and for courses of up to 200 chapters; see README.md beside this file."""
import argparse
import pathlib
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
WINNOW = ROOT / ".build/release/winnow"
CHAPTER = ROOT / "Chapters/01-what-a-model-weighs.md"
SIZES = [25, 50, 100, 200]


def copy_of_chapter(number):
    """The first chapter with its cells shown and not run, and with names of its own."""
    text = CHAPTER.read_text()
    text = re.sub(r"^(# |title: )(.*)$", rf"\g<1>\g<2>, copy {number}", text, flags=re.MULTILINE)
    text = re.sub(r"`=[a-zA-Z]+`", "0.97", text)
    text = re.sub(r"^```swift (?!starter|example).*?id=([a-z0-9-]+).*$", r'```swift skip reason="timed alone" id=\1',
                  text, flags=re.MULTILINE)
    return re.sub(r"(exercise id=|starter=|example=)([a-z0-9-]+)", rf"\g<1>\g<2>-{number}", text)


def build(course, output):
    """Wall and processor seconds of one build, its children's included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    done = subprocess.run([WINNOW, "--course", course, "build", "--out", output], capture_output=True, text=True)
    seconds = time.monotonic() - started
    if done.returncode:
        sys.exit(f"winnow build of {course}:\n{done.stderr[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def medians(course, output, runs):
    """The medians of wall and of processor seconds."""
    return [statistics.median(values) for values in zip(*(build(course, output) for _ in range(runs)))]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    print("| course | first build, s | nothing changed, s | its processor time, s | that of a chapter, ms |")
    print("| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        build(ROOT, folder / "own")
        again, busy = medians(ROOT, folder / "own", runs)
        count = len(list((ROOT / "Chapters").glob("*.md")))
        print(f"| this one, {count} chapters | | {again:.3f} | {busy:.3f} | {1000 * busy / count:.1f} |", flush=True)
        for size in SIZES:
            course = folder / f"course-{size}"
            (course / "Chapters").mkdir(parents=True)
            for number in range(1, size + 1):
                (course / "Chapters" / f"{number:03}-copy.md").write_text(copy_of_chapter(number))
            first, _ = build(course, folder / f"site-{size}")
            again, busy = medians(course, folder / f"site-{size}", runs)
            print(f"| {size} chapters | {first:.2f} | {again:.2f} | {busy:.2f} | {1000 * busy / size:.1f} |", flush=True)


if __name__ == "__main__":
    main()
