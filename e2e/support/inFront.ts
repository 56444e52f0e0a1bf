import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { serve } from "../../scripts/serve.mjs";
import { DIST } from "./kept.ts";

/** A server in front of the built site. */
export interface Front {
  url: string;
  close(): Promise<void>;
}

/**
 * Serves the site, but passes every request to `answer` first.
 * @param answer gets the path without its leading slash; returns true for a request that it answers itself
 */
export async function serveInFront(
  answer: (path: string, response: ServerResponse, headers: IncomingHttpHeaders) => boolean,
): Promise<Front> {
  const site = await serve(DIST);
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url!, "http://localhost");
    if (answer(decodeURIComponent(pathname.slice(1)), response, request.headers)) return;
    try {
      // As it is: fetch would decompress the body but keep the header of a compressed file.
      const headers = { "accept-encoding": "identity" };
      const found = await fetch(new URL(pathname, site.url), { method: request.method!, headers });
      response.writeHead(found.status, Object.fromEntries(found.headers));
      response.end(Buffer.from(await found.arrayBuffer()));
    } catch {
      // The test has ended, and the site is closed.
      response.destroy();
    }
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as { port: number };
  return {
    url: `http://localhost:${port}/`,
    async close() {
      await new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      });
      await site.close();
    },
  };
}
