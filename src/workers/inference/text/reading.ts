/**
 * What the router reads of a text: without white space around it, and without full stops at its end, which say nothing of which
 * expert suits it. A text of these alone is read as it is, without white space. The recipe trains the router with the same rule
 * (models/recipe/tests/router_text.json).
 */
export function routerText(text: string): string {
  const stripped = text.trim();
  return stripped.replace(/[.\s]+$/u, "") || stripped;
}
