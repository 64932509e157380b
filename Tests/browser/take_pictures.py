"""Takes a picture of one figure of each kind from a built site; see pictures.sh."""

import base64
import pathlib
import sys

from browser import Browser

# The page and the anchor of each picture's figure.
FIGURES = {
    "lines": ("01-what-a-model-weighs.html", "fig-sparsity"),
    "points": ("01-what-a-model-weighs.html", "fig-seed-by-seed"),
    "bars": ("01-what-a-model-weighs.html", "fig-parts"),
    "histogram": ("01-what-a-model-weighs.html", "fig-small-weights"),
    "heat-map": ("01-what-a-model-weighs.html", "fig-where-kept"),
    "images": ("01-what-a-model-weighs.html", "fig-mistakes"),
    "table": ("01-what-a-model-weighs.html", "tab-lenet-bill"),
}
MARGIN = 10


def main():
    site, output = map(pathlib.Path, sys.argv[1:])
    output.mkdir(exist_ok=True)
    with Browser() as browser:
        browser.look(760)
        for name, (page, anchor) in FIGURES.items():
            browser.open((site / page).resolve().as_uri())
            box = browser.evaluate(f"""(() => {{
                const box = document.getElementById('{anchor}')?.getBoundingClientRect();
                return box && [box.x + scrollX, box.y + scrollY, box.width, box.height];
            }})()""")
            if not box:
                print(f"{site / page} has no figure {anchor}", file=sys.stderr)
                return 1
            x, y, width, height = box
            picture = browser.call("Page.captureScreenshot", captureBeyondViewport=True, clip={
                "x": x - MARGIN, "y": y - MARGIN, "width": width + 2 * MARGIN, "height": height + MARGIN + 2,
                "scale": 1})
            (output / f"{name}.png").write_bytes(base64.b64decode(picture["data"]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
