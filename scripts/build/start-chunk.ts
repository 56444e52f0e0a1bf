import type { Rolldown } from "vite";

/** The module that runs the explorer; it and all that it imports are waited for before the page is live. */
const START = "/src/start.tsx";

/** React, which is evaluated in a task of its own: see main.tsx. */
const REACT = /\/node_modules\/(react|react-dom|scheduler)\//;

/** Vite's code for dynamic imports, which main.tsx needs before. */
const IMPORTING = /vite\/preload-helper/;

/**
 * Puts the modules that the explorer starts with into one chunk, React apart. Otherwise each set of them that some panel shares would be a chunk of its
 * own: dozens of requests, and less to compress at a time.
 */
export function startGroups(): NonNullable<Rolldown.CodeSplittingOptions["groups"]> {
  const known = new Map<string, boolean>();
  const isFirst = (id: string, context: Rolldown.ChunkingContext): boolean => {
    const before = known.get(id);
    if (before !== undefined) return before;
    // Also for import cycles of packages.
    known.set(id, false);
    const importers = context.getModuleInfo(id)?.importers ?? [];
    const first = id.endsWith(START) || importers.some((importer) => isFirst(importer, context));
    known.set(id, first);
    return first;
  };
  return [
    { name: "importing", test: IMPORTING, priority: 1 },
    { name: "react", test: REACT, priority: 1 },
    { name: (id, context) => (isFirst(id, context) ? "start" : null) },
  ];
}

/** The chunks that the explorer runs before it is live: that of src/start.tsx, and all that it imports. */
export function startChunks(bundle: Rolldown.OutputBundle): string[] {
  const found = new Set<string>();
  const visit = (name: string) => {
    const file = bundle[name];
    if (file?.type !== "chunk" || found.has(name)) return;
    found.add(name);
    for (const imported of file.imports) visit(imported);
  };
  for (const [name, file] of Object.entries(bundle)) {
    if (file.type === "chunk" && file.moduleIds.some((id) => id.endsWith(START))) visit(name);
  }
  return [...found];
}
