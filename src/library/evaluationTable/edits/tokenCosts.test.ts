import { expect, it } from "vitest";
import type { Library } from "../../load.ts";
import { importedLibrary } from "../../testing/importedLibrary.ts";
import { NO_EDITS, type TableEdits } from "./tableEdits.ts";
import { withTableEdits } from "./withTableEdits.ts";

const LONG =
  "model,question_id,score,prompt_tokens,completion_tokens\na,1,1,1000,500\nb,1,0,1000,100\na,2,0,2000,0\nb,2,1,2000,100\n";
const PRICES = "model,input_price,output_price\na,1,2\nb,10,20\n";
const constraint = (library: Library, id: string) => library.constraints.find((one) => one.id === id);
const calls = (library: Library) =>
  [...constraint(library, "cost")!.calls!.data].map((cost) => Number(cost.toFixed(5)));
const edited = (table: Library, values: TableEdits["values"]) => withTableEdits(table, { ...NO_EDITS, values });

it("costs follow a price of tokens that is entered, call by call; the other price stays the table's own", async () => {
  const table = await importedLibrary({ "t.csv": LONG, "prices.csv": PRICES });
  expect(calls(table)).toEqual([2, 12, 2, 22]);
  const dearer = edited(table, { "output-price": { a: 4 } });
  expect(calls(dearer)).toEqual([3, 12, 2, 22]);
  expect([...constraint(dearer, "cost")!.raw]).toEqual([2.5, 17]);
  expect([...constraint(dearer, "price")!.raw]).toEqual([2.5, 15]);
  expect(constraint(dearer, "cost")!.measured).toMatch(/some entered by you$/);
  // A mean cost that is entered as well scales the calls.
  expect(calls(edited(table, { "output-price": { a: 4 }, cost: { a: 5 } }))).toEqual([6, 12, 4, 22]);
});

it("prices give costs to a table that has tokens alone", async () => {
  const table = await importedLibrary({ "t.csv": LONG });
  expect(constraint(table, "cost")).toBeUndefined();
  const priced = edited(table, { "input-price": { a: 1, b: 10 }, "output-price": { a: 2, b: 20 } });
  expect(calls(priced)).toEqual([2, 12, 2, 22]);
  expect(priced.constraints.map(({ id }) => id)).toEqual(["cost", "price"]);
});

it("a constraint that the user adds is one of the front's, named by its id", async () => {
  const table = await importedLibrary({ "t.csv": LONG });
  const own = constraint(edited(table, { "carbon-per-call": { a: 3, b: 1 } }), "carbon-per-call")!;
  expect(own).toMatchObject({ label: "Carbon per call", unit: "as entered", measured: "entered by you" });
  expect([[...own.raw], [...own.score]]).toEqual([[3, 1], [1, 0]]); // biome-ignore format: a table
});
