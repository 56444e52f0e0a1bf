import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Library } from "../library/load.ts";
import { shippedLibrary } from "../library/testing/shippedLibrary.ts";
import { EVERYTHING } from "../state/view/selection.ts";
import { analysisOf, remembered, rememberedOnce } from "./analysis.ts";
import { routerChoices } from "./choices/choices.ts";
import { front } from "./front/front.ts";
import { primaryRows } from "./rows/benchmarkRows.ts";
import { rowsUnder } from "./rows/selectedRows.ts";

const anyLibrary = () => ({}) as Library;

describe("the results that an analysis caches", () => {
  it("belong to one library and one kind of work, whatever the order of callers", () => {
    const libraries = [anyLibrary(), anyLibrary()];
    const asked = fc.record({ of: fc.nat(1), kind: fc.nat(2), key: fc.nat(3) });
    fc.assert(
      fc.property(fc.array(asked, { maxLength: 60 }), (questions) => {
        let computed = 0;
        const kinds = [0, 1, 2].map((kind) =>
          remembered({
            keep: 4,
            key: (key: number) => String(key),
            compute: (library, key) => {
              computed++;
              return `${libraries.indexOf(library)} ${kind} ${key}`;
            },
          }),
        );
        for (const { of, kind, key } of questions) {
          expect(kinds[kind]!(libraries[of]!, key)).toBe(`${of} ${kind} ${key}`);
        }
        // Four keys, of which four are kept: nothing is computed twice, and no kind or library evicts another's results.
        expect(computed).toBe(new Set(questions.map((one) => JSON.stringify(one))).size);
      }),
    );
  });

  it("belong to the library's single analysis, and are computed once if they depend on the library alone", () => {
    const library = anyLibrary();
    expect(analysisOf(library)).toBe(analysisOf(library));
    expect(analysisOf(library)).not.toBe(analysisOf(anyLibrary()));
    const object = rememberedOnce(() => ({}));
    expect(object(library)).toBe(object(library));
    expect(object(library)).not.toBe(object(anyLibrary()));
  });
});

describe("on the shipped library", () => {
  let library: Library;

  beforeAll(async () => {
    library = await shippedLibrary();
  });

  it("a front is recomputed for other λ except that of its axis, and for other prompts, but not for an equal array", () => {
    const rows = primaryRows(library);
    const at = (size: number, recency: number, of = rows) =>
      front(library, "size", "loss", { lambdas: { size, recency }, bounds: [] }, of);
    const first = at(0, 0.5);
    for (let size = 0; size < 3; size += 0.01) expect(at(size, 0.5)).toBe(first);
    expect(at(1, 0.5, rows.slice())).toBe(first);
    expect(at(0, 0.6)).not.toBe(first);
    expect(at(0, 0.5, rows.slice(1))).not.toBe(first);
    expect(at(0, 0.5)).toBe(first);
  });

  it("panels that lag behind a slider evict nothing that is on the page", () => {
    const policy = (size: number) => ({ lambdas: { size }, bounds: [] });
    const shown = routerChoices(library, policy(0));
    for (let k = 1; k <= 100; k++) {
      routerChoices(library, policy(k / 100));
      routerChoices(library, policy((k - 1) / 100));
      expect(routerChoices(library, policy(0))).toBe(shown);
    }
  });

  it("selected prompts are the same array as long as they are the same prompts", () => {
    const rowsAt = (size: number) =>
      rowsUnder(library, { ...EVERYTHING, minRegret: 0.2 }, { lambdas: { size }, bounds: [] });
    const rows = rowsAt(0.3);
    expect(rowsAt(0.3 + 1e-12)).toBe(rows);
    expect(rowsUnder(library, { ...EVERYTHING, domains: [] }, { lambdas: {}, bounds: [] })).toBe(primaryRows(library));
  });
});
