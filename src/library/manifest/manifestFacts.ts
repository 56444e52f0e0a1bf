/** What a manifest that has been read says: apart from its reading, whose code is fetched when a manifest arrives. */
import type { Manifest, Task } from "./manifest.ts";

/** Number of text tokens that the router and the experts read; two special tokens are added. 0 without a router. */
export const textRoom = ({ router }: Pick<Manifest, "router">): number => (router ? router.maxTokens - 2 : 0);

/** Whether a library's domains tell its prompts apart: a table without data sets has one for all. */
export const hasSeveralDomains = ({ domains }: Pick<Manifest, "domains">): boolean => domains.length > 1;

/** Bytes of all files of a library, each counted once. */
export function librarySize({ files }: Pick<Manifest, "files">): number {
  const sizes = new Map(Object.values(files).map(({ sha256, bytes }) => [sha256, bytes]));
  return [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
}

/** What a library's experts do; a manifest of version 1 means masked ones. */
export const taskOf = ({ task }: Pick<Manifest, "task">): Task => task ?? "masked";

/** What the experts of a library do, and the unit of its losses; a loss of the other task is not on its scale. */
export interface LossScale {
  task: Task;
  unit: NonNullable<Manifest["unit"]>;
}

/** Of libraries that do not say: see version.ts. */
export const USUAL_SCALE: LossScale = { task: "masked", unit: "nats per token" };

export const scaleOf = ({ task, unit }: Pick<Manifest, "task" | "unit">): LossScale => ({
  task: task ?? USUAL_SCALE.task,
  unit: unit ?? USUAL_SCALE.unit,
});
