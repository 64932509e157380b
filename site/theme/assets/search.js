// Search over the text of all sections; page.js loads this script when a reader first asks for it.

const search = { sections: null, dialog: null };

// What `sections.js` calls: each section is its address, page, heading and text.
function showSections(sections) {
    search.sections = sections.map(([address, page, heading, text]) => ({
        address, page, heading, text, plainHeading: plain(heading + " " + page), plainText: plain(text),
    }));
    showResults();
}

// Without case and accents. One character stays one, so that places in it are places in the text itself.
function plain(text) {
    return Array.from(text, (character) => {
        const base = character.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
        return base.length === character.length ? base : character;
    }).join("");
}

// Where words begin with what is sought.
function places(text, word) {
    const found = [];
    for (let at = text.indexOf(word); at >= 0 && found.length < 50; at = text.indexOf(word, at + 1)) {
        if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1])) found.push(at);
    }
    return found;
}

// The sections that hold every word, the best first: a word in a heading counts for twenty in the text.
function findSections(query) {
    const words = plain(query).split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    const found = [];
    for (const section of search.sections) {
        let score = 0;
        let first = -1;
        for (const word of words) {
            const inHeading = places(section.plainHeading, word).length;
            const inText = places(section.plainText, word);
            if (!inHeading && !inText.length) { score = 0; break; }
            score += 20 * inHeading + Math.min(inText.length, 10);
            if (first < 0 && inText.length) first = inText[0];
        }
        if (score > 0) found.push({ section, score, first, words });
    }
    return found.sort((a, b) => b.score - a.score).slice(0, 30);
}

function makeElement(name, className, text) {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
}

// A piece of the text around the first place, with the words that were sought marked in it.
function makeExcerpt({ section, first, words }) {
    const excerpt = makeElement("span", "excerpt");
    const start = Math.max(0, first - 60);
    const end = Math.min(section.text.length, start + 180);
    const marks = words.flatMap((word) => places(section.plainText, word).map((at) => [at, at + word.length]))
        .filter(([from, to]) => from >= start && to <= end).sort((a, b) => a[0] - b[0]);
    let at = start;
    excerpt.append(start > 0 ? "…" : "");
    for (const [from, to] of marks) {
        if (from < at) continue;
        excerpt.append(section.text.slice(at, from), makeElement("mark", "", section.text.slice(from, to)));
        at = to;
    }
    excerpt.append(section.text.slice(at, end), end < section.text.length ? "…" : "");
    return excerpt;
}

function showResults() {
    const { dialog } = search;
    const query = dialog.querySelector("input").value;
    const list = dialog.querySelector("ol");
    const status = dialog.querySelector(".status");
    list.replaceChildren();
    if (!search.sections) return;
    const found = findSections(query);
    status.textContent = query.trim() ? `${found.length || "No"} section${found.length === 1 ? "" : "s"} found` : "";
    for (const result of found) {
        const link = makeElement("a");
        link.href = result.section.address;
        link.append(makeElement("span", "title", result.section.heading));
        if (result.section.page !== result.section.heading) link.append(makeElement("span", "page", result.section.page));
        link.append(makeExcerpt(result));
        const item = makeElement("li");
        item.append(link);
        list.append(item);
    }
}

function makeDialog() {
    const dialog = makeElement("dialog", "search");
    dialog.dataset.script = "";
    dialog.setAttribute("aria-label", "Search the course");
    const input = makeElement("input");
    input.type = "search";
    input.placeholder = "Search the course";
    input.setAttribute("aria-label", "Words to search for");
    input.addEventListener("input", showResults);
    const close = makeButton("Close");
    close.addEventListener("click", () => dialog.close());
    const row = makeElement("div", "search-row");
    row.append(input, close);
    const status = makeElement("p", "status");
    status.setAttribute("role", "status");
    dialog.append(row, status, makeElement("ol"));
    // A result on this page is behind the dialog, and a click beside the dialog asks to leave it.
    dialog.addEventListener("click", (event) => {
        if (event.target === dialog || event.target.closest("a")) dialog.close();
    });
    document.body.append(dialog);
    search.dialog = dialog;
}

function openSearch() {
    if (!search.dialog) {
        makeDialog();
        loadScript("assets/sections.js");
    }
    search.dialog.showModal();
    search.dialog.querySelector("input").select();
}
