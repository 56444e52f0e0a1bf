import { withoutCourtesy } from "./courtesy.ts";

/**
 * What the router reads of a text: without white space around it, polite phrases at its ends, and full stops at its end, which say
 * nothing of which expert suits it. A text of these alone is read as it is, without white space. The recipe trains the router with
 * the same rule (models/recipe/tests/router_text.json).
 */
export function routerText(text: string): string {
  for (let read = text; ; ) {
    const polished = withoutCourtesy(read.trim());
    const shorter = polished.replace(/[.\s]+$/u, "") || polished;
    if (shorter === read) return read;
    read = shorter;
  }
}
