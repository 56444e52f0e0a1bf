import { IDENTIFIER } from "../../library/manifest/identifier.ts";
import type { Polygon } from "../../workers/map/polygon.ts";
import { isRowSet } from "../rowSet.ts";
import { MAX_LASSO, type Selection } from "../selection.ts";

/** Coordinates in a link: four digits are finer than a pixel of the map. */
export const roundCoordinate = (value: number): number => Number(value.toPrecision(4));

export function writeSelection(parameters: URLSearchParams, selection: Selection): void {
  const { kind, domains, expert, minRegret, rightExperts, lasso, picked } = selection;
  if (kind !== null) parameters.set("kind", kind);
  if (domains.length > 0) parameters.set("in", domains.join("~"));
  if (expert !== null) parameters.set("to", expert);
  if (minRegret !== null) parameters.set("regret", String(Number(minRegret.toPrecision(6))));
  if (rightExperts !== null) parameters.set("right", String(rightExperts));
  if (picked !== null) parameters.set("picked", picked);
  if (lasso) parameters.set("area", lasso.map((corner) => corner.map(roundCoordinate).join("_")).join("~"));
}

/** Conditions that do not parse are left out one by one. */
export function readSelection(parameters: URLSearchParams): Selection {
  const identifiers = (key: string) => (parameters.get(key) ?? "").split("~").filter((id) => IDENTIFIER.test(id));
  const right = positive(parameters.get("right"));
  return {
    kind: identifiers("kind")[0] ?? null,
    domains: [...new Set(identifiers("in"))],
    expert: identifiers("to")[0] ?? null,
    minRegret: positive(parameters.get("regret")),
    rightExperts: right !== null && Number.isInteger(right) ? right : null,
    lasso: readArea(parameters.get("area") ?? ""),
    picked: readPicked(parameters.get("picked")),
  };
}

function positive(written: string | null): number | null {
  const value = Number(written);
  return Number.isFinite(value) && value > 0 ? value : null;
}

/** An empty set is one too: everything is left out. */
const readPicked = (written: string | null) => (written !== null && isRowSet(written) ? written : null);

function readArea(written: string): Polygon | null {
  const corners = written.split("~").map((corner) => corner.split("_").map(Number));
  const valid = corners.every(([x, y, ...more]) => Number.isFinite(x) && Number.isFinite(y) && more.length === 0);
  if (!valid || corners.length < 3 || corners.length > MAX_LASSO) return null;
  return corners.map(([x, y]) => [x!, y!] as const);
}
