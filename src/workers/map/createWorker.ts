import { ownScript } from "../../rpc/ownScript.ts";
import address from "./worker.ts?worker&url";

/** Starts the map worker. */
export function createMapWorker(): Worker {
  return new Worker(ownScript(address), { type: "module", name: "map" });
}
