import { sentence } from "../core/errorMessage.ts";
import { fingerprint, withHeads } from "../library/customExperts/withCustomExperts.ts";
import type { Library } from "../library/load.ts";
import { carriedMasks, toggledMasks, wordAround } from "../state/masks.ts";
import { readPrompt } from "../state/policy.ts";
import type { Prediction, State, Store } from "../state/store.ts";
import type { InferenceClient } from "../workers/inference/client.ts";
import type { RoutedPrompt } from "../workers/inference/protocol.ts";
import { drawMasks } from "../workers/inference/text/masking.ts";

/** What becomes of the typed prompt: it is routed, the newest text first, and some of its words are hidden from the experts. */
export class PromptWork {
  private readonly store: Store;
  private readonly inference: Pick<InferenceClient, "route">;
  private readonly placed: () => Promise<void>;
  /** The masks that belong to the tokens of the current prediction; others came with a prompt that is still to be routed. */
  private masksOfPrediction: readonly number[] | null = null;

  /** @param placed puts a prompt that has just been routed on the map */
  constructor(store: Store, inference: Pick<InferenceClient, "route">, placed: () => Promise<void>) {
    this.store = store;
    this.inference = inference;
    this.placed = placed;
  }

  /** Asks the router about the prompt in the store; without effect until the router runs. A newer prompt overtakes. */
  async route(): Promise<void> {
    const { store } = this;
    const { prompt, library, routerLoading } = store.getState();
    if (!library || routerLoading.status !== "ready") return;
    const made = madeFor(library);
    /** The library as it is now, if the answer still belongs to it and to the prompt: experts may have come or gone meanwhile. */
    const current = (): Library | null => {
      const { prompt: now, library: running } = store.getState();
      return now === prompt && running && madeFor(running) === made ? running : null;
    };
    try {
      const { text, flags } = readPrompt(library, prompt);
      const answer = await this.inference.route(text);
      const running = current();
      if (answer.status === "superseded" || !running) return;
      if (answer.status === "empty") {
        const promptProblem = flags.length > 0 ? "The flags are set. Now type a text to route." : null;
        store.setState({ prediction: null, promptProblem, placed: null, trail: [] });
        return;
      }
      const losses = predictedLosses(running, answer);
      this.accept({ text: prompt, losses, embedding: answer.state, ...facts(answer) });
      await this.placed();
    } catch (error) {
      if (current()) store.setState({ prediction: null, placed: null, trail: [], promptProblem: sentence(error) });
    }
  }

  /** Takes a new prediction over. Masks stay on their words when the text around them was edited. */
  private accept(prediction: Prediction): void {
    this.store.setState((state: State) => {
      const edited = state.prediction !== null && state.masks === this.masksOfPrediction;
      const masks = edited ? carriedMasks(state.prediction!.texts, prediction.texts, state.masks) : state.masks;
      this.masksOfPrediction = masks;
      return { prediction, promptProblem: null, masks };
    });
  }

  /** Hides a token of the prompt from the experts, or all tokens of its word; shows them again when they were hidden. */
  toggleMask(place: number, wholeWord: boolean): void {
    const { prediction, masks } = this.store.getState();
    if (!prediction) return;
    const places = wholeWord ? wordAround(prediction.texts, place) : [place];
    this.setMasks(toggledMasks(masks, places));
  }

  /** Hides a random share of the prompt's tokens; the same seed hides the same ones. */
  maskAtRandom(share: number, seed: number): void {
    const { prediction } = this.store.getState();
    if (!prediction) return;
    const own = new Set(prediction.ownMasks);
    this.setMasks(
      drawMasks(
        [...prediction.texts.keys()].filter((place) => !own.has(place)),
        share,
        seed,
      ),
    );
  }

  setMasks(masks: readonly number[]): void {
    this.masksOfPrediction = masks;
    this.store.setState({ masks });
  }
}

function facts({
  tokens,
  truncated,
  milliseconds,
  texts,
  maskPositions,
}: RoutedPrompt): Pick<Prediction, "tokens" | "truncated" | "milliseconds" | "texts" | "ownMasks"> {
  // A position counts [CLS], a place does not.
  return { tokens, truncated, milliseconds, texts, ownMasks: maskPositions.map((position) => position - 1) };
}

/** What an answer of the router belongs to: the place and the bytes of the router. Added experts and latencies leave it as it is. */
const madeFor = (library: Library): string => `${library.baseUrl} ${fingerprint(library)}`;

/** By expert in manifest order: the router's own outputs, and what the heads of added experts make of its state. */
function predictedLosses(library: Library, { losses, state }: Pick<RoutedPrompt, "losses" | "state">): Float64Array {
  const place = new Map(library.manifest.router?.experts.map((id, i) => [id, i]));
  const own = library.expertIds.filter((id) => !library.calibrated?.has(id));
  return withHeads(
    library,
    Float64Array.from(own, (id) => losses[place.get(id) ?? -1] ?? Number.NaN),
    state,
  );
}
