/**
 * A trained router as plain data: it can be cloned to a worker, stored and written to files. It predicts every model's score for any
 * text, and brings for the table's own prompts the predictions of heads that had not seen them.
 */
import type { Matrix } from "../../core/matrix.ts";
import type { RouterForTable, RouterPoints } from "../../library/evaluationTable/router/tableRouter.ts";
import type { LearntFeature, Rows } from "../features/rows.ts";
import { LabError, type LabTable } from "../fit/labTable.ts";
import { meanOf, medianSetting, SEED } from "../fit/predictHeldOut.ts";
import { targetMeans } from "../heads/differences.ts";
import type { LearntHead } from "../heads/learnt.ts";
import { type LabReport, reportOf } from "../report/report.ts";
import type { LabResult } from "../run/runLab.ts";
import { VERSIONS } from "../takeaway/versions.ts";
import { fnv1a } from "../text/promptKey.ts";
import { mapPoints } from "./mapCoordinates.ts";

export const ROUTER_FORMAT = "tryage-router";
export const ROUTER_VERSION = 1;

/** One head on one feature. A router's scores are the mean over its members. */
export interface RouterMember {
  id: string;
  /** Id of the feature: `surface` and `tfidf` are computed from a text alone; rows of others are handed over. */
  feature: string;
  prepared: LearntFeature;
  /** Id of the head, the name of its hyper-parameter, and its value: the median of those chosen in the folds. */
  head: string;
  settingName: string;
  setting: number;
  settings: number[];
  learnt: LearntHead;
}

export interface TrainedRouter extends RouterForTable {
  format: typeof ROUTER_FORMAT;
  version: typeof ROUTER_VERSION;
  /** The same for the same training of the same table. */
  id: string;
  name: string;
  /** Names of the models in the table's order. */
  models: string[];
  /** US dollars per call by model, the mean over the table; NaN where unknown. Null if the table has no costs. */
  meanCosts: Float64Array | null;
  cleaning: {
    /** False leaves texts as they are. */
    clean: boolean;
    /** Lines that are taken out of every text. */
    common: string[];
  };
  members: RouterMember[];
  /** The prompts that were learnt from, in the table's order. */
  heldOut: {
    ids: string[];
    folds: Int32Array;
    /** Scores predicted without having seen the prompt or its near-duplicates, prompts × models. */
    predicted: Float64Array;
  };
  /** A point for each of these prompts: see mapCoordinates.ts. */
  coordinates: RouterPoints;
  /** What was measured, with intervals; the table's name and hash; the seed. */
  report: LabReport;
  /** Where features came from that are not computed from the text alone, by feature. */
  encoders: Record<string, unknown>;
  /** Of the page and of the runtimes that it computes with. */
  versions: Record<string, string>;
}

export interface RouterSource {
  /** Which router of the result; without it the headline router. */
  router?: string;
  /** The table's name, and the SHA-256 of its content. */
  name: string;
  sha256: string;
  /** Ids of the evaluation table's prompts, by its rows. */
  ids: readonly string[];
  clean?: boolean;
  seed?: number;
  encoders?: Record<string, unknown>;
}

/**
 * Fits the heads of one router on all prompts of the table, with the median of the settings chosen in the folds.
 * Throws a LabError for a router that the result does not have.
 */
export function trainedRouter(table: LabTable, result: LabResult, source: RouterSource): TrainedRouter {
  const name = source.router ?? result.entry.headline;
  const seed = source.seed ?? SEED;
  const plan = result.entry.routers.find(({ id }) => id === name);
  if (!plan) throw new LabError(`There is no router “${name}”.`);
  const train = Int32Array.from(table.rows.keys());
  const own = plan.members.map((m) => result.entry.members[m]!);
  const prepared = new Map<string, Rows>();
  const members = own.map(({ id, feature, head }, i): RouterMember => {
    const { settings } = result.members[plan.members[i]!]!;
    const setting = medianSetting(settings);
    const rows = prepared.get(feature.id) ?? feature.prepare(train)(feature.raw);
    prepared.set(feature.id, rows);
    const learnt = head.learn({ rows, train, targets: table.scores, seed }, setting);
    return {
      id,
      feature: feature.id,
      prepared: feature.learn(train),
      head: head.id,
      settingName: head.settingName,
      setting,
      settings,
      learnt,
    };
  });
  const predicted = meanOf(plan.members.map((m) => result.members[m]!.predicted));
  return {
    format: ROUTER_FORMAT,
    version: ROUTER_VERSION,
    id: idOf(name, source, members, seed),
    name,
    models: [...table.models],
    meanCosts: table.costs && targetMeans(table.costs, train),
    cleaning: { clean: source.clean ?? true, common: [...table.cleaner.common] },
    members,
    heldOut: {
      ids: table.rows.map((row) => source.ids[row] ?? `${row}`),
      folds: result.folds.of,
      predicted: Float64Array.from(predicted.data),
    },
    coordinates: mapPoints([...prepared.values()]),
    report: reportOf(table, result, { name: source.name, sha256: source.sha256, seed }),
    encoders: source.encoders ?? {},
    versions: { ...VERSIONS },
  };
}

/** Predictions for the table's own prompts. */
export const heldOutScores = ({ heldOut, models }: TrainedRouter): Matrix => ({
  rows: heldOut.ids.length,
  columns: models.length,
  data: heldOut.predicted,
});

/** From what decides a training, so that the same training has the same id everywhere. */
function idOf(name: string, { sha256, clean }: RouterSource, members: readonly RouterMember[], seed: number): string {
  const told = members.map(({ feature, head, settings }) => [feature, head, settings]);
  const hash = fnv1a(JSON.stringify([name, sha256, clean ?? true, seed, told])).toString(16);
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return [...words, hash.padStart(8, "0")].join("-");
}
