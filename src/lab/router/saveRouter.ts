/** A trained router to files and back, without loss. */
import { LabError } from "../fit/labTable.ts";
import { type Packed, pack, unpack } from "./pack.ts";
import { ROUTER_FORMAT, ROUTER_VERSION, type TrainedRouter } from "./trainedRouter.ts";

export const saveRouter = (router: TrainedRouter): Packed => pack(router);

/** Throws a LabError for something else, or another version of the format. */
export function loadRouter(packed: Packed): TrainedRouter {
  const { format, version } = (packed.json ?? {}) as Partial<TrainedRouter>;
  if (format !== ROUTER_FORMAT) throw new LabError("This is not a trained router.");
  if (version !== ROUTER_VERSION) {
    throw new LabError(`This router has version ${version} of the format; this page reads version ${ROUTER_VERSION}.`);
  }
  return unpack(packed) as TrainedRouter;
}
