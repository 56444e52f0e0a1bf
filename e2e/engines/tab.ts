/** A page in some browser engine, driven by scripts alone: what every engine's automation can do well. */
export interface Tab {
  open(address: string): Promise<void>;
  /** Runs the body of a function in the page and gives what it returns, as JSON can carry it. */
  run<T>(body: string): Promise<T>;
  close(): Promise<void>;
}

/** Asks the page until the answer is true; throws with what was waited for and what the page shows after so many milliseconds. */
export async function until(tab: Tab, what: string, body: string, timeout = 120_000): Promise<void> {
  const end = Date.now() + timeout;
  while (Date.now() < end) {
    if (await tab.run<boolean>(body)) return;
    await new Promise((done) => setTimeout(done, 200));
  }
  const shown = await tab.run<string>("return document.body.innerText.slice(0, 1500)");
  throw new Error(`${what}: not within ${timeout / 1000} s. The page shows:\n${shown}`);
}
