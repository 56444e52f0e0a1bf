/** @file Everything that a link can contain, one row per key: its name, its place in the view, and the format of its value. */

import type { SliderSetting } from "../../core/flags/grammar.ts";
import { isRowSet } from "../../core/rowSet.ts";
import { type Camera, MAX_ZOOM } from "../../workers/map/camera.ts";
import { type LayoutSettings, layoutProblem } from "../../workers/map/layout.ts";
import type { Polygon } from "../../workers/map/polygon.ts";
import { DEFAULT_VIEW, OUTCOMES, type View } from "../store.ts";
import { CHOSEN_EXPERT, EVERY_EXPERT } from "../view/heatView.ts";
import { MAP_COLORS } from "../view/mapView.ts";
import { PROMPT_COLUMNS, type PromptOrder } from "../view/promptOrder.ts";
import { MAX_LASSO } from "../view/selection.ts";
import {
  asInLink,
  type Codec,
  identifier,
  identifierSet,
  identifiers,
  nonNegative,
  numbersIn,
  oneOf,
  optional,
  places,
  positive,
  roundCoordinate,
  text,
  wholeNumber,
  words,
} from "./codecs.ts";
import { cutText } from "./cutText.ts";
import { modelDates, modelValues } from "./editKeys.ts";
import type { LinkKey } from "./linkKey.ts";

/** Maximum length in UTF-16 units of a prompt in a link. */
export const MAX_PROMPT = 8_000;
/** Key in a link whose prompt was truncated: its original length. */
export const CUT = "cut";
const MAX_PROMPT_ID = 300;
/** Models read no more tokens of a prompt than this. */
const MAX_MASKED_TOKEN = 10_000;
/** Prefix of the sliders' keys; the constraint's id follows. */
const SLIDER = "l.";

/** A key for one value of the view. */
function key<T>(name: string, codec: Codec<T>, get: (view: View) => T, set: (view: View, value: T) => View): LinkKey {
  const usual = codec.encode(get(DEFAULT_VIEW));
  return {
    name,
    matches: (other) => other === name,
    write(view) {
      const written = codec.encode(get(view));
      return written === null || written === usual ? [] : [[name, written]];
    },
    read(view, written) {
      const value = codec.decode(written);
      return value === undefined ? undefined : set(view, value);
    },
  };
}

/** A key for a field of the view. */
const field = <K extends keyof View>(name: string, codec: Codec<View[K]>, at: K): LinkKey =>
  key(
    name,
    codec,
    (view) => view[at],
    (view, value) => ({ ...view, [at]: value }),
  );

/** A key for a field of one of the view's sections. */
const within = <S extends "map" | "heat" | "selection" | "edits", K extends keyof View[S]>(
  section: S,
  name: string,
  codec: Codec<View[S][K]>,
  at: K,
): LinkKey =>
  key(
    name,
    codec,
    (view) => view[section][at],
    (view, value) => ({ ...view, [section]: { ...view[section], [at]: value } }),
  );

const prompt: Codec<string> = {
  encode: (value) => cutText(value, MAX_PROMPT),
  decode: (written) => cutText(written, MAX_PROMPT),
};

const cut: LinkKey = {
  name: CUT,
  matches: (name) => name === CUT,
  write: (view) => (view.prompt.length > MAX_PROMPT ? [[CUT, String(view.prompt.length)]] : []),
  // It describes the link, not the view: see `cutLength`.
  read: (view) => view,
};

const WORDS = ["middle", "max"] as const;

/** A slider position: λ in nats, or a word. Older links only contain numbers. */
const setting: Codec<SliderSetting> = {
  encode: (value) => (typeof value === "number" ? nonNegative.encode(value) : value),
  decode: (written) => oneOf(WORDS).decode(written) ?? nonNegative.decode(written),
};

const sliders: LinkKey = {
  name: SLIDER,
  matches: (name) => name.startsWith(SLIDER),
  write: (view) => Object.entries(view.sliders).map(([id, value]) => [`${SLIDER}${id}`, setting.encode(value)!]),
  read(view, written, name) {
    const id = identifier.decode(name.slice(SLIDER.length));
    const value = setting.decode(written);
    return id === undefined || value === undefined ? undefined : { ...view, sliders: { ...view.sliders, [id]: value } };
  },
};

