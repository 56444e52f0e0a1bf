import type { CustomExpert } from "../../library/customExperts/customExpert.ts";
import type { ExpertsManifest } from "../../library/customExperts/manifestFile.ts";
import type { HubFile } from "../../library/hub/hub.ts";
import type { ModelFacts } from "../../library/hub/maskedModel.ts";
import type { WeightsFile } from "../../library/hub/weightForms.ts";
import type { LocalFiles } from "../../library/import/localFiles.ts";

/** A model that could be added: found on a hub or in files, and verified to be a masked language model. */
export interface Candidate {
  name: string;
  variants: readonly WeightsFile[];
  facts: ModelFacts;
  license: string | null;
  parameters: number | null;
  newestText: string | null;
  /** Notes on the choices made among the given files. */
  notes: readonly string[];
  origin: CustomExpert["origin"];
  /** The small files that every weight format needs. */
  needed: readonly string[];
  source: { kind: "hub"; files: ReadonlyMap<string, HubFile> } | { kind: "local"; files: LocalFiles };
}

/** A long-running task; one at a time. `unit` says what `loaded` and `total` count. */
export interface Task {
  label: string;
  unit: "bytes" | "texts";
  loaded: number;
  total: number;
}

/** A manifest of shared experts: waiting for confirmation, imported, or rejected. */
export type Sharing =
  | { status: "offered"; from: string; manifest: ExpertsManifest }
  | { status: "done"; sentence: string }
  | { status: "refused"; sentence: string };

export interface CustomExpertsState {
  experts: readonly CustomExpert[];
  candidate: Candidate | null;
  /** Whether it was dropped on the page, and is shown there, not only under Experts. */
  onPage: boolean;
  task: Task | null;
  /** Why the last request failed. */
  problem: string | null;
  /** Unexpected aspects of the last request, although it succeeded. */
  notice: string | null;
  sharing: Sharing | null;
}

export const NO_NEWCOMERS: CustomExpertsState = {
  experts: [],
  candidate: null,
  onPage: false,
  task: null,
  problem: null,
  notice: null,
  sharing: null,
};
