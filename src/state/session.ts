import { InferenceClient } from "../inference/client.ts";
import { type Library, loadLibrary } from "../library/load.ts";
import { MapClient } from "../map/client.ts";
import { ranking, sliderEnds } from "./derive.ts";
import type { Prediction, State, Store, View } from "./store.ts";

/**
 * Runs the explorer: loads the library, then the router, and carries out what the panels ask for.
 * Owns both workers. Every change of the store's prompt, from wherever it comes, is routed; the newest text wins.
 */
export class Session {
  private readonly inference = new InferenceClient();
  private readonly map = new MapClient();
  private runCancel: AbortController | null = null;

  constructor(
    readonly store: Store,
    private readonly baseUrl: string,
  ) {
    store.subscribe((state, before) => {
      if (state.prompt !== before.prompt) void this.routePrompt();
    });
  }

  async start(): Promise<void> {
    const { store } = this;
    try {
      const library = await loadLibrary(this.baseUrl, {
        onProgress: (loaded, total) => store.setState({ libraryLoading: { status: "loading", loaded, total } }),
      });
      store.setState({ library, libraryLoading: { status: "ready" } });
      await this.startRouter(library);
    } catch (error) {
      store.setState({ libraryLoading: { status: "failed", message: sentence(error) } });
    }
  }

  setPrompt(prompt: string): void {
    this.store.setState({ prompt });
  }

  insertMask(): void {
    const { prompt } = this.store.getState();
    this.setPrompt(prompt === "" || /\s$/.test(prompt) ? `${prompt}[MASK]` : `${prompt} [MASK]`);
  }

  setLambda(id: string, lambda: number): void {
    this.store.setState((state) => ({ lambdas: { ...state.lambdas, [id]: lambda } }));
  }

  resetLambdas(): void {
    this.store.setState({ lambdas: {} });
  }

  setView(view: Partial<View>): void {
    this.store.setState(view);
  }

  clearRun(): void {
    this.runCancel?.abort();
    this.store.setState({ run: null });
  }

  private async startRouter(library: Library): Promise<void> {
    const { store } = this;
    const { manifest } = library;
    store.setState({ routerLoading: { status: "loading", loaded: 0, total: manifest.router.bytes } });
    try {
      const backend = await this.inference.open(
        { tokenizer: library.file(manifest.tokenizer), router: library.file(manifest.router.model) },
        {
          onProgress: (loaded, total) => store.setState({ routerLoading: { status: "loading", loaded, total } }),
          onBackend: (report) => store.setState({ backend: report }),
        },
      );
      store.setState({ routerLoading: { status: "ready" }, backend });
      await this.map.open(library.file(manifest.benchmark.embeddings), manifest.benchmark);
      await this.routePrompt();
    } catch (error) {
      store.setState({ routerLoading: { status: "failed", message: sentence(error) } });
    }
  }

  private async routePrompt(): Promise<void> {
    const { store } = this;
    const { prompt, library, routerLoading } = store.getState();
    if (!library || routerLoading.status !== "ready") return;
    if (prompt.trim() === "") {
      store.setState({ prediction: null, promptProblem: null, placed: null });
      return;
    }
    try {
      const answer = await this.inference.route(prompt);
      if (!answer || store.getState().prompt !== prompt) return;
      this.accept(library, { ...answer, text: prompt, losses: inManifestOrder(library, answer.losses) });
      const placed = await this.map.place(answer.state);
      if (placed && store.getState().prompt === prompt) store.setState({ placed });
    } catch (error) {
      if (store.getState().prompt === prompt) {
        store.setState({ prediction: null, placed: null, promptProblem: sentence(error) });
      }
    }
  }

  /** Takes a new prediction over. A slider that stood at its end stays there when the new prompt moves that end. */
  private accept(library: Library, prediction: Prediction): void {
    this.store.setState((state: State) => {
      const before = sliderEnds(library, state.prediction);
      const after = sliderEnds(library, prediction);
      const lambdas = { ...state.lambdas };
      for (const { id } of library.constraints) {
        if ((lambdas[id] ?? 0) > 0 && lambdas[id]! >= before[id]!) lambdas[id] = after[id]!;
      }
      return { prediction, promptProblem: null, lambdas };
    });
  }

  /** Runs the expert that the router chooses at the current λ. */
  async runChosen(): Promise<void> {
    const { library, prediction, lambdas } = this.store.getState();
    const winner = library && prediction ? ranking(library, prediction, lambdas)[0] : undefined;
    if (winner !== undefined) await this.run(library!.expertIds[winner]!);
  }

  /** Loads an expert and runs it on the prompt as it was last routed. */
  async run(expertId: string): Promise<void> {
    const { store } = this;
    const { library, prediction } = store.getState();
    const expert = library?.manifest.experts.find(({ id }) => id === expertId);
    if (!library || !prediction || !expert) return;
    this.runCancel?.abort();
    const cancel = new AbortController();
    this.runCancel = cancel;
    const { text } = prediction;
    const show = (change: Partial<NonNullable<State["run"]>>) => {
      if (this.runCancel !== cancel) return;
      store.setState((state) => ({
        run: { expertId, text, result: null, loading: { status: "idle" }, ...state.run, ...change },
      }));
    };
    store.setState({ run: null });
    show({ loading: { status: "loading", loaded: 0, total: expert.bytes } });
    try {
      const result = await this.inference.fill(
        { expertId, model: library.file(expert.model), text, topK: 5 },
        {
          signal: cancel.signal,
          onProgress: (loaded, total) => show({ loading: { status: "loading", loaded, total } }),
        },
      );
      show({ loading: { status: "ready" }, result });
    } catch (error) {
      if (!cancel.signal.aborted) show({ loading: { status: "failed", message: sentence(error) } });
    }
  }
}

function inManifestOrder(library: Library, losses: ArrayLike<number>): Float64Array {
  const place = new Map(library.manifest.router.experts.map((id, i) => [id, i]));
  return Float64Array.from(library.expertIds, (id) => losses[place.get(id) ?? -1] ?? Number.NaN);
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
