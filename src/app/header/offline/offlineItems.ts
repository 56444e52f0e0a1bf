import type { Library } from "../../../library/load.ts";
import type { Copy } from "../../../offline/offlineFiles.ts";

/** Something the reader can store or remove as a whole. */
export interface OfflineItem {
  id: string;
  label: string;
  copies: readonly Copy[];
  bytes: number;
  kept: boolean;
}

/** Site files that only WebGPU needs are next to the page's own scripts. */
const SCRIPTS = /\/assets\/[^/]+$/;

/** Groups the on-demand files into items that a reader recognises: experts of the library, its variants, the WebGPU runtime. */
export function offlineItems(library: Library, copies: readonly Copy[]): OfflineItem[] {
  const onDemand = copies.filter((copy) => copy.onDemand);
  const byUrl = new Map(onDemand.map((copy) => [copy.url, copy]));
  const experts = library.manifest.experts.map(({ id, label, model }) => {
    const copy = model && byUrl.get(library.url(model));
    return item(id, label, copy ? [copy] : []);
  });
  const variants = (library.manifest.variants ?? []).map(({ id, label, folder }) => {
    const address = library.url(`${folder}/`);
    return item(
      `variant ${id}`,
      `Library “${label}”`,
      onDemand.filter(({ url }) => url.startsWith(address)),
    );
  });
  const runtime = item(
    "webgpu",
    "WebGPU runtime",
    onDemand.filter(({ url }) => SCRIPTS.test(url)),
  );
  return [...experts, ...variants, runtime].filter((one) => one.copies.length > 0);
}

function item(id: string, label: string, copies: readonly Copy[]): OfflineItem {
  const bytes = copies.reduce((sum, copy) => sum + copy.bytes, 0);
  return { id, label, copies, bytes, kept: copies.every((copy) => copy.kept) };
}
