/**
 * Script objects of a page's workers, which the page's own counters leave out.
 * @param {import("@playwright/test").CDPSession} session of the page
 * @returns a function that tells the bytes of all workers' objects after garbage collection
 */
export async function workerHeaps(session) {
  const workers = new Set();
  /** By the number of the message: whose answer is waited for, and by whom. */
  const asked = new Map();
  session.on("Target.attachedToTarget", ({ sessionId }) => workers.add(sessionId));
  session.on("Target.detachedFromTarget", ({ sessionId }) => {
    workers.delete(sessionId);
    // A worker that has ended answers no more, and holds nothing.
    for (const { worker, answer } of asked.values()) if (worker === sessionId) answer(null);
  });
  session.on("Target.receivedMessageFromTarget", ({ message }) => {
    const { id, result } = JSON.parse(message);
    asked.get(id)?.answer(result ?? null);
    asked.delete(id);
  });
  await session.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  let id = 0;
  const ask = (worker, method) => {
    const own = ++id;
    const message = JSON.stringify({ id: own, method });
    return new Promise((answer) => {
      asked.set(own, { worker, answer });
      session.send("Target.sendMessageToTarget", { sessionId: worker, message }).catch(() => answer(null));
    });
  };
  return async () => {
    const bytes = [...workers].map(async (worker) => {
      for (let k = 0; k < 2; k++) await ask(worker, "HeapProfiler.collectGarbage");
      return (await ask(worker, "Runtime.getHeapUsage"))?.usedSize ?? 0;
    });
    return (await Promise.all(bytes)).reduce((sum, of) => sum + of, 0);
  };
}
