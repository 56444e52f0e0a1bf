import type { Matrix } from "../../core/matrix.ts";
import { memoLru } from "../../core/memoLru.ts";
import { COST } from "../../library/evaluationTable/evaluationTable.ts";
import type { Library } from "../../library/load.ts";
import type { TableReportRequest } from "../../workers/statistics/protocol.ts";
import { othersRouters } from "../front/othersRouters.ts";

/** Whether a library is an imported evaluation table: figures alone. */
export const isTable = ({ manifest }: Pick<Library, "manifest">): boolean => manifest.router === undefined;

/** Whether a table has points of whole test sets, and no prompts among which a policy could choose. */
export const isPoints = (library: Library): boolean => isTable(library) && library.benchmark.rows === 1;

/** Cost of each call; null for a table without costs. */
export const callCosts = ({ constraints }: Library): Matrix | null =>
  constraints.find(({ id }) => id === COST)?.calls ?? null;

/** By benchmark row, the index of its data set in the manifest. */
export const datasetNumbers = memoLru(({ benchmark, manifest }: Library): Int32Array => {
  const numbers = new Map(manifest.domains.map(({ id }, i) => [id, i]));
  const found = new Int32Array(benchmark.domain.length);
  // A data set's prompts stand together more often than not.
  let [last, number] = ["", -1];
  for (let row = 0; row < found.length; row++) {
    const id = benchmark.domain[row]!;
    if (id !== last || number < 0) [last, number] = [id, numbers.get(id)!];
    found[row] = number;
  }
  return found;
});

/** The same object for the same table and prompts. */
export const reportQuestion = memoLru(
  (library: Library, rows: Int32Array): TableReportRequest => ({
    rows,
    groups: datasetNumbers(library),
    routers: othersRouters(library).map(({ decisions }) => decisions),
  }),
);
