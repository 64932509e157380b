// Runs before the page is painted, so that a reader who chose light or dark never sees the other flash by.
try {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
    // Storage may be switched off; the page then follows the system.
}
