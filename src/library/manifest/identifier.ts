/**
 * The format of ids: of experts, domains, parts and constraints. Ids are also used in links and in column names. Names that every
 * JavaScript object has, such as `__proto__`, are refused because they do not work as object keys.
 */
const INHERITED =
  "__\\w+__|constructor|prototype|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf";

export const IDENTIFIER = new RegExp(`^(?!(?:${INHERITED})$)[\\w.\\-/]{1,64}$`);

export const IDENTIFIER_RULE =
  "must be 1 to 64 letters, digits, dots, dashes, underscores or slashes, and no name of JavaScript's own such as constructor";

/** Turns names into ids: characters that an id may not contain become dashes; duplicates and forbidden names are numbered. */
export function identifiers(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.map((name) => {
    const base = name.replace(/[^\w.\-/]+/g, "-").slice(0, 56) || "x";
    let id = base;
    for (let k = 2; seen.has(id) || !IDENTIFIER.test(id); k++) id = `${base}-${k}`;
    seen.add(id);
    return id;
  });
}
