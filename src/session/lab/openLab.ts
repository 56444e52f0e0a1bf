import { chosenEncoder, ENCODER } from "./encoder.ts";
import { EncoderPick } from "./encoderPick.ts";
import { LabWork } from "./labWork.ts";
import { STATE, shippedStates } from "./shippedStates.ts";

/** The lab of the page. @param shipped address of the shipped library, whose router's state is a feature */
export function openLab(shipped: string): LabWork {
  const encoder = new EncoderPick();
  const embedders = {
    [STATE]: shippedStates(shipped),
    [ENCODER]: chosenEncoder(() => encoder.store.getState().choice),
  };
  return new LabWork(undefined, undefined, embedders, encoder);
}
