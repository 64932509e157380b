// Comforts for readers with scripts; every page reads without them.

const store = {
    get(key) {
        try { return localStorage.getItem(key); } catch { return null; }
    },
    set(key, value) {
        try { localStorage.setItem(key, value); } catch { /* Not kept, but in force on this page. */ }
    },
};

function addThemeSwitch() {
    const root = document.documentElement;
    const system = matchMedia("(prefers-color-scheme: dark)");
    const button = document.createElement("button");
    button.type = "button";
    const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
    const show = () => { button.textContent = isDark() ? "Light" : "Dark"; };
    button.addEventListener("click", () => {
        root.dataset.theme = isDark() ? "light" : "dark";
        store.set("theme", root.dataset.theme);
        show();
    });
    system.addEventListener("change", show);
    show();
    document.querySelector(".bar").append(button);
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

addThemeSwitch();
closeMenuBehindReader();
makeScrollersFocusable();
addEventListener("resize", makeScrollersFocusable);
