// Before the first paint: the reader's own theme, and whether the address asks for something else than the prepared page.
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
})();
