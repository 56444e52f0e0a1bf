/** How a file of shared experts is recognised; its content is in manifestFile.ts. */
export const EXPERTS_FORMAT = "tryage-experts";
export const EXPERTS_FILE = "experts.json";
/** Heads for large benchmarks take some megabytes; a larger file is something else. */
export const MAX_EXPERTS_BYTES = 20_000_000;
