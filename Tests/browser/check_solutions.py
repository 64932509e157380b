"""Holds a built site against the course's solutions: none of their text is in it, unless it was built with them.

check_solutions.py COURSE SITE SITE-WITH-SOLUTIONS
"""

import html
import pathlib
import re
import sys

# Shorter lines, such as `return sum`, say nothing about where they come from.
SHORTEST_LINE = 12


def plain(text):
    """The text without blanks and backslashes, which pages and the search's script write in their own ways."""
    return re.sub(r"[\s\\]+", "", text)


def site_text(site):
    """All text of a site's files as readers and their browsers have it."""
    texts = []
    for file in sorted(pathlib.Path(site).rglob("*")):
        if file.suffix in (".html", ".js", ".json", ".txt", ".xml", ".svg", ".css"):
            text = file.read_text()
            # As it stands too: comments and attributes are no hiding places.
            texts.append(plain(html.unescape(text)))
            texts.append(plain(html.unescape(re.sub(r"<[^>]*>", "", text))))
    return "\n".join(texts)


def own_lines(file, chapters):
    """The lines of a file that no chapter holds."""
    lines = (line.strip() for line in file.read_text().splitlines())
    return [line for line in lines if len(line) >= SHORTEST_LINE and plain(line) not in chapters]


def main():
    course, site, with_solutions = map(pathlib.Path, sys.argv[1:])
    chapters = plain("".join(file.read_text() for file in sorted((course / "Chapters").glob("*.md"))))
    public, full = site_text(site), site_text(with_solutions)
    faults, count, line_count = [], 0, 0
    for file in sorted((course / "Solutions").rglob("*.swift")):
        lines = own_lines(file, chapters)
        line_count += len(lines)
        faults += [f"{site} holds a line of {file}: {line}" for line in lines if plain(line) in public]
        if file.name == "solution.swift":
            count += 1
            # What the other site does not show either, this search could not find.
            faults += [f"{with_solutions} lacks a line of {file}: {line}" for line in lines if plain(line) not in full]
            if not lines:
                faults.append(f"{file} has no line of its own to look for")
    if not count:
        faults.append(f"{course} has no solutions")
    shown = sum(page.read_text().count('<details class="solution">') for page in with_solutions.glob("[0-9]*.html"))
    if shown != count:
        faults.append(f"{with_solutions} shows {shown} solutions of {count}")
    print("\n".join(faults + [f"{line_count} lines of solutions, judges and wrong answers, {len(faults)} faults"]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
