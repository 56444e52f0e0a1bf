import { History } from "../../state/history.ts";
import { DEFAULT_VIEW, type State, type Store, type View } from "../../state/store.ts";
import { encodeView } from "../../state/url/link.ts";

/** Undo and redo of everything that a link restores. */
export class ViewHistory {
  readonly history: History<View>;

  constructor(private readonly store: Store) {
    this.history = new History(viewOf(store.getState()), {
      // A link may truncate the prompt.
      same: (a, b) => a.prompt === b.prompt && encodeView(a) === encodeView(b),
    });
    store.subscribe((state, before) => {
      const keys = Object.keys(DEFAULT_VIEW) as (keyof View)[];
      if (keys.every((key) => state[key] === before[key])) return;
      // Masks stay on their words when the prediction for an edited prompt arrives: an automatic change.
      if (state.routed !== before.routed) this.history.amend(viewOf(state));
      else this.history.record(viewOf(state));
    });
  }

  undo(): void {
    this.#restore(this.history.undo());
  }

  redo(): void {
    this.#restore(this.history.redo());
  }

  /** Drops all steps: they belong to another library. */
  restart(): void {
    this.history.restart(viewOf(this.store.getState()));
  }

  #restore(view: View | null): void {
    if (!view) return;
    this.store.setState(view);
    // Listeners may have changed something along with the prompt; the view has the previous values.
    this.store.setState(view);
  }
}

function viewOf(state: State): View {
  return Object.fromEntries(Object.keys(DEFAULT_VIEW).map((key) => [key, state[key as keyof View]])) as unknown as View;
}
