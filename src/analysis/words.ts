import type { Manifest } from "../library/manifest/manifest.ts";

/** What a library's parts are called on the page: those of an imported table are no experts and no passages. */
export interface Words {
  expert: string;
  experts: string;
  prompts: string;
  domain: string;
}

const OF_LIBRARY: Words = { expert: "expert", experts: "experts", prompts: "passages", domain: "domain" };
const OF_TABLE: Words = { expert: "model", experts: "models", prompts: "prompts", domain: "data set" };

export const wordsOf = ({ router }: Pick<Manifest, "router">): Words => (router ? OF_LIBRARY : OF_TABLE);

export const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
