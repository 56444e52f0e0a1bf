/** How many choices flip when a prompt is put a little differently. */
import type { Matrix } from "../../core/matrix.ts";
import type { Feature, Rows } from "../features/rows.ts";
import type { LabTable } from "../fit/labTable.ts";
import { type Fitted, type Member, meanOf, unknownLike } from "../fit/predictHeldOut.ts";
import { choicesOf } from "../judge/choose.ts";
import { fnv1a } from "../text/promptKey.ts";
import type { RouterPlan } from "./contestants.ts";
import { PERTURBATIONS } from "./perturb.ts";

/** Prompts that are tried, at most; and where a language model has to read each of them four times more: half of what it reads anyway. */
const SAMPLE = 500;
const READ_BY_MODEL = 100;
const readByModel = (prompts: number): number => Math.min(READ_BY_MODEL, Math.ceil(prompts / 8));

export interface Flips {
  router: string;
  /** How many were tried. */
  prompts: number;
  /** Share of the sample whose choice at λ = 0 changes, by perturbation. */
  shares: { id: string; share: number }[];
}

/** Collects what the fitted heads predict for changed prompts. */
export class RobustnessCheck {
  readonly #list: number[];
  /** By row. */
  readonly #places: ReadonlyMap<number, number>;
  /** By perturbation and member. */
  readonly #predicted: Matrix[][];
  readonly #raw = new Map<Feature, Rows[]>();

  constructor(
    private readonly table: LabTable,
    private readonly members: readonly Member[],
  ) {
    this.#list = sampled(table.keys, SAMPLE);
    this.#places = new Map(this.#list.map((row, place) => [row, place]));
    this.#predicted = PERTURBATIONS.map(() => members.map(() => unknownLike(table.scores)));
  }

  readonly fitted: Fitted = (m, plan, prepare, predict) => {
    const { feature } = this.members[m]!;
    if (!feature.ofTexts) return;
    const tried = this.#tried(feature);
    const held = plan.held.filter((row) => (this.#places.get(row) ?? tried) < tried);
    const places = held.map((row) => this.#places.get(row)!);
    for (const [p, raw] of this.#rawOf(feature).entries()) {
      const { data, columns } = this.#predicted[p]![m]!;
      const values = predict(prepare(raw), places);
      held.forEach((row, i) => {
        data.set(values.subarray(i * columns, (i + 1) * columns), row * columns);
      });
    }
  };

  /** Of the routers all of whose features can be computed from a text. @param choices by router, then by prompt */
  flips(routers: readonly RouterPlan[], choices: readonly Int32Array[], meanCosts: Matrix | null): Flips[] {
    return routers.flatMap((router, r) => {
      if (router.members.some((m) => !this.members[m]!.feature.ofTexts)) return [];
      let prompts = 0;
      const shares = PERTURBATIONS.map(({ id }, p) => {
        const changed = choicesOf(meanOf(router.members.map((m) => this.#predicted[p]![m]!)), meanCosts);
        const known = this.#list.filter((row) => changed[row]! >= 0);
        prompts = known.length;
        const flipped = known.filter((row) => changed[row] !== choices[r]![row]);
        return { id, share: flipped.length / known.length };
      });
      return [{ router: router.id, prompts, shares }];
    });
  }

  #tried({ readByModel: slow }: Feature): number {
    return slow ? readByModel(this.table.keys.length) : SAMPLE;
  }

  #rawOf(feature: Feature): Rows[] {
    const known = this.#raw.get(feature);
    if (known) return known;
    const tried = this.#list.slice(0, this.#tried(feature));
    const raw = changes(this.table, tried).map((texts) => feature.ofTexts!(texts));
    this.#raw.set(feature, raw);
    return raw;
  }
}

/** What a language model has to read besides the table's prompts, cleaned. */
export const changedTexts = (table: LabTable): string[] =>
  changes(table, sampled(table.keys, readByModel(table.keys.length))).flat();

/** The texts of some rows by perturbation. */
const changes = ({ cleaned, cleaner }: LabTable, rows: readonly number[]): string[][] =>
  PERTURBATIONS.map(({ change }) => rows.map((row) => cleaner.clean(change(cleaned[row]!))));

/** The same rows every time; fewer are the first of more. */
function sampled(keys: readonly string[], most: number): number[] {
  const order = keys.map((key) => fnv1a(`${key} sample`));
  return [...order.keys()].sort((a, b) => order[a]! - order[b]! || a - b).slice(0, most);
}
