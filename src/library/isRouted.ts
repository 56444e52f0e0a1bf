import type { Library } from "./load.ts";

/** Whether prompts can be routed: by the library's own router, or by one that was trained on the imported table. */
export const isRouted = ({ manifest, trained }: Pick<Library, "manifest" | "trained">): boolean =>
  manifest.router !== undefined || trained !== undefined;
