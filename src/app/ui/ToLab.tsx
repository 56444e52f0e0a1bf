/** For panels that need a router: leads to the Lab, which trains one. */
export function ToLab() {
  return (
    <button type="button" className="small" onClick={showLab}>
      Train a router
    </button>
  );
}

function showLab(): void {
  const lab = document.querySelector<HTMLElement>(".panel.lab");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  lab?.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
  // The first control, without the browser's own jump.
  lab?.querySelector<HTMLElement>("button, input, select")?.focus({ preventScroll: true });
}
