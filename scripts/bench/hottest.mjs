/** Functions whose share of the time is told. */
const TOLD = 4;

/**
 * Where the time of some work goes: the functions of the page's main thread that take most of it themselves.
 * @param {import("@playwright/test").CDPSession} session of the page
 * @param {() => Promise<unknown>} work
 * @returns {Promise<string>} such as "step 61%, innerProducts 22%"
 */
export async function hottest(session, work) {
  await session.send("Profiler.enable");
  await session.send("Profiler.start");
  await work();
  const { profile } = await session.send("Profiler.stop");
  await session.send("Profiler.disable");
  const names = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame.functionName]));
  const spent = new Map();
  let total = 0;
  profile.samples.forEach((id, at) => {
    const name = names.get(id) || "other functions";
    if (name === "(idle)" || name === "(program)" || name === "(root)") return;
    spent.set(name, (spent.get(name) ?? 0) + profile.timeDeltas[at]);
    total += profile.timeDeltas[at];
  });
  const most = [...spent].sort((a, b) => b[1] - a[1]).slice(0, TOLD);
  return most.map(([name, time]) => `${name.replace(/[()]/g, "")} ${Math.round((100 * time) / total)}%`).join(", ");
}
