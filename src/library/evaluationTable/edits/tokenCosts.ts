/** Costs that follow prices of tokens which the user has entered, in a table that knows the tokens of its calls. */
import { type Matrix, matrix } from "../../../core/matrix.ts";
import type { Library } from "../../load.ts";
import { INPUT_TOKENS, OUTPUT_TOKENS, PER_PROMPTS } from "../evaluationTable.ts";
import type { TableEdits } from "./tableEdits.ts";

/** Keys of `TableEdits.values` with prices, US dollars per million tokens. */
export const INPUT_PRICE = "input-price";
export const OUTPUT_PRICE = "output-price";

/** US dollars per million tokens; NaN where unknown. */
export interface TokenPrice {
  input: number;
  output: number;
}

export const hasTokens = ({ benchmark }: Library): boolean =>
  benchmark.calls?.has(INPUT_TOKENS) === true || benchmark.calls?.has(OUTPUT_TOKENS) === true;

/** A model's prices: those that the user entered, else the table's own. Null if the user has entered none. */
export function enteredPrice({ manifest }: Library, values: TableEdits["values"], model: string): TokenPrice | null {
  const own = manifest.benchmark.tokenPrices?.[model];
  const [input, output] = [values[INPUT_PRICE]?.[model], values[OUTPUT_PRICE]?.[model]];
  if (input === undefined && output === undefined) return null;
  return { input: input ?? own?.input ?? Number.NaN, output: output ?? own?.output ?? Number.NaN };
}

/**
 * The costs with those of repriced models computed anew: tokens × price, in US dollars per 1,000 prompts. A price that is unknown for
 * tokens that are known leaves the call's cost unknown.
 * @param costs of the calls; null if the table has none
 * @param prices by model, null where they are the table's own
 */
export function repriced(
  { benchmark }: Library,
  costs: Matrix | null,
  prices: readonly (TokenPrice | null)[],
): Matrix | null {
  if (prices.every((price) => price === null)) return costs;
  const [input, output] = [benchmark.calls?.get(INPUT_TOKENS), benchmark.calls?.get(OUTPUT_TOKENS)];
  if (!input && !output) return costs;
  const { rows } = benchmark;
  const anew = costs ? new Float32Array(costs.data) : new Float32Array(rows * prices.length).fill(Number.NaN);
  const part = (tokens: Matrix | undefined, cell: number, price: number) => (tokens ? tokens.data[cell]! * price : 0);
  prices.forEach((price, k) => {
    if (!price) return;
    for (let cell = k; cell < anew.length; cell += prices.length) {
      const millionths = part(input, cell, price.input) + part(output, cell, price.output);
      anew[cell] = (millionths * PER_PROMPTS) / 1e6;
    }
  });
  return matrix(rows, prices.length, anew);
}
