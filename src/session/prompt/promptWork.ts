import { errorMessage } from "../../core/errorMessage.ts";
import { fingerprint } from "../../library/customExperts/withCustomExperts.ts";
import type { Library } from "../../library/load.ts";
import { carriedMasks, toggledMasks, wordAround } from "../../state/masks.ts";
import { readPrompt } from "../../state/policy.ts";
import type { RouterOutput, State, Store } from "../../state/store.ts";
import type { InferenceClient } from "../../workers/inference/client.ts";
import type { RoutedPrompt } from "../../workers/inference/protocol.ts";
import { drawMasks } from "../../workers/inference/text/masking.ts";

/** The worker of the library's router, or of one trained on a table. */
export type RoutesTexts = Pick<InferenceClient, "route">;

/** Handles the typed prompt: routes it, newest text first, and hides some of its words from the experts. */
export class PromptWork {
  readonly #store: Store;
  readonly #inference: RoutesTexts;
  readonly #placed: () => Promise<void>;
  /** The masks for the tokens of the router's current output; others arrived with a prompt that has not been routed yet. */
  #masksOfPrediction: readonly number[] | null = null;

  /** @param placed places a newly routed prompt on the map */
  constructor(store: Store, inference: RoutesTexts, placed: () => Promise<void>) {
    this.#store = store;
    this.#inference = inference;
    this.#placed = placed;
  }

  /** Routes the prompt in the store; no effect until the router runs. A newer prompt supersedes it. */
  async route(): Promise<void> {
    const store = this.#store;
    const { prompt, baseLibrary: library, routerLoading, router } = store.getState();
    if (!library || routerLoading.status !== "ready") return;
    const made = madeFor(library);
    /** Whether an answer still belongs to the prompt and to the router: custom experts and latencies may change meanwhile. */
    const isCurrent = (): boolean => {
      const { prompt: now, baseLibrary, router: used } = store.getState();
      return now === prompt && used === router && baseLibrary !== null && madeFor(baseLibrary) === made;
    };
    try {
      const { text, flags } = readPrompt(library, prompt);
      const answer = await this.#inference.route(text);
      if (answer.status === "superseded" || !isCurrent()) return;
      if (answer.status === "empty") {
        const promptProblem = flags.length > 0 ? "The flags are set. Now type a text to route." : null;
        store.setState({ routed: null, promptProblem, placed: null, trail: [] });
        return;
      }
      this.#accept({ text: prompt, outputs: answer.losses, embedding: answer.state, ...facts(answer) });
      await this.#placed();
    } catch (error) {
      if (isCurrent()) store.setState({ routed: null, placed: null, trail: [], promptProblem: errorMessage(error) });
    }
  }

  /** Adopts a new output. Masks stay on their words when the surrounding text was edited. */
  #accept(routed: RouterOutput): void {
    this.#store.setState((state: State) => {
      const edited = state.routed !== null && state.masks === this.#masksOfPrediction;
      const masks = edited ? carriedMasks(state.routed!.texts, routed.texts, state.masks) : state.masks;
      this.#masksOfPrediction = masks;
      return { routed, promptProblem: null, masks };
    });
  }

  /** Hides a token of the prompt from the experts, or all tokens of its word; shows them again if they were hidden. */
  toggleMask(place: number, wholeWord: boolean): void {
    const { routed, masks } = this.#store.getState();
    if (!routed) return;
    const places = wholeWord ? wordAround(routed.texts, place) : [place];
    this.setMasks(toggledMasks(masks, places));
  }

  /** Hides a random share of the prompt's tokens; the same seed hides the same ones. */
  maskAtRandom(share: number, seed: number): void {
    const { routed } = this.#store.getState();
    if (!routed) return;
    const own = new Set(routed.ownMasks);
    this.setMasks(
      drawMasks(
        [...routed.texts.keys()].filter((place) => !own.has(place)),
        share,
        seed,
      ),
    );
  }

  setMasks(masks: readonly number[]): void {
    this.#masksOfPrediction = masks;
    this.#store.setState({ masks });
  }
}

function facts({
  tokens,
  truncated,
  milliseconds,
  texts,
  maskPositions,
}: RoutedPrompt): Pick<RouterOutput, "tokens" | "truncated" | "milliseconds" | "texts" | "ownMasks"> {
  // A position counts [CLS], an index into the texts does not.
  return { tokens, truncated, milliseconds, texts, ownMasks: maskPositions.map((position) => position - 1) };
}

/** Identifies the router of an answer: its location and its file. */
const madeFor = (library: Library): string => `${library.baseUrl} ${fingerprint(library)}`;
