import { z } from "../../manifest/zod.ts";

/** A stored router, without its arrays: see session/tableRouters/keptRouters.ts. What is inside is checked when it is opened. */
export const keptRouterShape = z.object({
  table: z.string().max(4_000),
  json: z.looseObject({ format: z.literal("tryage-router"), version: z.literal(1), id: z.string(), name: z.string() }),
});
