import { TextClient } from "./client.ts";
import { createTextWorker } from "./createWorker.ts";

export const openTexts = (): TextClient => new TextClient(createTextWorker);
