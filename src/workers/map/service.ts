import { type Matrix, row } from "../../core/matrix.ts";
import type { States } from "../../library/benchmark/benchmark.ts";
import type { readEmbeddings, readSpace } from "../../library/benchmark/parquet.ts";
import type { FileReference } from "../../library/load.ts";
import type { Holdings } from "../../rpc/channel.ts";
import { InferenceError } from "../../rpc/errors.ts";
import type { CallContext } from "../../rpc/serve.ts";
import type { Fetch } from "../inference/files.ts";
import { completePoints } from "./distances.ts";
import type { Coordinates, LayoutSettings, Space } from "./layout.ts";
import { type PlacedPrompt, placePrompt } from "./place.ts";
import type { LayoutProgress, MapRequest, Scores, ScoresRequest } from "./protocol.ts";
import { type SpaceScores, SpaceScoring, sampled } from "./scores/spaceScores.ts";
import { createTimeSlices } from "./timeSlices.ts";

/** Interval between two frames of an unfinished layout. */
const FRAME_MS = 120;

export interface Readers {
  embeddings: typeof readEmbeddings;
  space: typeof readSpace;
}

/** Holds the benchmark's embeddings, so that parsing and searching them never blocks the page. */
export class MapService {
  readonly #fetch: Fetch;
  readonly #read: Readers;
  readonly #tell: (progress: LayoutProgress) => void;
  readonly #timeSlices = createTimeSlices();
  #spaces: Partial<Record<Space, States>> = {};
  #openings = 0;

  constructor(fetch: Fetch, read: Readers, tell: (progress: LayoutProgress) => void) {
    this.#fetch = fetch;
    this.#read = read;
    this.#tell = tell;
  }

  async open(request: MapRequest, context: CallContext): Promise<{ rows: number }> {
    const mine = ++this.#openings;
    const embeddings =
      "points" in request
        ? request.points
        : await this.#read.embeddings(await this.#download(request.embeddings, context), request.size);
    if (mine !== this.#openings) throw new InferenceError("AbortError", "Another library's map was opened.");
    // Another library's causal space is unrelated to these.
    this.#spaces = { router: embeddings };
    return { rows: embeddings.rows };
  }

  async openCausal(file: FileReference, ids: readonly string[], context: CallContext): Promise<Coordinates> {
    const spaces = this.#spaces;
    const { states, x, y } = await this.#read.space(await this.#download(file, context), "causal", ids);
    // Into the library that it was requested for, which may have been replaced since.
    spaces.causal = states;
    return { x, y };
  }

  async place(state: Float32Array, neighbors?: number): Promise<PlacedPrompt> {
    return placePrompt(state, this.#space("router"), neighbors);
  }

  /** Layouts and scores pause for a moment: somebody types, and waits for a decision. */
  rest(): void {
    this.#timeSlices.rest();
  }

  async nearest(of: number, neighbors: number): Promise<PlacedPrompt["neighbors"]> {
    const embeddings = this.#space("router");
    const found = placePrompt(Float32Array.from(row(embeddings, of)), embeddings, neighbors + 1);
    return found.neighbors.filter(({ index }) => index !== of).slice(0, neighbors);
  }

  async layout(space: Space, settings: LayoutSettings, { signal }: CallContext): Promise<Coordinates> {
    const table = this.#space(space);
    // Loaded on first use: most visits only need the shipped layout.
    const { LiveLayout } = await import("./liveLayout.ts");
    const layout = new LiveLayout(completePoints(table, allRows(table)), settings);
    let shown = { at: Number.NEGATIVE_INFINITY, pictures: 0 };
    await this.#timeSlices.run(
      () => layout.step(),
      signal,
      () => {
        const searching = layout.epoch === 0;
        const [done, total] = searching ? [layout.searched, layout.rows.length] : [layout.epoch, layout.epochs];
        const due = layout.pictures > shown.pictures && performance.now() - shown.at > FRAME_MS;
        if (due) shown = { at: performance.now(), pictures: layout.pictures };
        const frame = due ? layout.coordinates(table.rows) : null;
        this.#tell({ space, settings, stage: searching ? "neighbors" : "epochs", done, total, frame });
      },
    );
    return layout.coordinates(table.rows);
  }

  async scores(request: ScoresRequest, { signal, progress }: CallContext): Promise<Scores> {
    const rows = sampled(request.rows);
    const tables = [request.full ? this.#space(request.space) : null, request.plane && inPlane(request.plane)];
    const scorings = tables.map((table) => {
      if (!table) return null;
      const points = completePoints(table, rows);
      return new SpaceScoring(
        points,
        Int32Array.from(points.rows, (at) => request.labels[at]!),
        Int32Array.from(points.rows, (at) => request.clusters[at]!),
      );
    });
    const report = () => {
      const parts = scorings.flatMap((scoring) => (scoring ? [scoring.progress] : []));
      const sum = (of: "done" | "total") => parts.reduce((all, part) => all + part[of], 0);
      progress({ loaded: sum("done"), total: sum("total") });
    };
    const results: (SpaceScores | null)[] = [];
    for (const scoring of scorings) {
      if (scoring) await this.#timeSlices.run(() => scoring.step(), signal, report);
      results.push(scoring?.result() ?? null);
    }
    return { full: results[0]!, plane: results[1]!, prompts: rows.length };
  }

  holdings(): Omit<Holdings, "calls"> {
    const spaces = Object.values(this.#spaces);
    return { models: 0, bytes: spaces.reduce((sum, { data }) => sum + data.byteLength, 0) };
  }

  #download(file: FileReference, { signal, progress }: CallContext): Promise<ArrayBuffer> {
    return this.#fetch(file.url, file, { signal, onProgress: (loaded, total) => progress({ loaded, total }) });
  }

  #space(space: Space): States {
    const found = this.#spaces[space];
    if (!found) throw new InferenceError("NotOpenError", "The map has not been loaded yet.");
    return found;
  }
}

const allRows = ({ rows }: Matrix): Int32Array => Int32Array.from({ length: rows }, (_, i) => i);

function inPlane({ x, y }: Coordinates): Matrix {
  const data = new Float32Array(2 * x.length);
  for (let i = 0; i < x.length; i++) data.set([x[i]!, y[i]!], 2 * i);
  return { rows: x.length, columns: 2, data };
}
