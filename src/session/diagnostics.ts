import type { Holdings } from "../rpc/channel.ts";

/** The part of a worker's client that is asked. */
interface Asked {
  holdings(): Promise<Holdings> | null;
}

export interface WorkerReport {
  name: string;
  /** Null for a worker that does not run: it not started. */
  holdings: Holdings | null;
}

/** What the background workers hold at the moment; one that ends meanwhile counts as one that does not run. */
export function askWorkers(clients: Readonly<Record<string, Asked>>): Promise<WorkerReport[]> {
  return Promise.all(
    Object.entries(clients).map(async ([name, client]) => {
      const holdings = await Promise.resolve(client.holdings()).catch(() => null);
      return { name, holdings };
    }),
  );
}
