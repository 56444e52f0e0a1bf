import { regrets, routerChoices } from "../../analysis/choices/choices.ts";
import { penaltyWithout } from "../../analysis/choices/penalties.ts";
import { winnerOf } from "../../analysis/choices/ranking.ts";
import { frontAxis } from "../../analysis/front/comparisonRequest.ts";
import { lossUnit } from "../../analysis/lossUnit.ts";
import { policyOf } from "../../analysis/policy/policyOf.ts";
import { sliderScales } from "../../analysis/policy/sliderScales.ts";
import { orderedRows } from "../../analysis/rows/promptRows.ts";
import { rowsUnder } from "../../analysis/rows/selectedRows.ts";
import { lowerEnvelope, nextChange } from "../../core/curves/envelope.ts";
import { CONTINUED_EXAMPLES, EXAMPLE_PROMPTS, type ExamplePrompt } from "../../examples/prompts.ts";
import { taskOf } from "../../library/manifest/manifestFacts.ts";
import type { Session } from "../../session/session.ts";
import { libraryOf, predictionOf } from "../../state/derived.ts";
import type { State } from "../../state/store.ts";
import { EVERYTHING } from "../../state/view/selection.ts";
import { frontSummary, selectionSummary } from "../summary/summaries.ts";
import { formatNats } from "../ui/words/format.ts";
import { predictedLoss } from "../ui/words/predictedLoss.ts";

/** One stop of the tour: its target, text, action, and a description of the current state. */
export interface TourStep {
  title: string;
  text: string;
  /** The text where the library's experts are causal, if another. */
  causal?: string;
  /** Selector of the target element. */
  target: string;
  action?: { label: string; act: (session: Session) => void };
  /** One sentence on the state of the page, kept up to date; null if there is nothing to describe. */
  now?: (state: State) => string | null;
}

/** A text on which one expert should be far ahead, so that the tour's decision is clear. */
const rulingIn = (examples: readonly ExamplePrompt[]) => examples.find(({ group }) => group === "freelaw")!.text;

export const TOUR_STEPS: readonly TourStep[] = [
  {
    title: "A prompt, and a router that reads it",
    text: "A small router reads your prompt as you type. It predicts the loss of every expert model in the library. No expert has run yet, and nothing leaves this tab.",
    target: ".prompt-box",
    action: { label: "Type a sentence from a court ruling", act: typeRuling },
    now: decisionNow,
  },
  {
    title: "The decision",
    text: "The expert with the lowest predicted loss answers. Lower loss is better, and a prediction is a range. Below it are the reason in words and the best experts in order.",
    target: ".panel.decision .chosen",
    now: decisionNow,
  },
  {
    title: "Run the expert",
    text: "Run loads the chosen expert, a few megabytes at most, and fills the [MASK]. The words that it finds, and the loss that was measured, appear under the decision.",
    causal:
      "Run loads the chosen expert, a few megabytes at most, and has it read the prompt from left to right. How far each token surprised it, and the loss that was measured, appear below; Continue has it write on.",
    target: ".prompt-actions",
    action: { label: "Run it", act: (session) => void session.runChosen() },
  },
  {
    title: "Trade-offs: λ",
    text: "Loss is not everything. λ says how much loss you would accept for a smaller, newer or faster model. The expert with the lowest sum of loss and λ × cost answers. Ticks on each track mark where the choice changes.",
    target: ".sliders",
    action: { label: "Let size matter until the choice changes", act: (session) => moveToNextChange(session) },
    now: decisionNow,
  },
  {
    title: "What routing costs and gains",
    text: "The same objective over all measured passages: each λ is a point on the router's curve, and dotted lines lead from the current one to both axes. Dots are single experts. Up and to the right is better. The sentence above the plot sums it up.",
    target: ".panel.pareto .plot",
    action: { label: "Move to the middle of the slider", act: (session) => moveToMiddle(session) },
    now: frontSummary,
  },
  {
    title: "How the router sees text",
    text: "Each point is a measured passage; similar passages are close together, and darker ground means more of them. The cross is your prompt. Coloured by chosen expert, the map shows which expert serves which region, and how this changes with λ.",
    target: ".panel.map .plot",
    action: { label: "Colour by chosen expert", act: (session) => session.setMap({ color: "expert" }) },
  },
  {
    title: "Which expert is good at what",
    text: "Measured loss of each expert on each domain. Click a domain's name to select its passages on the whole page: front, figures, map and table.",
    target: ".panel.domains",
    action: { label: "Select one domain", act: selectDomain },
    now: selectionSummary,
  },
  {
    title: "Passage by passage",
    text: "The passages behind all figures: sort, filter or open them. Regret is the loss of the router's choice minus that of the best expert, so the largest regrets are its worst mistakes.",
    target: ".panel.prompts",
    action: { label: "Open the worst mistake", act: openWorst },
    now: worstNow,
  },
  {
    title: "Done",
    text: "The address holds the whole view: share it, and others see what you see. The menu has undo for everything, the log of your decisions, experts of your own, and help with flags, keys and this tour. The key t is for a projector.",
    target: ".top-tools",
    action: { label: "Select everything again", act: (session) => session.select(EVERYTHING) },
    now: selectionSummary,
  },
];

