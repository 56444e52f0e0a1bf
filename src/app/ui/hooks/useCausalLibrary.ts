import { taskOf } from "../../../library/manifest/manifestFacts.ts";
import { useExplorer } from "../../context.ts";

/** Whether the experts of the shown library are causal language models, which read and continue a text and fill no masks. */
export const useCausalLibrary = (): boolean =>
  useExplorer(({ baseLibrary }) => baseLibrary !== null && taskOf(baseLibrary.manifest) === "causal");
