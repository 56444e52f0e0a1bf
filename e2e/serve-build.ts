import { serve } from "../scripts/serve.mjs";

/** Serves the built site at the root and, as on some hosts, under a subpath. Tests read the URLs from the environment. */
export default async function serveBuild(): Promise<() => Promise<void>> {
  const folder = process.env.EXPLORER_DIST ?? "dist";
  const root = await serve(folder);
  const nested = await serve(folder, { path: "/some/folder/" });
  process.env.EXPLORER_URL = root.url;
  process.env.EXPLORER_NESTED_URL = nested.url;
  return async () => {
    await root.close();
    await nested.close();
  };
}
