import { settingAt } from "../../analysis/policy/policyOf.ts";
import type { TableEdits } from "../../library/evaluationTable/edits/tableEdits.ts";
import { libraryOf, predictionOf } from "../../state/derived.ts";
import { flagSettings, slidersAfterEdit, withSlider } from "../../state/policy.ts";
import type { Store, View } from "../../state/store.ts";
import type { HeatView } from "../../state/view/heatView.ts";
import type { MapView } from "../../state/view/mapView.ts";
import type { Selection } from "../../state/view/selection.ts";

/** The panels' changes of the view: each method is one change of the store. */
export class ViewActions {
  constructor(readonly store: Store) {}

  /** Sets an edited prompt; flags that were added or removed move their sliders. */
  setPrompt(prompt: string): void {
    this.store.setState(({ baseLibrary, prompt: before, sliders }) => ({
      prompt,
      sliders: baseLibrary ? slidersAfterEdit(baseLibrary, sliders, before, prompt) : sliders,
    }));
  }

  insertMask(): void {
    const { prompt } = this.store.getState();
    this.setPrompt(prompt === "" || /\s$/.test(prompt) ? `${prompt}[MASK]` : `${prompt} [MASK]`);
  }

  /** Moves a slider to a λ, nats per unit of C. */
  setLambda(id: string, lambda: number): void {
    this.store.setState((state) => {
      const library = libraryOf(state);
      if (!library) return {};
      const asked = flagSettings(library, state.prompt);
      const setting = settingAt(library, predictionOf(state), state.prompt, id, lambda);
      return { sliders: withSlider(state.sliders, asked, id, setting) };
    });
  }

  /** Sets every slider to 0, including those set by flags. */
  resetLambdas(): void {
    this.store.setState(({ baseLibrary, prompt }) => ({
      sliders: baseLibrary
        ? Object.fromEntries(Object.keys(flagSettings(baseLibrary, prompt)).map((id) => [id, 0]))
        : {},
    }));
  }

  /** Shows or hides a comparison with the library's router on the front. */
  toggleCompared(id: string): void {
    this.store.setState(({ compared }) => ({ compared: toggled(compared, id) }));
  }

  setView(view: Partial<View>): void {
    this.store.setState(view);
  }

  /** Changes some settings of the map panel. */
  setMap(change: Partial<MapView>): void {
    this.store.setState(({ map }) => ({ map: { ...map, ...change } }));
  }

  /** Changes some settings of the Domains panel. */
  setHeat(change: Partial<HeatView>): void {
    this.store.setState(({ heat }) => ({ heat: { ...heat, ...change } }));
  }

  /** Changes some conditions of the selection; the others stay. */
  select(change: Partial<Selection>): void {
    this.store.setState(({ selection }) => ({ selection: { ...selection, ...change } }));
  }

  /** Changes some edits of the table; the others stay. */
  edit(change: Partial<TableEdits>): void {
    this.store.setState(({ edits }) => ({ edits: { ...edits, ...change } }));
  }

  /** Shows one benchmark prompt in detail; null closes it. */
  inspect(id: string | null): void {
    this.store.setState({ inspected: id });
  }

  /** Reports to all panels which benchmark row is under the pointer. */
  hover(hoveredRow: number | null): void {
    if (this.store.getState().hoveredRow !== hoveredRow) this.store.setState({ hoveredRow });
  }
}

const toggled = (ids: readonly string[], id: string): readonly string[] =>
  ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id];
