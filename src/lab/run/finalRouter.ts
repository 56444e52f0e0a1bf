/** The router that leaves the judgement: fitted on all prompts of the table, for prompts that are typed. */
import type { Matrix } from "../../core/matrix.ts";
import type { Preparation } from "../features/rows.ts";
import { LabError, type LabTable } from "../fit/labTable.ts";
import { type Member, type MemberResult, meanOf, medianSetting, SEED } from "../fit/predictHeldOut.ts";
import type { Predict } from "../heads/head.ts";
import type { Entry } from "./contestants.ts";

export interface FinalMember {
  member: Member;
  /** The median of the settings that were chosen in the folds. */
  setting: number;
  prepare: Preparation;
  predict: Predict;
}

export interface FinalRouter {
  id: string;
  models: string[];
  members: FinalMember[];
  /** Predicted scores, texts × models; the texts are cleaned first. */
  scoresOf(texts: readonly string[]): Matrix;
}

/**
 * @param results of the cross-validation that judged the routers
 * Throws a LabError for a router with a feature that cannot be computed from a text.
 */
export function finalRouter(
  table: LabTable,
  { members, routers }: Entry,
  results: readonly MemberResult[],
  id: string,
  seed = SEED,
): FinalRouter {
  const plan = routers.find((one) => one.id === id);
  if (!plan) throw new LabError(`There is no router “${id}”.`);
  const train = Int32Array.from(table.rows.keys());
  const own = plan.members.map((m): FinalMember => {
    const member = members[m]!;
    const setting = medianSetting(results[m]!.settings);
    const prepare = member.feature.prepare(train);
    const rows = prepare(member.feature.raw);
    const predict = member.head.fit({ rows, train, targets: table.scores, seed }, setting);
    return { member, setting, prepare, predict };
  });
  return { id, models: table.models, members: own, scoresOf: (texts) => scoresOf(table, own, texts) };
}

function scoresOf(table: LabTable, members: readonly FinalMember[], texts: readonly string[]): Matrix {
  const cleaned = texts.map(table.cleaner.clean);
  const places = texts.map((_, i) => i);
  return meanOf(
    members.map(({ member: { feature }, prepare, predict }): Matrix => {
      if (!feature.ofTexts) throw new LabError(`“${feature.id}” is known of the table's prompts only.`);
      const data = predict(prepare(feature.ofTexts(cleaned)), places);
      return { rows: texts.length, columns: table.models.length, data };
    }),
  );
}
