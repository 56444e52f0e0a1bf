import { ownScript } from "../../rpc/ownScript.ts";
import address from "./worker.ts?worker&url";

/** Starts the worker that imports one routing table. */
export function createTableWorker(): Worker {
  return new Worker(ownScript(address), { type: "module", name: "tables" });
}
