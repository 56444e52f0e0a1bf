import { browserStore } from "../../library/storage/localStore.ts";
import { chosenEncoder, ENCODER } from "./encoder.ts";
import { EncoderPick } from "./encoderPick.ts";
import { keepEncoder } from "./keptEncoder.ts";
import { LabWork } from "./labWork.ts";
import { STATE, shippedStates } from "./shippedStates.ts";

/** The lab of the page. @param shipped address of the shipped library, whose router's state is a feature */
export function openLab(shipped: string): LabWork {
  const added = browserStore();
  const encoder = new EncoderPick(added);
  const chosen = () => encoder.recalled.then(() => encoder.store.getState().choice);
  const embedders = {
    [STATE]: shippedStates(shipped),
    // Without room for its files it is chosen again the next time.
    [ENCODER]: chosenEncoder(chosen, (choice, files) => keepEncoder(added, choice, files).catch(() => {})),
  };
  return new LabWork(undefined, undefined, embedders, encoder);
}
