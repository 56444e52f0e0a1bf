/** Plain searches over a benchmark, for tests: the page's results must match them. */
import type { Benchmark } from "../benchmark/benchmark.ts";

/** One headline prompt, with the router's choice at λ = 0. */
export interface Judged {
  id: string;
  domain: string;
  part: string;
  chosen: string;
  loss: number;
  best: number;
  regret: number;
  /** Number of experts within 0.05 nats of the best. */
  right: number;
  x: number;
  y: number;
}

/** Every headline prompt, by plain search over the experts. */
export function judgedPrompts(
  { ids, kind, domain, part, losses, predicted, x, y }: Benchmark,
  experts: readonly string[],
): Judged[] {
  return ids.flatMap((id, row) => {
    if (kind[row] !== "window") return [];
    const cells = (table: typeof losses) => experts.map((_, i) => table.data[row * experts.length + i]!);
    const expected = cells(predicted);
    const choice = expected.indexOf(Math.min(...expected));
    const loss = cells(losses)[choice]!;
    const best = Math.min(...cells(losses));
    const regret = loss - best;
    const right = cells(losses).filter((other) => other <= best + 0.05).length;
    const at = { x: x[row]!, y: y[row]! };
    return [{ id, domain: domain[row]!, part: part[row]!, chosen: experts[choice]!, loss, best, regret, right, ...at }];
  });
}

export const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;
