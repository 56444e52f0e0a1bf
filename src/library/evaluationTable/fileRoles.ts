/** The roles of the columns of several files, which depend on one another. */
import type { RawTable } from "./read/rawTable.ts";
import type { Price } from "./understand/prices.ts";
import type { ColumnFacts, ColumnRole } from "./understand/roles.ts";
import { areChoices } from "./understand/routers.ts";

/** A file as read. */
export interface OpenedFile {
  raw: RawTable;
  facts: ColumnFacts[];
  /** Null for a file with scores. */
  prices: Price[] | null;
}

/** Whether a file says which models its scores are of. */
export const hasModel = (facts: readonly ColumnFacts[]): boolean =>
  facts.some(({ role }) => role.kind === "model" || (role.kind === "score" && role.model !== null));

/** The facts about each file, with the user's roles, and those of a single-model file, which can only occur among several files. */
export function withRoles(
  files: readonly OpenedFile[],
  roles: Readonly<Record<string, ColumnRole>> | undefined,
): ColumnFacts[][] {
  const models = files.length > 1 ? modelsIn(files) : [];
  return files.map(({ raw, facts: own }) => {
    const facts = own.some(({ role }) => role.kind === "score") ? own : withDecisions(raw, own, models);
    const chosen = facts.map((fact) => {
      const role = roles && Object.hasOwn(roles, fact.name) ? roles[fact.name]! : fact.role;
      return role === fact.role ? fact : { ...fact, role };
    });
    const isKnown = chosen.some(({ role }) => role.kind === "score" || role.kind === "router");
    return isKnown || files.length === 1 ? chosen : ofSingleModel(chosen);
  });
}

/** The models that the files have scores of. */
const modelsIn = (files: readonly OpenedFile[]): string[] =>
  files.flatMap(({ raw, facts }) =>
    facts.flatMap(({ role }, i) => {
      if (role.kind === "model") return raw.columns[i]!.texts.slice(1);
      return role.kind === "score" && role.model !== null ? [role.model] : [];
    }),
  );

/** A file without scores, with columns that name models of the other files: a router's decisions. Its prompts are known by id or text. */
function withDecisions({ columns }: RawTable, facts: ColumnFacts[], models: readonly string[]): ColumnFacts[] {
  if (models.length < 2) return facts;
  const named = facts.map(
    ({ name, role }, i) =>
      (role.kind === "ignore" || role.kind === "model") && areChoices(name, columns[i]!.texts.slice(1), models),
  );
  if (!named.includes(true)) return facts;
  return facts.map((fact, i) => (named[i] ? { ...fact, role: { kind: "router" } } : fact));
}

function ofSingleModel(facts: ColumnFacts[]): ColumnFacts[] {
  const score = facts.find(
    ({ name, role, profile }) => role.kind === "ignore" && isScoreName(name) && profile.figures > 0,
  );
  if (!score) return facts;
  return facts.map((fact) => (fact === score ? { ...fact, role: { kind: "score", model: null } } : fact));
}

const isScoreName = (name: string): boolean =>
  /^(?:score|label|correct|is_correct|accuracy|acc|performance|exact_match|reward|em|f1)$/i.test(name);