const order: Codec<PromptOrder> = {
  encode: ({ by, descending }) => `${descending ? "-" : ""}${by}`,
  decode(written) {
    const descending = written.startsWith("-");
    const by = oneOf(PROMPT_COLUMNS).decode(descending ? written.slice(1) : written);
    return by && { by, descending };
  },
};

const camera: Codec<Camera> = {
  encode: ({ x, y, zoom }) => [x, y, zoom].map(asInLink).join("_"),
  decode(written) {
    const [x, y, zoom, ...more] = numbersIn(written);
    if (x === undefined || y === undefined || zoom === undefined || more.length > 0) return undefined;
    return zoom > 1 && zoom <= MAX_ZOOM ? { x, y, zoom } : undefined;
  },
};

const cameraOf = (space: "router" | "causal"): LinkKey =>
  key(
    `see.${space}`,
    optional(camera),
    ({ map }) => map.cameras[space],
    (view, value) => ({ ...view, map: { ...view.map, cameras: { ...view.map.cameras, [space]: value } } }),
  );

const layout: Codec<LayoutSettings> = {
  encode: ({ seed, neighbors, minDist }) => [seed, neighbors, minDist].join("_"),
  decode(written) {
    const [seed, neighbors, minDist, ...more] = numbersIn(written);
    if (seed === undefined || neighbors === undefined || minDist === undefined || more.length > 0) return undefined;
    const settings = { seed, neighbors, minDist };
    return layoutProblem(settings) === null ? settings : undefined;
  },
};

const area: Codec<Polygon> = {
  encode: (corners) => corners.map((corner) => corner.map(roundCoordinate).join("_")).join("~"),
  decode(written) {
    const corners = written.split("~").map(numbersIn);
    if (corners.length < 3 || corners.length > MAX_LASSO || corners.some(({ length }) => length !== 2))
      return undefined;
    return corners.map(([x, y]) => [x!, y!] as const);
  },
};

/** An empty set is valid, too: nothing is selected. */
const rowSet: Codec<string> = {
  encode: (rows) => rows,
  decode: (written) => (isRowSet(written) ? written : undefined),
};

const reliabilityOf: Codec<string> = {
  encode: (of) => of,
  decode: (written) => (written === CHOSEN_EXPERT || written === EVERY_EXPERT ? written : identifier.decode(written)),
};

/** In the order in which they are written. */
export const LINK_KEYS: readonly LinkKey[] = [
  field("prompt", prompt, "prompt"),
  cut,
  field("mask", places(MAX_MASKED_TOKEN), "masks"),
  sliders,
  field("axis", identifier, "axis"),
  field("y", oneOf(OUTCOMES), "outcome"),
  field("with", identifierSet, "compared"),
  within("map", "color", oneOf(MAP_COLORS), "color"),
  within("map", "loss-of", optional(identifier), "lossOf"),
  within("map", "hide", identifiers, "hidden"),
  cameraOf("router"),
  cameraOf("causal"),
  within("map", "umap", optional(layout), "layout"),
  within("map", "compare", words({ yes: true, no: false }), "compare"),
  within("map", "trail", words({ yes: true, no: false }), "trail"),
  within("heat", "heat", oneOf(["outcome", "share"] as const), "show"),
  within("heat", "against", words({ best: true, nothing: false }), "relative"),
  within("heat", "by", oneOf(["domain", "part"] as const), "by"),
  within("heat", "calibration", reliabilityOf, "reliabilityOf"),
  within("selection", "kind", optional(identifier), "kind"),
  within("selection", "in", identifierSet, "domains"),
  within("selection", "to", optional(identifier), "expert"),
  within("selection", "regret", optional(positive), "minRegret"),
  within("selection", "right", optional(wholeNumber), "rightExperts"),
  within("selection", "picked", optional(rowSet), "picked"),
  within("selection", "area", optional(area), "lasso"),
  field("at", optional(text(MAX_PROMPT_ID)), "inspected"),
  field("sort", order, "promptOrder"),
  within("edits", "mend", identifierSet, "remedies"),
  within("edits", "without", identifierSet, "hidden"),
  within("edits", "without-set", identifierSet, "datasets"),
  within("edits", "without-rows", optional(rowSet), "rows"),
  field("router", optional(identifier), "router"),
  modelValues,
  modelDates,
];
