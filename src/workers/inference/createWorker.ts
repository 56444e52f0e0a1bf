import { ownScript } from "../../rpc/ownScript.ts";
import address from "./worker.ts?worker&url";

/** Starts the inference worker. */
export function createInferenceWorker(): Worker {
  return new Worker(ownScript(address), { type: "module", name: "inference" });
}
