/** How many choices flip when a prompt is put a little differently. */
import type { Matrix } from "../../core/matrix.ts";
import type { Feature, Rows } from "../features/rows.ts";
import type { LabTable } from "../fit/labTable.ts";
import { type Fitted, type Member, meanOf, unknownLike } from "../fit/predictHeldOut.ts";
import { choicesOf } from "../judge/choose.ts";
import { fnv1a } from "../text/promptKey.ts";
import type { RouterPlan } from "./contestants.ts";
import { PERTURBATIONS } from "./perturb.ts";

/** Prompts that are tried, at most. */
const SAMPLE = 500;

export interface Flips {
  router: string;
  /** Share of the sample whose choice at λ = 0 changes, by perturbation. */
  shares: { id: string; share: number }[];
}

/** Collects what the fitted heads predict for changed prompts. */
export class RobustnessCheck {
  readonly #sample: ReadonlySet<number>;
  readonly #list: number[];
  /** By perturbation and member. */
  readonly #predicted: Matrix[][];
  readonly #raw = new Map<Feature, Rows[]>();

  constructor(
    private readonly table: LabTable,
    private readonly members: readonly Member[],
  ) {
    const order = table.keys.map((key) => fnv1a(`${key} sample`));
    this.#list = [...order.keys()].sort((a, b) => order[a]! - order[b]! || a - b).slice(0, SAMPLE);
    this.#sample = new Set(this.#list);
    this.#predicted = PERTURBATIONS.map(() => members.map(() => unknownLike(table.scores)));
  }

  readonly fitted: Fitted = (m, plan, prepare, predict) => {
    const { feature } = this.members[m]!;
    if (!feature.ofTexts) return;
    const held = plan.held.filter((row) => this.#sample.has(row));
    const places = held.map((row) => this.#list.indexOf(row));
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
      const shares = PERTURBATIONS.map(({ id }, p) => {
        const changed = choicesOf(meanOf(router.members.map((m) => this.#predicted[p]![m]!)), meanCosts);
        const known = this.#list.filter((row) => changed[row]! >= 0);
        const flipped = known.filter((row) => changed[row] !== choices[r]![row]);
        return { id, share: flipped.length / known.length };
      });
      return [{ router: router.id, shares }];
    });
  }

  #rawOf(feature: Feature): Rows[] {
    const known = this.#raw.get(feature);
    if (known) return known;
    const texts = this.#list.map((row) => this.table.cleaned[row]!);
    const raw = PERTURBATIONS.map(({ change }) =>
      feature.ofTexts!(texts.map((text) => this.table.cleaner.clean(change(text)))),
    );
    this.#raw.set(feature, raw);
    return raw;
  }
}
