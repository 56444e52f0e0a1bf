import { IDENTIFIER } from "../../library/manifest/identifier.ts";
import { readHeatView, writeHeatView } from "../heatView.ts";
import { readMapView, writeMapView } from "../mapView.ts";
import { PROMPT_COLUMNS, type PromptOrder } from "../promptOrder.ts";
import { DEFAULT_VIEW, type Outcome, type View } from "../store.ts";
import { cutText } from "./cutText.ts";
import { readFragment, writeFragment } from "./linkText.ts";
import { readSelection, writeSelection } from "./selectionUrl.ts";

const OUTCOMES: readonly Outcome[] = ["loss", "accuracy"];
/** Characters (UTF-16 units) of a prompt that a link holds. */
export const MAX_PROMPT = 8_000;
/** Key of a link whose prompt was cut: how many characters there were. */
export const CUT = "cut";
/** Models read no more tokens of a prompt. */
const MAX_MASKED_TOKEN = 10_000;
const MAX_PROMPT_ID = 300;

/**
 * Writes the view as a URL fragment (no leading `#`): only what differs from the default, so that links stay short.
 * The fragment never leaves the browser: a prompt in a link is not sent to the host.
 */
export function encodeView(view: View): string {
  const parameters = new URLSearchParams();
  if (view.prompt) parameters.set("prompt", cutText(view.prompt, MAX_PROMPT));
  if (view.prompt.length > MAX_PROMPT) parameters.set(CUT, String(view.prompt.length));
  if (view.masks.length > 0) parameters.set("mask", view.masks.join("."));
  for (const [id, lambda] of Object.entries(view.lambdas)) {
    if (lambda > 0) parameters.set(`l.${id}`, String(Number(lambda.toPrecision(6))));
  }
  if (view.axis !== DEFAULT_VIEW.axis) parameters.set("axis", view.axis);
  if (view.outcome !== DEFAULT_VIEW.outcome) parameters.set("y", view.outcome);
  if (view.compared.join("~") !== DEFAULT_VIEW.compared.join("~")) parameters.set("with", view.compared.join("~"));
  writeMapView(parameters, view.map);
  writeHeatView(parameters, view.heat);
  writeSelection(parameters, view.selection);
  if (view.inspected !== null) parameters.set("at", view.inspected);
  const order = (view.promptOrder.descending ? "-" : "") + view.promptOrder.by;
  if (order !== DEFAULT_VIEW.promptOrder.by) parameters.set("sort", order);
  return writeFragment(parameters);
}

/** Length of the whole prompt of a link that holds only its beginning; null for other links. */
export function cutLength(fragment: string): number | null {
  const parameters = readFragment(fragment);
  const length = Math.max(Number(parameters.get(CUT)) || 0, parameters.get("prompt")?.length ?? 0);
  return Number.isSafeInteger(length) && length > MAX_PROMPT ? length : null;
}

/** Reads a fragment; whatever does not parse is left at its default, so a damaged link still opens. */
export function decodeView(fragment: string): View {
  const parameters = readFragment(fragment);
  const lambdas: Record<string, number> = {};
  for (const [key, value] of parameters) {
    const id = key.startsWith("l.") ? key.slice(2) : "";
    const lambda = Number(value);
    if (IDENTIFIER.test(id) && Number.isFinite(lambda) && lambda > 0) lambdas[id] = lambda;
  }
  const axis = parameters.get("axis") ?? "";
  return {
    prompt: cutText(parameters.get("prompt") ?? "", MAX_PROMPT),
    masks: readMasks(parameters.get("mask") ?? ""),
    lambdas,
    axis: IDENTIFIER.test(axis) ? axis : DEFAULT_VIEW.axis,
    outcome: oneOf(OUTCOMES, parameters.get("y")) ?? DEFAULT_VIEW.outcome,
    compared: readCompared(parameters.get("with")),
    map: readMapView(parameters),
    heat: readHeatView(parameters),
    selection: readSelection(parameters),
    inspected: parameters.get("at")?.slice(0, MAX_PROMPT_ID) || null,
    promptOrder: readOrder(parameters.get("sort") ?? ""),
  };
}

function readMasks(written: string): number[] {
  const places = written.split(".").filter((place) => /^\d{1,5}$/.test(place));
  const known = places.map(Number).filter((place) => place <= MAX_MASKED_TOKEN);
  return [...new Set(known)].sort((a, b) => a - b);
}

/** Nothing written is the default; an empty list means that nothing is compared. */
function readCompared(written: string | null): readonly string[] {
  if (written === null) return DEFAULT_VIEW.compared;
  return [...new Set(written.split("~").filter((id) => IDENTIFIER.test(id)))];
}

function readOrder(written: string): PromptOrder {
  const descending = written.startsWith("-");
  const by = oneOf(PROMPT_COLUMNS, descending ? written.slice(1) : written);
  return by ? { by, descending } : DEFAULT_VIEW.promptOrder;
}

function oneOf<T extends string>(values: readonly T[], value: string | null): T | null {
  return values.find((candidate) => candidate === value) ?? null;
}
