import { serve } from "../../rpc/serve.ts";
import type { StatisticsCalls } from "./protocol.ts";
import { StatisticsService } from "./service.ts";

declare const self: DedicatedWorkerGlobalScope;

const service = new StatisticsService();

serve<StatisticsCalls>(
  self,
  {
    open: async (tables) => ({ result: await service.open(tables) }),
    sweeps: async (requests, context) => {
      const result = await service.sweeps(requests, context);
      return { result, transfer: result.flatMap((curve) => Object.values(curve).map(({ buffer }) => buffer)) };
    },
    band: async (request, context) => ({ result: await service.band(request, context) }),
    figures: async (request, context) => ({ result: await service.figures(request, context) }),
    report: async (request, context) => ({ result: await service.report(request, context) }),
    paired: async (request) => ({ result: await service.paired(request) }),
  },
  () => service.holdings(),
);
