import { routersOf } from "../understand/routers.ts";
import type { Examined, Found } from "./examined.ts";
import { counted } from "./words.ts";

/** Findings about others' routers: decisions that say nothing, and columns that are no decisions. */
export function aboutRouters({ table }: Examined): Found[] {
  const known = new Map(routersOf(table).map((router) => [router.name, router]));
  return (table.routers ?? []).flatMap(({ name }): Found[] => {
    const router = known.get(name);
    if (!router) {
      const text = `The column “${name}” is left alone: its cells name no model of the table, and numbers to route by need a table of two models.`;
      return [{ id: "routers", text }];
    }
    const { choices, scores } = router;
    const unknown = choices
      ? choices.filter((choice) => choice < 0).length
      : scores!.filter((score) => Number.isNaN(score)).length;
    if (unknown === 0) return [];
    const text = `“${name}” decides nothing on ${counted(unknown, "prompt", "prompts")}: its figures are over the others, so compare them with care.`;
    return [{ id: "routers", text }];
  });
}
