/** The files give the page's choices: on 1,000 prompts, in Python and in Node. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { choose } from "../../core/objective/objective.ts";
import { modelTies } from "../../library/evaluationTable/router/modelTies.ts";
import { predictorOf } from "../router/predictScores.ts";
import { madeRouters, madeTexts } from "../router/testing/trained.ts";
import type { TrainedRouter } from "../router/trainedRouter.ts";
import { routerFiles } from "./routerFiles.ts";

const PROMPTS = 1_000;
const PYTHON = resolve("models/recipe/.venv/bin/python");
const hasPython =
  existsSync(PYTHON) && spawnSync(PYTHON, ["-c", "import numpy, onnxruntime"], { stdio: "ignore" }).status === 0;

const texts = [
  "",
  "  ",
  "?",
  "Answer.",
  "['Answer.', \"it's 12 \\u00e9\"]",
  "['a' 'b']",
  "İSTANBUL Σίσυφος ΣΑΣ \ufeff x\u0085y \u001cz",
  "a\r\nb\rc\u2028d\n\n e ",
  "٣ ৪৫ ⅷ ½ x²  \u00a0 {[<_=;>]}",
  ...madeTexts(PROMPTS - 9, 21),
];
const lines = texts.map((text) => JSON.stringify({ prompt: text }));

let folder: string;
let routers: TrainedRouter[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "router-"));
  routers = (await madeRouters(120)).filter(({ name }) => ASKED.some(([asked]) => asked === name));
  for (const [i, router] of routers.entries()) {
    const own = join(folder, `${i}`);
    mkdirSync(own);
    for (const [name, content] of routerFiles(router, [], LAMBDA)) writeFileSync(join(own, name), content);
  }
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The page's choice: see routerLosses.ts and core/objective. */
function expected(router: TrainedRouter, lambda: number): string[] {
  const { scores } = predictorOf(router).predict(texts);
  const ties = modelTies(router.meanCosts, router.models.length);
  const penalty = Array.from(router.meanCosts!, (cost) => lambda * 1_000 * cost);
  return texts.map((_, i) => {
    const losses = router.models.map((_, m) => 1 - scores.data[i * scores.columns + m]! + ties[m]!);
    return router.models[choose(losses, penalty)]!;
  });
}

/** The mean of all heads answers every prompt; what takes longer to find out is asked of fewer. */
const FEW = 150;
/** The files' own, which a call that names another leaves. */
const LAMBDA = 0.1;
const ASKED = [
  ["mean of 9", 0, PROMPTS],
  ["mean of 9", LAMBDA, FEW],
  ["surface kNN", 0, FEW],
  ["tfidf kNN", 0, FEW],
] as const;

describe.each([
  ["Node", process.execPath, "route.mjs", true],
  ["Python", PYTHON, "route.py", hasPython],
] as const)("in %s", (_, command, script, there) => {
  it.runIf(there).each(ASKED)(
    "“%s” chooses as the page does at λ = %d, %d prompts",
    { timeout: 240_000 },
    (name, lambda, count) => {
      const i = routers.findIndex((router) => router.name === name);
      const args = [join(folder, `${i}`, script), ...(lambda === LAMBDA ? [] : ["--lambda", `${lambda}`])];
      const input = lines.slice(0, count).join("\n");
      const { stdout, stderr } = spawnSync(command, args, { input, encoding: "utf8", maxBuffer: 1e8 });
      const found = stdout.trimEnd().split("\n");
      expect(found.length, stderr).toBe(count);
      const own = expected(routers[i]!, lambda);
      expect(texts.slice(0, count).filter((_, k) => found[k] !== own[k])).toEqual([]);
      expect(new Set(own).size).toBeGreaterThan(1);
    },
  );
});

/** As LiteLLM's proxy calls a hook; the proxy itself is not needed for it. */
const PROXY = `
import asyncio, sys, types
class CustomLogger: pass
litellm, integrations, logger = (types.ModuleType(name) for name in ("litellm", "litellm.integrations", "litellm.integrations.custom_logger"))
logger.CustomLogger = CustomLogger
sys.modules.update({one.__name__: one for one in (litellm, integrations, logger)})
import route
hook = route.LiteLLMRouter(names={"small": "provider/small", "large": "provider/large", "other": "provider/other"})
assert isinstance(hook, CustomLogger)
part = {"role": "user", "content": [{"type": "text", "text": "river"}, {"type": "image_url"}, {"type": "text", "text": "law"}]}
calls = [
    {"model": "router", "messages": [{"role": "system", "content": "x"}, {"role": "user", "content": "sum 12?"}, {"role": "assistant", "content": "y"}]},
    {"model": "router", "messages": [part]},
    {"model": "router"},
    {"model": "gpt", "messages": [part]},
]
for data in calls:
    print(asyncio.run(hook.async_pre_call_hook(None, None, data, "completion"))["model"])
print(route.route("sum 12?"), route.route("river\\nlaw"), route.route(""))
`;

it.runIf(hasPython)(
  "the hook for LiteLLM's proxy sends calls for “router” where the router does, and no others",
  () => {
    const { stdout, stderr } = spawnSync(PYTHON, ["-c", PROXY], { cwd: join(folder, "0"), encoding: "utf8" });
    const [first, second, none, other, own] = stdout.trim().split("\n");
    expect(stderr).toBe("");
    expect(other).toBe("gpt");
    expect([first, second, none]).toEqual(own!.split(" ").map((model) => `provider/${model}`));
  },
);
