import { TableRouterClient } from "./client.ts";
import { createTableRouterWorker } from "./createWorker.ts";

export const openTableRouter = (): TableRouterClient => new TableRouterClient(createTableRouterWorker);
