import type { Holdings } from "../rpc/channel.ts";

/** The part of a worker's client that is used. */
interface Asked {
  holdings(): Promise<Holdings> | null;
}

export interface WorkerReport {
  name: string;
  /** Null for a worker that is not running: the query does not start it. */
  holdings: Holdings | null;
}

/** What the background workers hold in memory; one that ends during the query counts as not running. */
export function askWorkers(clients: Readonly<Record<string, Asked>>): Promise<WorkerReport[]> {
  return Promise.all(
    Object.entries(clients).map(async ([name, client]) => {
      const holdings = await Promise.resolve(client.holdings()).catch(() => null);
      return { name, holdings };
    }),
  );
}
