/** @file Set-up for every component test: the page's style sheets, and no worker left over from the previous test. */
import { afterEach } from "vitest";

const styles = import.meta.glob("../styles/*.css");
// Colours and the grid first, as on the page.
for (const path of ["../styles/theme.css", "../styles/top.css", "../styles/layout.css"]) await styles[path]?.();
for (const load of Object.values(import.meta.glob("../**/*.css"))) await load();

const running = new Set<Worker>();
const Native = globalThis.Worker;
globalThis.Worker = class extends Native {
  constructor(...given: ConstructorParameters<typeof Worker>) {
    super(...given);
    running.add(this);
  }
};

afterEach(() => {
  for (const worker of running) worker.terminate();
  running.clear();
});
