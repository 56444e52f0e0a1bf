import { createStore } from "zustand/vanilla";
import { totalPenalty } from "../../analysis/choices/penalties.ts";
import { ranking, winnerOf } from "../../analysis/choices/ranking.ts";
import { policyOf } from "../../analysis/policy/policyOf.ts";
import type { Bound, SliderSettings } from "../../core/flags/grammar.ts";
import type { Library } from "../../library/load.ts";
import { libraryOf, predictionOf } from "../../state/derived.ts";
import type { Prediction, RunBatch, State, Store } from "../../state/store.ts";
import { cutText } from "../../state/url/cutText.ts";
import type { FillResult } from "../../workers/inference/protocol.ts";

/** An expert's result when run on the prompt of a decision. */
export interface LoggedRun {
  expert: string;
  /** Measured loss, nats per token; null when the run measured none. */
  loss: number | null;
  /** Over which tokens: the hidden ones, or every token of the text. */
  over: "masks" | "text" | "tokens" | null;
  /** Most probable prediction for every mask, with its probability. */
  fills: { text: string; probability: number }[];
  milliseconds: number;
  backend: string;
}

/** One decision with all its inputs. Losses and margins in nats per token. */
export interface LoggedDecision {
  /** Time of the decision: ISO 8601, UTC. */
  time: string;
  library: string;
  /** Reopens its library: see library/address.ts; "" for the shipped one. */
  libraryAddress: string;
  prompt: string;
  /** Length of the whole prompt; `prompt` is truncated to the log's limit. */
  promptCharacters: number;
  /** λ by constraint id; zeros are left out. */
  lambdas: Record<string, number>;
  /** Slider positions: "max" and "middle" are named positions, numbers are λ. */
  sliders: SliderSettings;
  bounds: readonly Bound[];
  /** L̂ by expert id; null where the router has no output. */
  predicted: Record<string, number | null>;
  /** Null when the bounds exclude every expert. */
  choice: string | null;
  runnerUp: string | null;
  /** Objective of the runner-up minus that of the choice. */
  margin: number | null;
  runs: LoggedRun[];
}

interface LogOptions {
  /** A decision counts once it has lasted this long: a drag passes through many. */
  settleMs?: number;
  /** Decisions kept; the oldest are dropped, and counted. */
  limit?: number;
  now?: () => Date;
}

/** Longer prompts are truncated: the models read far less. */
const MAX_PROMPT = 8_000;

const EMPTY = { entries: [], forgotten: 0 };

/** Records every settled decision of this visit, and the runs that followed it. */
export class DecisionLog {
  readonly #log = createStore<{ entries: readonly LoggedDecision[]; forgotten: number }>(() => EMPTY);
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Results that are already in the log. */
  readonly #logged = new WeakSet<FillResult>();
  readonly #settleMs: number;
  readonly #limit: number;
  readonly #now: () => Date;

  constructor(
    private readonly store: Store,
    { settleMs = 600, limit = 500, now = () => new Date() }: LogOptions = {},
  ) {
    this.#settleMs = settleMs;
    this.#limit = limit;
    this.#now = now;
    store.subscribe((state, before) => {
      if (DECIDING.some((of) => of(state) !== of(before))) this.#expect();
      if (state.runs && state.runs !== before.runs) this.#addRuns(state.runs);
    });
  }

  /** Oldest first; the same list until something changes. */
  readonly entries = (): readonly LoggedDecision[] => this.#log.getState().entries;
  readonly subscribe = this.#log.subscribe;

  /** How many decisions were dropped because there were too many. */
  get forgotten(): number {
    return this.#log.getState().forgotten;
  }

  clear(): void {
    this.#log.setState(EMPTY);
  }

  /** The whole log for a file. */
  toJson(): string {
    const { entries, forgotten } = this.#log.getState();
    return JSON.stringify({ about: "Decisions of the Tryage Explorer", forgotten, decisions: entries }, null, 2);
  }

  #expect(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#record(), this.#settleMs);
  }

  #record(): void {
    clearTimeout(this.#timer);
    const state = this.store.getState();
    const [library, prediction] = [libraryOf(state), predictionOf(state)];
    if (!library || !prediction || prediction.text !== state.prompt) return;
    const entry = decisionOf(library, prediction, state, this.#now());
    const { entries, forgotten } = this.#log.getState();
    const last = entries.at(-1);
    if (last && JSON.stringify({ ...last, time: "", runs: [] }) === JSON.stringify({ ...entry, time: "" })) return;
    const dropped = entries.length >= this.#limit ? 1 : 0;
    this.#log.setState({ entries: [...entries.slice(dropped), entry], forgotten: forgotten + dropped });
  }

  #addRuns({ text, runs }: RunBatch): void {
    const fresh = runs.filter(({ result }) => result !== null && !this.#logged.has(result));
    if (fresh.length === 0) return;
    this.#record();
    const logged = fresh.map(({ expertId, result }) => {
      this.#logged.add(result!);
      return runOf(expertId, result!);
    });
    const entries = this.entries();
    const at = entries.findLastIndex(
      ({ prompt, promptCharacters }) => promptCharacters === text.length && prompt === asLogged(text),
    );
    if (at < 0) return;
    const entry = entries[at]!;
    this.#log.setState({ entries: entries.with(at, { ...entry, runs: [...entry.runs, ...logged] }) });
  }
}

const asLogged = (prompt: string): string => cutText(prompt, MAX_PROMPT);

const DECIDING = [libraryOf, predictionOf, policyOf] as const;

function runOf(expert: string, { measured, masks, milliseconds, backend }: FillResult): LoggedRun {
  const fills = masks.flatMap(({ predictions: [best] }) =>
    best ? [{ text: best.text, probability: best.probability }] : [],
  );
  return { expert, loss: measured?.loss ?? null, over: measured?.over ?? null, fills, milliseconds, backend };
}

function decisionOf(library: Library, prediction: Prediction, state: State, now: Date): LoggedDecision {
  const policy = policyOf(state);
  const { lambdas, bounds } = policy;
  const penalty = totalPenalty(library, policy);
  const objective = (expert: number) => prediction.losses[expert]! + penalty[expert]!;
  const winner = winnerOf(library, prediction, policy);
  const next = ranking(library, prediction, policy)[1];
  const second = next !== undefined && Number.isFinite(objective(next)) ? next : null;
  return {
    time: now.toISOString(),
    library: library.manifest.id,
    libraryAddress: state.libraryAddress,
    prompt: asLogged(prediction.text),
    promptCharacters: prediction.text.length,
    lambdas: { ...lambdas },
    sliders: state.sliders,
    bounds,
    predicted: Object.fromEntries(
      library.expertIds.map((id, i) => [id, Number.isFinite(prediction.losses[i]) ? prediction.losses[i]! : null]),
    ),
    choice: winner === null ? null : library.expertIds[winner]!,
    runnerUp: winner === null || second === null ? null : library.expertIds[second]!,
    margin: winner === null || second === null ? null : objective(second) - objective(winner),
    runs: [],
  };
}
