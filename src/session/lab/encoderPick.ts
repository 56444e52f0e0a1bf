import { createStore } from "zustand/vanilla";
import { errorMessage } from "../../core/errorMessage.ts";
import { type EncoderChoice, encoderFromFiles, encoderFromHub } from "../../library/hub/encoderChoice.ts";
import type { LocalFiles } from "../../library/import/localFiles.ts";
import type { LocalStore } from "../../library/storage/localStore.ts";
import { forgetEncoder, keptEncoder } from "./keptEncoder.ts";

export interface EncoderState {
  choice: EncoderChoice | null;
  /** Whether a model is being looked up. */
  busy: boolean;
  problem: string | null;
}

/** The encoder that the user has chosen; the latest choice wins. */
export class EncoderPick {
  readonly store = createStore<EncoderState>(() => ({ choice: null, busy: false, problem: null }));
  /** Settles when the encoder of the last visit has been looked for. */
  readonly recalled: Promise<void>;
  #turn = 0;

  /** @param added where the encoder of the last visit is kept; null for nowhere */
  constructor(private readonly added: LocalStore | null = null) {
    this.recalled = this.#recall();
  }

  /** Deletes the kept encoder. */
  async forget(): Promise<void> {
    this.#turn++;
    this.store.setState({ choice: null, busy: false, problem: null });
    await forgetEncoder(this.added!).catch((error: unknown) => this.store.setState({ problem: errorMessage(error) }));
  }

  /** Where storage is refused nothing was kept, and an encoder can still be chosen. */
  async #recall(): Promise<void> {
    const choice = this.added && (await keptEncoder(this.added).catch(() => null));
    if (choice && this.#turn === 0) this.store.setState({ choice });
  }

  /** @param id of a model, or the address of its page */
  lookUp(hub: string, id: string): Promise<void> {
    return this.#take(() => encoderFromHub(hub, id));
  }

  read(name: string, open: () => Promise<LocalFiles>): Promise<void> {
    return this.#take(async () => encoderFromFiles(await open(), name));
  }

  /** @param model path of a form's ONNX file */
  chooseForm(model: string): void {
    const { choice } = this.store.getState();
    const form = choice?.forms.find((one) => one.model === model);
    if (choice && form) this.store.setState({ choice: { ...choice, form } });
  }

  async #take(find: () => Promise<EncoderChoice>): Promise<void> {
    const turn = ++this.#turn;
    this.store.setState({ busy: true, problem: null });
    try {
      const choice = await find();
      if (turn === this.#turn) this.store.setState({ choice, busy: false });
    } catch (error) {
      if (turn === this.#turn) this.store.setState({ busy: false, problem: errorMessage(error) });
    }
  }
}
