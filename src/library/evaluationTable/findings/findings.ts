/** Findings about an imported table: possible faults, their effect on results, and remedies. */
import { identifiers } from "../../manifest/identifier.ts";
import type { Finding } from "../edits/change.ts";
import type { EvaluationTable } from "../evaluationTable.ts";
import type { Part } from "../understand/merge.ts";
import type { Price } from "../understand/prices.ts";
import { aboutCosts } from "./aboutCosts.ts";
import { aboutModels } from "./aboutModels.ts";
import { aboutPrompts } from "./aboutPrompts.ts";
import { aboutRouters } from "./aboutRouters.ts";
import { aboutScores } from "./aboutScores.ts";
import type { Examined } from "./examined.ts";
import { leaks } from "./leaks.ts";

export function findingsOf(
  table: EvaluationTable,
  parts: readonly Part[],
  prices: readonly (Price | null)[] | null,
): Finding[] {
  const examined: Examined = { table, ids: identifiers(table.models), parts, prices };
  const found = [aboutScores, aboutPrompts, leaks, aboutModels, aboutCosts, aboutRouters].flatMap((about) =>
    about(examined),
  );
  return found.map(({ id, text, remedies = [] }) => ({
    id,
    text,
    remedies: remedies.map((remedy, i) => ({ ...remedy, id: remedies.length > 1 ? `${id}-${i + 1}` : id })),
  }));
}
