import { LabWork } from "./labWork.ts";
import { STATE, shippedStates } from "./shippedStates.ts";

/** The lab of the page. @param shipped address of the shipped library, whose router's state is a feature */
export const openLab = (shipped: string): LabWork =>
  new LabWork(undefined, undefined, { [STATE]: shippedStates(shipped) });
