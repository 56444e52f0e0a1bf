import { spawnSync } from "node:child_process";
import { median } from "./report/summary.mjs";

const RUNS = 60;
/** Until then the runtime's functions are compiled anew. */
const WARM_UP = 140;
/** Operators whose time is told. */
const TOLD = 5;

/**
 * What the operators of one run of the router take in ONNX Runtime's WASM with one thread, by the runtime's own profile: for each, the
 * sum over its kernels of the median of their times.
 * @param {string} model path of the ONNX file
 * @param {number} length tokens
 * @returns {string} such as "MatMul 0.70 ms, Slice 0.12 ms; all operators 1.30 ms"
 */
export function operatorTimes(model, length) {
  const run = ["scripts/bench/profiled-run.mjs", model, String(length), String(WARM_UP + RUNS)];
  const { status, stdout, stderr } = spawnSync(process.execPath, run, { encoding: "utf8", maxBuffer: 2 ** 29 });
  if (status !== 0) throw new Error(stderr);
  const kernels = new Map();
  for (const line of stdout.split("\n")) {
    if (!line.startsWith('{"cat" : "Node"')) continue;
    const { name, dur, args } = JSON.parse(line.replace(/,$/, ""));
    if (!name.endsWith("_kernel_time")) continue;
    const kernel = kernels.get(name) ?? { operator: args.op_name, times: [] };
    kernel.times.push(dur / 1000);
    kernels.set(name, kernel);
  }
  const spent = new Map();
  for (const { operator, times } of kernels.values())
    spent.set(operator, (spent.get(operator) ?? 0) + median(times.slice(-RUNS)));
  const ms = (value) => `${value.toFixed(2)} ms`;
  const most = [...spent].sort((a, b) => b[1] - a[1]).slice(0, TOLD);
  const all = [...spent.values()].reduce((sum, value) => sum + value, 0);
  return `${most.map(([operator, time]) => `${operator} ${ms(time)}`).join(", ")}; all operators ${ms(all)}`;
}
