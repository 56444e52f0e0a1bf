import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import type { Plugin } from "vite";
import { FirstScreen } from "../../src/app/first/FirstScreen.tsx";
import { readHere } from "../../src/library/benchmark/readHere.ts";
import { type Library, loadLibrary } from "../../src/library/load.ts";
import { startChunks } from "./start-chunk.ts";

const BASE = "http://library.invalid/";
const PLACE = '<div id="root">';

/**
 * Draws the first screen into the built page, from the library that ships: seen before any script has come, and never out of date, as
 * the figures in it are computed anew by every build.
 */
export function firstPaint(folder = process.env.TRYAGE_LIBRARY ?? "models"): Plugin {
  return {
    name: "first-paint",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler: async (html, { bundle }) => {
        if (!html.includes(PLACE)) throw new Error(`index.html has no ${PLACE} for the first screen.`);
        // After the policy, which governs it, and before the body is drawn.
        const early = { tag: "script", attrs: { src: "./early.js" }, injectTo: "head" } as const;
        const preloads = startChunks(bundle ?? {}).map(
          (name) =>
            ({
              tag: "link",
              attrs: { rel: "modulepreload", crossorigin: true, href: `./${name}` },
              injectTo: "head",
            }) as const,
        );
        const first = firstScreen(await libraryOnDisk(resolve(folder)));
        return { html: html.replace(PLACE, PLACE + first), tags: [early, ...preloads] };
      },
    },
  };
}

/** The first screen of a library as HTML. */
export function firstScreen(library: Library): string {
  return renderToStaticMarkup(createElement(FirstScreen, { library }));
}

function libraryOnDisk(folder: string): Promise<Library> {
  const fromDisk: typeof fetch = async (input) => {
    const path = decodeURIComponent(String(input instanceof Request ? input.url : input).slice(BASE.length));
    return new Response(await readFile(join(folder, path)));
  };
  return loadLibrary(BASE, { fetch: fromDisk, reader: readHere, storage: null });
}
