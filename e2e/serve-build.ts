import { serve } from "../scripts/serve.mjs";

/** Serves the built site at the root and, as some hosts do, from a sub-path. Tests read the addresses from the environment. */
export default async function serveBuild(): Promise<() => Promise<void>> {
  const root = await serve("dist");
  const nested = await serve("dist", { path: "/some/folder/" });
  process.env.EXPLORER_URL = root.url;
  process.env.EXPLORER_NESTED_URL = nested.url;
  return async () => {
    await root.close();
    await nested.close();
  };
}
