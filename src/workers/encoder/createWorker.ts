import { ownScript } from "../../rpc/ownScript.ts";
import address from "./worker.ts?worker&url";

export function createEncoderWorker(): Worker {
  return new Worker(ownScript(address), { type: "module", name: "encoder" });
}
