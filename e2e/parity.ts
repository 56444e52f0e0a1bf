import { expect, type Page } from "@playwright/test";
import type { Backend, BackendReport, FillResult, RoutedPrompt } from "../src/inference/protocol.ts";
import { Explorer, manifest } from "./explorer.ts";
import { askInferenceWorker, inferenceWorkerAddress } from "./shippedWorker.ts";

/** What PyTorch gave: see models/recipe. */
interface Reference {
  expert: string;
  prompts: {
    text: string;
    ids: number[];
    losses: number[];
    state: number[];
    logits: { position: number; top: [token: number, logit: number][] };
  }[];
}

/** Rounding of fp32 sums in another order is about 1e-5. */
const TOLERANCE = 1e-3;

/** Puts the reference prompts to the shipped worker on one backend and compares; gives back what the worker says of its backends. */
export async function expectParity(page: Page, backend: Backend, prompts?: number): Promise<BackendReport> {
  await new Explorer(page).open();
  const address = await inferenceWorkerAddress(page);
  const base = new URL("models/", page.url()).href;
  const file = (path: string) => ({ url: base + path, ...manifest.files[path]! });
  // Leaving the app ends its own models, which would compete for the processor.
  await page.goto(base + manifest.reference);
  const reference = (await (await page.request.get(base + manifest.reference)).json()) as Reference;
  const asked = reference.prompts.slice(0, prompts);
  const model = file(manifest.experts.find(({ id }) => id === reference.expert)!.model);
  const answers = await askInferenceWorker(
    page,
    address,
    [
      {
        type: "open",
        request: { tokenizer: file(manifest.tokenizer), router: file(manifest.router.model), forced: backend },
      },
      ...asked.map(({ text }) => ({ type: "route" as const, request: { text } })),
      ...asked.map(({ text }) => ({
        type: "fill" as const,
        request: { expertId: reference.expert, model, text, topK: 10 },
      })),
    ],
    true,
  );
  expect(answers.filter(({ kind }) => kind === "error")).toEqual([]);
  const results = answers.flatMap((answer) => (answer.kind === "result" ? [answer.result] : []));

  asked.forEach(({ text, ids, losses, state, logits }, i) => {
    const routed = results[1 + i] as RoutedPrompt;
    expect(routed.tokens, text).toBe(ids.length - 2);
    expectClose(routed.losses, losses, text);
    expectClose(routed.state, state, text);

    const filled = results[1 + asked.length + i] as FillResult;
    expect(filled.backend).toBe(backend);
    const { predictions } = filled.masks.find(({ position }) => position === logits.position)!;
    expect(
      predictions.map(({ token }) => token),
      text,
    ).toEqual(logits.top.map(([token]) => token));
    // Probabilities say what logits are up to a constant: compare each with the best.
    const relative = (values: number[]) => values.map((value) => value - values[0]!);
    const found = predictions.map(({ probability }) => Math.log(probability));
    expectClose(relative(found), relative(logits.top.map(([, logit]) => logit)), text);
  });
  const event = answers.find((answer) => answer.kind === "event")!;
  return (event as Extract<typeof event, { kind: "event" }>).event.report;
}

function expectClose(found: ArrayLike<number>, expected: ArrayLike<number>, text: string): void {
  expect(found.length).toBe(expected.length);
  const differences = Array.from(found, (value, i) => Math.abs(value - expected[i]!));
  expect(Math.max(...differences), text).toBeLessThanOrEqual(TOLERANCE);
}
