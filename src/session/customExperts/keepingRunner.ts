import { type CustomExpertClient, deviceOf } from "../../workers/customExperts/client.ts";
import type { Device } from "../../workers/customExperts/protocol.ts";

type Calls = Pick<CustomExpertClient, "call">;

/** The same calls; after the first that ran an expert on a device, what runs it is kept for use without a network. */
export function keepingRunner(client: Calls, keep = keepLater): Calls {
  const asked = new Set<Device>();
  return {
    call: async (type, request, options) => {
      const answer = await client.call(type, request, options);
      const device = deviceOf(request);
      if (device !== null && !asked.has(device)) {
        asked.add(device);
        keep(device);
      }
      return answer;
    },
  };
}

function keepLater(device: Device): void {
  // Never rejects, but its code may not come.
  import("../../offline/keepRunner.ts").then(({ keepRunner }) => keepRunner(device)).catch(() => undefined);
}
