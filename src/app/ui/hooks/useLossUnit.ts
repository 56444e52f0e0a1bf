import { useMemo } from "react";
import { type LossUnit, lossUnit } from "../../../analysis/lossUnit.ts";
import { useExplorer } from "../../context.ts";

/** The unit of the current library's losses; nats per token before one is loaded. */
export function useLossUnit(): LossUnit {
  const benchmark = useExplorer((state) => state.baseLibrary?.manifest.benchmark);
  return useMemo(() => lossUnit({ benchmark: benchmark ?? NONE }), [benchmark]);
}

const NONE = { prompts: "", rows: 1, lossUnit: "nats per token" };
