// Comforts for readers with scripts; every page reads without them.

const store = {
    get(key) {
        try { return localStorage.getItem(key); } catch { return null; }
    },
    set(key, value) {
        try { localStorage.setItem(key, value); } catch { /* Not kept, but in force on this page. */ }
    },
};

// What scripts add is marked as such: it is no part of the text.
function makeButton(label) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.dataset.script = "";
    return button;
}

function addCopyButtons() {
    if (!navigator.clipboard) return;
    for (const box of document.querySelectorAll(".code-box")) {
        const button = makeButton("Copy");
        button.className = "copy";
        button.addEventListener("click", async () => {
            await navigator.clipboard.writeText(box.querySelector("code").textContent);
            button.textContent = "Copied";
            setTimeout(() => { button.textContent = "Copy"; }, 2000);
        });
        box.append(button);
    }
}

// A chapter is read when the way to the next one has been seen; the list shows it on this reader's machine alone.
function rememberWhatIsRead() {
    const key = (href) => "read:" + new URL(href, location).pathname;
    const mark = () => {
        for (const link of document.querySelectorAll(".chapters a")) {
            if (store.get(key(link.href))) link.dataset.read = "";
        }
    };
    mark();
    const end = document.querySelector(".pager");
    if (!end || !document.querySelector(".side [aria-current]")) return;
    new IntersectionObserver((entries, observer) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        store.set(key(location.href), "1");
        observer.disconnect();
        mark();
    }).observe(end);
}

// The contents beside the text show which section is being read.
function followReader() {
    const links = [...document.querySelectorAll(".side .sections a")];
    const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    const follow = () => {
        const here = headings.findLastIndex((heading) => heading?.getBoundingClientRect().top < innerHeight / 3);
        links.forEach((link, index) => {
            if (index === here) link.setAttribute("aria-current", "location");
            else link.removeAttribute("aria-current");
        });
    };
    if (!links.length) return;
    addEventListener("scroll", follow, { passive: true });
    follow();
}

function loadScript(path) {
    const script = document.createElement("script");
    script.src = path;
    document.head.append(script);
    return new Promise((done) => { script.onload = done; });
}

// Few readers search on any one page: the search is loaded for those who do.
function addSearch() {
    let loaded;
    const search = async () => {
        loaded ??= loadScript("assets/search.js");
        await loaded;
        openSearch();
    };
    const button = makeButton("Search");
    button.title = "Ctrl K";
    button.addEventListener("click", search);
    document.querySelector(".brand").after(button);
    document.addEventListener("keydown", (event) => {
        if (event.key !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
        event.preventDefault();
        search();
    });
}

function addThemeSwitch() {
    const root = document.documentElement;
    const system = matchMedia("(prefers-color-scheme: dark)");
    const button = makeButton("");
    const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
    const show = () => { button.textContent = isDark() ? "Light" : "Dark"; };
    button.addEventListener("click", () => {
        root.dataset.theme = isDark() ? "light" : "dark";
        store.set("theme", root.dataset.theme);
        show();
    });
    system.addEventListener("change", show);
    show();
    document.querySelector(".masthead").append(button);
}

// A block that scrolls sideways must be reachable by keyboard; one that does not should cost no tab stop.
function makeScrollersFocusable() {
    for (const box of document.querySelectorAll("pre, .table, .math")) {
        const scrolls = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;
        if (scrolls) box.tabIndex = 0;
        else box.removeAttribute("tabindex");
    }
}

function closeMenuBehindReader() {
    const menu = document.querySelector(".menu");
    if (!menu) return;
    menu.addEventListener("click", (event) => { if (event.target.closest("a")) menu.open = false; });
    menu.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || !menu.open) return;
        menu.open = false;
        menu.querySelector("summary").focus();
    });
}

addSearch();
addThemeSwitch();
addCopyButtons();
rememberWhatIsRead();
closeMenuBehindReader();
followReader();
makeScrollersFocusable();
addEventListener("resize", makeScrollersFocusable);
