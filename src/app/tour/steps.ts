import { frontAxis } from "../../analysis/comparisonRequest.ts";
import { penaltyWithout, regrets, routerChoices, winnerOf } from "../../analysis/derive.ts";
import { lossUnit } from "../../analysis/lossUnit.ts";
import { policyOf } from "../../analysis/policyOf.ts";
import { orderedRows } from "../../analysis/promptRows.ts";
import { rowsUnder } from "../../analysis/selectedRows.ts";
import { sliderScales } from "../../analysis/sliderScales.ts";
import { lowerEnvelope, nextChange } from "../../core/curves/envelope.ts";
import { EXAMPLE_PROMPTS } from "../../examples/prompts.ts";
import type { Session } from "../../session/session.ts";
import { EVERYTHING } from "../../state/selection.ts";
import type { State } from "../../state/store.ts";
import { frontSummary, selectionSummary } from "../summary/summaries.ts";
import { formatNats } from "../ui/format.ts";

/** One stop of the tour: what it points at, what it says, what it can do, and what is to be seen of that now. */
export interface TourStep {
  title: string;
  text: string;
  /** Selector of the element that it points at. */
  target: string;
  action?: { label: string; act: (session: Session) => void };
  /** One sentence on the state of the page, kept up to date; null while there is nothing to say. */
  now?: (state: State) => string | null;
}

/** A text that one expert should be far ahead on, so that the tour's decision is a clear one. */
const PROMPT = EXAMPLE_PROMPTS.find(({ group }) => group === "freelaw")!.text;

export const TOUR_STEPS: readonly TourStep[] = [
  {
    title: "A prompt, and a router that reads it",
    text: "Whatever stands here is read by a small router as you type. It predicts how much every expert model of the library would lose on it. No expert has been asked yet, and nothing leaves this tab.",
    target: ".prompt-box",
    action: { label: "Type a sentence of a judge", act: (session) => session.setPrompt(PROMPT) },
    now: decisionNow,
  },
  {
    title: "The decision",
    text: "The expert that is predicted to lose least answers. Of a loss, less is better. Every expert's bar stands below, the best first, with the reason in words above them.",
    target: ".panel.decision .chosen",
    now: decisionNow,
  },
  {
    title: "Ask the expert itself",
    text: "Run loads the chosen expert, a few megabytes at most, and lets it fill the [MASK]. Its answer appears under the decision.",
    target: ".prompt-actions",
    action: { label: "Run it", act: (session) => void session.runChosen() },
  },
  {
    title: "What else matters: λ",
    text: "Loss is not everything. λ says how much loss a smaller, newer or faster model is worth to you. Where the sum of loss and λ times cost changes its order, another expert takes over.",
    target: ".sliders",
    action: { label: "Let size matter until the choice changes", act: (session) => moveToNextChange(session) },
    now: decisionNow,
  },
  {
    title: "What routing costs, and gains",
    text: "The same objective over all measured passages: every λ is a point of the router's curve, and the ring is where you are. Dots are single experts. Up and to the right is better. The sentence above the plot sums it up.",
    target: ".panel.pareto .plot",
    action: { label: "Move to the middle of the slider", act: (session) => moveToMiddle(session) },
    now: frontSummary,
  },
  {
    title: "How the router sees texts",
    text: "Each point is a measured passage; passages that the router finds alike lie together. The cross is your prompt. Coloured by chosen expert, the map shows territories, which change hands as λ moves.",
    target: ".panel.map .plot",
    action: { label: "Colour by chosen expert", act: (session) => session.setMap({ color: "expert" }) },
  },
  {
    title: "Who is good where",
    text: "Experts against domains, measured. A click on a domain's name selects its passages, and the whole page follows: front, figures, map and table.",
    target: ".panel.domains",
    action: { label: "Select one domain", act: selectDomain },
    now: selectionSummary,
  },
  {
    title: "Passage by passage",
    text: "The passages behind all figures: sort them, filter them, open one. Regret is what the router's choice lost against the best expert, so the largest regrets are its worst mistakes.",
    target: ".panel.prompts",
    action: { label: "Open the worst mistake", act: openWorst },
    now: worstNow,
  },
  {
    title: "That is all",
    text: "The address holds the whole view: send it, and others see what you see. Undo goes back over everything, the log keeps your decisions, and ? lists flags, keys and this tour.",
    target: ".top-tools",
    action: { label: "Select everything again", act: (session) => session.select(EVERYTHING) },
    now: selectionSummary,
  },
];

function decisionNow(state: State): string | null {
  const { library, prediction, prompt } = state;
  if (!library || prediction?.text !== prompt) return null;
  const winner = winnerOf(library, prediction, policyOf(state));
  if (winner === null) return "No expert meets the flags of this prompt.";
  return `${library.expertIds[winner]} answers now; its predicted loss is ${formatNats(prediction.losses[winner]!)} ${lossUnit(library.manifest).long}.`;
}

/** The constraint that the tour speaks of: the one of the front's axis. */
function axisOf({ library, axis }: State) {
  return library ? frontAxis(library, axis) : undefined;
}

function moveToNextChange(session: Session): void {
  const state = session.store.getState();
  const { library, prediction } = state;
  const policy = policyOf(state);
  const constraint = axisOf(state);
  if (!library || !prediction || !constraint) return;
  const others = penaltyWithout(library, policy, constraint.id);
  const envelope = lowerEnvelope(
    prediction.losses.map((loss, i) => loss + others[i]!),
    constraint.score,
  );
  const { above } = nextChange(envelope, policy.lambdas[constraint.id] ?? 0);
  const lambda = above ? above.lambda * 1.001 + 1e-6 : sliderScales(library, prediction)[constraint.id]!.lambdaAt(1);
  session.setLambda(constraint.id, lambda);
}

function moveToMiddle(session: Session): void {
  const state = session.store.getState();
  const constraint = axisOf(state);
  if (!state.library || !constraint) return;
  session.setLambda(constraint.id, sliderScales(state.library, state.prediction)[constraint.id]!.lambdaAt(0.5));
}

function selectDomain(session: Session): void {
  const domain = session.store.getState().library?.manifest.domains[0];
  if (domain) session.select({ domains: [domain.id] });
}

function openWorst(session: Session): void {
  const state = session.store.getState();
  const { library } = state;
  const policy = policyOf(state);
  const { lambdas, bounds } = policy;
  if (!library) return;
  const order = { by: "regret", descending: true } as const;
  const choices = routerChoices(library, lambdas, bounds);
  const rows = rowsUnder(library, state.selection, policy);
  const [worst] = orderedRows(library, rows, order, choices, regrets(library, choices));
  session.setView({ promptOrder: order, inspected: worst === undefined ? null : library.benchmark.ids[worst]! });
}

function worstNow(state: State): string | null {
  const { library, inspected } = state;
  const { lambdas, bounds } = policyOf(state);
  const row = library && inspected !== null ? library.benchmark.ids.indexOf(inspected) : -1;
  if (!library || row < 0) return null;
  const choices = routerChoices(library, lambdas, bounds);
  const expert = library.expertIds[choices[row]!] ?? "nobody";
  return `Open: a passage of ${library.benchmark.part[row]}, sent to ${expert}, regret ${formatNats(regrets(library, choices)[row]!)} ${lossUnit(library.manifest).short}.`;
}
