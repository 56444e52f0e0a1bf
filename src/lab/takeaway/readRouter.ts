import { LocalFileError } from "../../library/errors.ts";
import { folderOf, type LocalFiles } from "../../library/import/localFiles.ts";
import { loadRouter } from "../router/saveRouter.ts";
import type { TrainedRouter } from "../router/trainedRouter.ts";
import { ROUTER_ARRAYS, ROUTER_JSON } from "./names.ts";
import { routerShape } from "./routerShape.ts";

/** The router in a downloaded zip. @param name of what was given, for errors. Throws a LocalFileError. */
export async function readRouter(files: LocalFiles, name: string): Promise<TrainedRouter> {
  const fail = (problem: string, cause?: unknown) => new LocalFileError(name, `${name} ${problem}`, { cause });
  const folder = folderOf(files, ROUTER_JSON);
  const [about, arrays] = [ROUTER_JSON, ROUTER_ARRAYS].map((file) => files.get(`${folder ?? ""}${file}`));
  if (!about || !arrays) throw fail(`needs both ${ROUTER_JSON} and ${ROUTER_ARRAYS}. Download the router again.`);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(await about.read()));
  } catch (cause) {
    throw fail(`has a ${ROUTER_JSON} that is not JSON. Download the router again.`, cause);
  }
  const checked = routerShape.safeParse(json);
  if (!checked.success) {
    const { path, message } = checked.error.issues[0]!;
    throw fail(`is not a router that this page can read: ${path.join(".")}: ${message}`);
  }
  try {
    const { route: _, ...packed } = checked.data;
    const router = loadRouter({ json: packed, arrays: new Uint8Array(await arrays.read()) });
    check(router);
    return router;
  } catch (cause) {
    throw fail(`cannot be opened. ${(cause as Error).message}`, cause);
  }
}

/** Whether arrays have the sizes that their neighbours ask for. Throws a RangeError. */
function check({ models, heldOut, coordinates, members, meanCosts }: TrainedRouter): void {
  const prompts = heldOut.ids.length;
  const need = (holds: boolean, what: string) => {
    if (!holds) throw new RangeError(`Its ${what} do not fit its models and prompts.`);
  };
  need(heldOut.predicted.length === prompts * models.length, "predictions");
  need(heldOut.folds.length === prompts, "folds");
  need(coordinates.data.length === prompts * coordinates.columns && coordinates.x.length === prompts, "points");
  need(coordinates.y.length === prompts, "points");
  need(meanCosts === null || meanCosts.length === models.length, "costs");
  for (const { prepared, learnt } of members) {
    const columns = prepared.kind === "scale" ? prepared.mean.length : prepared.columns.length;
    need(prepared.kind === "scale" ? prepared.factor.length === columns : prepared.idf.length === columns, "features");
    const outputs = models.length;
    switch (learnt.kind) {
      case "linear":
      case "logistic":
        need(learnt.weights.length === columns * outputs && learnt.intercept.length === outputs, "weights");
        break;
      case "knn":
        need(learnt.rows.columns === columns && learnt.targets.columns === outputs, "neighbours");
        need(learnt.targets.data.length === learnt.rows.rows * outputs, "neighbours");
        break;
      case "clusters":
        need(
          learnt.points.length === columns * learnt.count && learnt.means.length === outputs * learnt.count,
          "clusters",
        );
        break;
      case "mlp":
        need(learnt.first.length === (columns + 1) * learnt.hidden, "weights");
        need(learnt.second.length === (learnt.hidden + 1) * outputs && learnt.means.length === outputs, "weights");
    }
  }
}
