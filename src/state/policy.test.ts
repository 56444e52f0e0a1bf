import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SliderSetting, SliderSettings } from "../core/flags/grammar.ts";
import type { Library } from "../library/load.ts";
import { flagSettings, slidersAfterEdit, slidersOfView, withSlider } from "./policy.ts";

const IDS = ["size", "recency"] as const;
const library = { constraints: IDS.map((id) => ({ id })) } as unknown as Library;
/** What flags can ask for, by constraint; null for no flag. */
const FLAGS = {
  size: { "": 0, "[Flag: smallest]": "max", "[Flag: small]": "middle", "[Flag: size=0.5]": 0.5, "[Flag: size=0]": 0 },
  recency: { "": 0, "[Flag: newest]": "max", "[Flag: recency=0.25]": 0.25, "[Flag: newer than 2020]": 0 },
} as const satisfies Record<string, Record<string, SliderSetting>>;

const promptOf = (size: string, recency: string) => `the court ${size} ${recency}`;
const flag = (id: keyof typeof FLAGS) => fc.constantFrom(...Object.keys(FLAGS[id]));
const setting = fc.constantFrom<SliderSetting>(0, 0.1, 0.5, 2, "middle", "max");
/** User actions: editing the flags of one constraint, or moving a slider. */
const step = fc.oneof(
  ...IDS.flatMap((id) => [
    fc.record({ does: fc.constant("edits" as const), id: fc.constant(id), to: flag(id) }),
    fc.record({ does: fc.constant("moves" as const), id: fc.constant(id), to: setting }),
  ]),
);

const at = (sliders: SliderSettings, id: string): SliderSetting => sliders[id] ?? 0;

describe("flags and manual changes move the same sliders", () => {
  it("in any order, the last setting of a slider counts, and the other sliders stay", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const flags: Record<string, string> = { size: "", recency: "" };
        const expected: Record<string, SliderSetting> = { size: 0, recency: 0 };
        let [prompt, sliders]: [string, SliderSettings] = [promptOf("", ""), {}];
        for (const { does, id, to } of steps) {
          if (does === "moves") {
            sliders = withSlider(sliders, flagSettings(library, prompt), id, to);
            expected[id] = to;
          } else {
            const asked = (written: string) => flagSettings(library, promptOf(written, written))[id];
            // A flag that repeats the request of an earlier one, or asks for a bound, moves nothing.
            if (asked(flags[id]!) !== asked(to)) expected[id] = asked(to) ?? 0;
            flags[id] = to;
            const edited = promptOf(flags.size!, flags.recency!);
            sliders = slidersAfterEdit(library, sliders, prompt, edited);
            prompt = edited;
          }
          for (const one of IDS) expect(at(sliders, one)).toBe(expected[one]);
          // A link to the current state, and history, restore it unchanged.
          expect(slidersOfView(library, prompt, sliders)).toEqual(sliders);
        }
      }),
    );
  });

  it("the object is kept while no flag is added or removed", () => {
    const sliders = { size: 0.3 };
    expect(slidersAfterEdit(library, sliders, "a [Flag: newest]", "ab [Flag: newest]")).toBe(sliders);
    expect(slidersAfterEdit(library, sliders, "a", "a [Flag: blue] [Flag: under 2M parameters]")).toBe(sliders);
  });

  it("an opened view keeps its positions, and its flags set the rest", () => {
    const prompt = "the court [Flag: smallest] [Flag: recency=0.25]";
    expect(slidersOfView(library, prompt, {})).toEqual({ size: "max", recency: 0.25 });
    expect(slidersOfView(library, prompt, { size: 0 })).toEqual({ size: 0, recency: 0.25 });
  });

  it("a slider at 0 is stored only if a flag would move it elsewhere", () => {
    expect(withSlider({ size: 1 }, {}, "size", 0)).toEqual({});
    expect(withSlider({ size: "max" }, { size: "max" }, "size", 0)).toEqual({ size: 0 });
  });
});
