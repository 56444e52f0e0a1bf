import { beforeAll, expect, test } from "vitest";
import { page } from "vitest/browser";
import type { Library } from "../../../library/load.ts";
import type { Handlers } from "../../../rpc/serve.ts";
import type { CausalReading } from "../../../workers/inference/causal/surprisal.ts";
import type { InferenceCalls } from "../../../workers/inference/protocol.ts";
import { DecisionPanel } from "../../decision/DecisionPanel.tsx";
import { PromptBar } from "../../prompt/PromptBar.tsx";
import { count, openExplorer, smallLibrary, texts } from "../../testing/explorer.tsx";
import { tokensOf } from "../../testing/fakeInference.ts";
import { RunsPanel } from "../RunsPanel.tsx";

const TEXT = "The court granted summary judgment. [Flag: small]";
const READ = TEXT.replace(/ \[Flag.*/, "");
const panels = [PromptBar, DecisionPanel, RunsPanel];
const surprisal = page.getByRole("region", { name: "Surprisal", exact: true });
const runs = surprisal.getByCSS(".causal-run");
const button = (name: string) => surprisal.getByRole("button", { name, exact: true });
const written = surprisal.getByRole("status", { name: "Continued text" });

let library: Library;
let files: Record<string, string>;

beforeAll(async () => {
  library = await smallLibrary();
  const causal = { ...library.manifest, schemaVersion: 2, task: "causal", unit: "nats per token" };
  files = { "library.json": JSON.stringify(causal) };
});

/** What a played expert makes of a text: k/2 nats for token k, the first has none; the second expert needs twice as many. */
function readingOf(expertId: string, text: string): CausalReading {
  const times = expertId === library.expertIds[1] ? 2 : 1;
  const tokens = tokensOf(text).map((token, k) => ({ id: k, text: token, nats: k === 0 ? null : (times * k) / 2 }));
  const nats = tokens.reduce((sum, token) => sum + (token.nats ?? 0), 0);
  const characters = text.replace(/\s/g, "").length;
  return { tokens, nats, scored: tokens.length - 1, characters, bytes: text.length, truncated: false };
}

/** Requests to continue a text, and ways to answer them. */
interface Continuing {
  requests: InferenceCalls["continue"]["request"][];
  write: (text: string) => void;
  end: () => void;
}

function models(continuing: Continuing): Partial<Handlers<InferenceCalls>> {
  return {
    fill: async ({ expert: { key }, text }) => {
      const causal = readingOf(key, text);
      const measured = { loss: causal.nats / causal.scored, masked: causal.scored, over: "tokens" as const };
      const facts = { tokens: causal.tokens.length, truncated: false, milliseconds: 2, latency: 1.5 };
      return { result: { masks: [], measured, causal, ...facts, backend: "wasm", loadMilliseconds: 0 } };
    },
    continue: (request, { signal, progress }) => {
      continuing.requests.push(request);
      let text = "";
      let loaded = 0;
      return new Promise((resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
        continuing.write = (more) => {
          text += more;
          progress({ loaded: ++loaded, total: request.most, text });
        };
        continuing.end = () =>
          resolve({
            result: { ids: Array.from({ length: loaded }, (_, k) => k), text, ended: "stop", milliseconds: 1 },
          });
      });
    },
  };
}

async function openCausal() {
  const continuing: Continuing = { requests: [], write: () => undefined, end: () => undefined };
  const explorer = await openExplorer({ panels, files, models: models(continuing) });
  const chosen = await explorer.decide(TEXT);
  return { explorer, chosen, continuing };
}

test("a causal library has no masks: no menu, no tokens to press, no such words", async () => {
  await openCausal();
  await expect.element(page.getByRole("button", { name: "Masks" })).not.toBeInTheDocument();
  await expect.poll(count(page.getByRole("group", { name: /^Tokens/ }))).toBe(0);
  await expect.poll(texts(page.getByCSS(".tokens .token"))).toEqual(tokensOf(READ).map((token) => token.trim()));
  expect(document.body.textContent).not.toMatch(/mask/i);
});

test("a run shows every token's surprisal, for one expert and for two side by side", async () => {
  const { explorer, chosen } = await openCausal();
  await explorer.run.click();
  await expect.poll(count(runs)).toBe(1);
  await expect.poll(texts(runs.getByCSS(".surprisal > *"))).toEqual(tokensOf(READ).map((token) => token.trim()));
  await surprisal.getByText("Surprisal as a table").click();
  const cells = surprisal.getByRole("table").getByCSS("td:first-of-type");
  const { tokens } = readingOf(chosen, READ);
  await expect.poll(texts(cells)).toEqual(tokens.map(({ nats }) => nats?.toFixed(2) ?? "N/A"));
  const other = library.expertIds.find((id) => id !== chosen)!;
  await surprisal.getByLabelText("beside it").selectOptions(other);
  await expect.poll(count(runs.getByCSS(".surprisal"))).toBe(2);
  const labels = [chosen, other].map((id) => library.manifest.experts.find((expert) => expert.id === id)!.label);
  await expect.poll(texts(runs.getByCSS("h4"))).toEqual(labels);
  await surprisal.getByLabelText("beside it").selectOptions("");
  await expect.poll(count(runs)).toBe(1);
});

test("a continuation appears as it is written, stops when told to, and the next one has the settings as they are now", async () => {
  const { explorer, chosen, continuing } = await openCausal();
  await explorer.run.click();
  await button("Continue").click();
  await expect.poll(() => continuing.requests.length).toBe(1);
  // Flags are for the router: no expert reads them.
  expect(continuing.requests[0]).toMatchObject({ text: READ, temperature: 0, seed: 1, chat: false, most: 50 });
  expect(continuing.requests[0]!.expert.key).toBe(chosen);
  continuing.write(" The");
  await expect.element(written).toHaveTextContent(`${READ} The`);
  continuing.write(" appeal");
  await expect.element(written).toHaveTextContent(`${READ} The appeal`);
  await button("Stop").click();
  await expect.element(surprisal.getByText("2 tokens, stopped")).toBeVisible();
  await expect.element(written).toHaveTextContent(`${READ} The appeal`);
  await expect.element(written).toHaveAttribute("aria-busy", "false");
  await surprisal.getByLabelText("temperature").fill("0.7");
  await surprisal.getByLabelText("seed").fill("5");
  await surprisal.getByLabelText("tokens", { exact: true }).selectOptions("20");
  await button("Continue").click();
  await expect.poll(() => continuing.requests.length).toBe(2);
  expect(continuing.requests[1]).toMatchObject({ text: READ, temperature: 0.7, seed: 5, most: 20 });
  continuing.write(" is");
  continuing.end();
  await expect.element(written).toHaveTextContent(`${READ} is`);
  await expect.element(surprisal.getByText("1 token; the expert ended the text")).toBeVisible();
  await expect.element(button("Continue")).toBeEnabled();
});
