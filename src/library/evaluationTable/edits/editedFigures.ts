/** The figures of a table while changes are made to them; a table of them is copied before its first change, so that the original stays as it is. */
import type { Matrix } from "../../../core/matrix.ts";
import { readRowSet, rowsInSet } from "../../../core/rowSet.ts";
import type { Library } from "../../load.ts";
import type { Change } from "./change.ts";

/** Changes are made in this order, whatever the order in which they were asked for: the result depends only on which there are. */
const ORDER: readonly Change["kind"][] = [
  "unknown-scores",
  "unknown-free-calls",
  "divide-scores",
  "divide-costs",
  "merge-models",
  "hide-models",
  "average-rows",
  "leave-out-rows",
  "right-or-wrong",
];

/** A table of figures that is copied on its first change. */
class Figures {
  #edited: Float32Array | null = null;

  constructor(private readonly original: Matrix) {}

  edit(): Float32Array {
    // A typed array's own copy: `Float32Array.from` would go through an iterator, cell by cell.
    this.#edited ??= new Float32Array(this.original.data);
    return this.#edited;
  }

  get matrix(): Matrix {
    return this.#edited ? { ...this.original, data: this.#edited } : this.original;
  }
}

export class EditedFigures {
  readonly #scores: Figures;
  readonly #calls: ReadonlyMap<string, Figures>;
  /** By model, by row: 1 if left out. */
  readonly hidden: Uint8Array;
  readonly leftOut: Uint8Array;
  readonly #columns: number;
  readonly #places: ReadonlyMap<string, number>;

  constructor({ benchmark, expertIds }: Library) {
    this.#columns = expertIds.length;
    this.#scores = new Figures(benchmark.accuracies);
    this.#calls = new Map([...(benchmark.calls ?? [])].map(([id, table]) => [id, new Figures(table)]));
    this.hidden = new Uint8Array(expertIds.length);
    this.leftOut = new Uint8Array(benchmark.rows);
    this.#places = new Map(expertIds.map((id, k) => [id, k]));
  }

  /** Prompts × models: the table's own matrix while nothing has changed it. */
  get scores(): Matrix {
    return this.#scores.matrix;
  }

  /** Values by call, in the same form, by constraint. */
  get calls(): [string, Matrix][] {
    return [...this.#calls].map(([id, figures]) => [id, figures.matrix]);
  }

  get leavesOut(): boolean {
    return this.leftOut.includes(1);
  }

  get rows(): number {
    return this.leftOut.length;
  }

  /** @param changes in any order; models that the table does not have are ignored */
  make(changes: readonly Change[]): void {
    for (const kind of ORDER) for (const change of changes) if (change.kind === kind) this.#make(change);
  }

  hide(models: readonly string[]): void {
    for (const k of this.#columnsOf(models)) this.hidden[k] = 1;
  }

  #make(change: Change): void {
    switch (change.kind) {
      case "unknown-scores":
        for (const { model, rows } of change.cells) {
          for (const k of this.#columnsOf([model])) {
            for (const row of rowsInSet(rows, this.rows)) this.#scores.edit()[row * this.#columns + k] = Number.NaN;
          }
        }
        break;
      case "unknown-free-calls":
        this.#costs(change.models, (cost) => (cost === 0 ? Number.NaN : cost));
        break;
      case "divide-costs":
        this.#costs(change.models, (cost) => cost / change.by);
        break;
      case "divide-scores":
        this.#each(this.#scores, change.models, (score) => score / change.by);
        break;
      case "right-or-wrong":
        this.#judge(change.threshold);
        break;
      case "merge-models":
        this.#merge(change.models);
        break;
      case "hide-models":
        this.hide(change.models);
        break;
      case "average-rows":
        this.#average(rowsInSet(change.rows, this.rows), change.into);
        break;
      case "leave-out-rows":
        this.leaveOut(readRowSet(change.rows, this.rows));
    }
  }

  /** @param mask by row, 1 for a row to leave out */
  leaveOut(mask: ArrayLike<number>): void {
    for (let row = 0; row < this.rows; row++) if (mask[row] === 1) this.leftOut[row] = 1;
  }

  #judge(threshold: number): void {
    const scores = this.#scores.edit();
    for (let cell = 0; cell < scores.length; cell++) {
      const score = scores[cell]!;
      // A missing score stays missing.
      if (!Number.isNaN(score)) scores[cell] = score >= threshold ? 1 : 0;
    }
  }

  /** Changes the cost of each call of these models. */
  #costs(models: readonly string[], convert: (cost: number) => number): void {
    const costs = this.#calls.get("cost");
    if (costs) this.#each(costs, models, convert);
  }

  #each(figures: Figures, models: readonly string[], convert: (value: number) => number): void {
    const table = figures.edit();
    for (const k of this.#columnsOf(models)) {
      for (let cell = k; cell < table.length; cell += this.#columns) table[cell] = convert(table[cell]!);
    }
  }

  #merge(models: readonly string[]): void {
    const [first, ...others] = this.#columnsOf(models);
    if (first === undefined) return;
    for (const figures of [this.#scores, ...this.#calls.values()]) {
      const table = figures.edit();
      for (let start = 0; start < table.length; start += this.#columns) {
        for (const k of others) {
          if (Number.isNaN(table[start + first]!)) table[start + first] = table[start + k]!;
        }
      }
    }
    for (const k of others) this.hidden[k] = 1;
  }

  #average(rows: readonly number[], into: readonly number[]): void {
    const members = new Map<number, number[]>();
    rows.forEach((row, i) => {
      const first = into[i];
      if (first === undefined || first >= this.rows) return;
      const group = members.get(first);
      if (group) group.push(row);
      else members.set(first, [first, row]);
      this.leftOut[row] = 1;
    });
    const width = this.#columns;
    for (const figures of [this.#scores, ...this.#calls.values()]) {
      const table = figures.edit();
      for (const [first, all] of members) {
        for (let k = 0; k < width; k++) {
          let sum = 0;
          let known = 0;
          for (let i = 0; i < all.length; i++) {
            const value = table[all[i]! * width + k]!;
            if (Number.isNaN(value)) continue;
            sum += value;
            known++;
          }
          table[first * width + k] = known > 0 ? sum / known : Number.NaN;
        }
      }
    }
  }

  #columnsOf(models: readonly string[]): number[] {
    return models.flatMap((id) => this.#places.get(id) ?? []);
  }
}
