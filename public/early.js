// Before the first paint: the reader's own theme, whether the address asks for something else than the prepared page, and a list of the
// keys pressed before the explorer listens (src/app/first/earlyKeys.ts).
(() => {
  const { dataset } = document.documentElement;
  if (/[?&]panel=/.test(location.search)) dataset.alone = "";
  if (location.hash.length > 1 || location.search.length > 1) dataset.linked = "";
  try {
    const { theme } = JSON.parse(localStorage.getItem("tryage-explorer") ?? "{}") ?? {};
    if (theme === "light" || theme === "dark") dataset.theme = theme;
  } catch {
    // Blocked storage, or not ours: as the system says.
  }
  window.earlyKeys = [];
  window.addEventListener("keydown", (event) => window.earlyKeys?.push(event));
})();