function typeRuling(session: Session): void {
  const { baseLibrary } = session.store.getState();
  const causal = baseLibrary !== null && taskOf(baseLibrary.manifest) === "causal";
  session.setPrompt(rulingIn(causal ? CONTINUED_EXAMPLES : EXAMPLE_PROMPTS));
}

function decisionNow(state: State): string | null {
  const { prompt } = state;
  const [library, prediction] = [libraryOf(state), predictionOf(state)];
  if (!library || prediction?.text !== prompt) return null;
  const winner = winnerOf(library, prediction, policyOf(state));
  if (winner === null) return "No expert meets the flags of this prompt.";
  return `${library.expertIds[winner]} answers; its predicted loss is ${predictedLoss(library, prediction, winner, prediction.losses[winner]!).text} ${lossUnit(library.manifest).long}.`;
}

/** The constraint that the tour explains: the one on the front's axis. */
function axisOf(state: State) {
  const library = libraryOf(state);
  return library ? frontAxis(library, state.axis) : undefined;
}

function moveToNextChange(session: Session): void {
  const state = session.store.getState();
  const [library, prediction] = [libraryOf(state), predictionOf(state)];
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
  const library = libraryOf(state);
  if (!library || !constraint) return;
  session.setLambda(constraint.id, sliderScales(library, predictionOf(state))[constraint.id]!.lambdaAt(0.5));
}

function selectDomain(session: Session): void {
  const domain = session.store.getState().baseLibrary?.manifest.domains[0];
  if (domain) session.select({ domains: [domain.id] });
}

function openWorst(session: Session): void {
  const state = session.store.getState();
  const library = libraryOf(state);
  const policy = policyOf(state);
  if (!library) return;
  const order = { by: "regret", descending: true } as const;
  const choices = routerChoices(library, policy);
  const rows = rowsUnder(library, state.selection, policy);
  const [worst] = orderedRows(library, rows, order, choices, regrets(library, choices));
  session.setView({ promptOrder: order, inspected: worst === undefined ? null : library.benchmark.ids[worst]! });
}

function worstNow(state: State): string | null {
  const { inspected } = state;
  const library = libraryOf(state);
  const row = library && inspected !== null ? library.benchmark.ids.indexOf(inspected) : -1;
  if (!library || row < 0) return null;
  const choices = routerChoices(library, policyOf(state));
  const expert = library.expertIds[choices[row]!] ?? "nobody";
  return `Open: a passage of ${library.benchmark.part[row]}, sent to ${expert}, regret ${formatNats(regrets(library, choices)[row]!)} ${lossUnit(library.manifest).short}.`;
}
