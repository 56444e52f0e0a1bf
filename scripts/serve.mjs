import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, resolve, sep } from "node:path";

/** Content types by file extension. */
export const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/**
 * A plain static file server: no special headers, no fallback page, GET and HEAD only.
 * @param {string} folder what to serve
 * @param {{ port?: number, path?: string, onAnswer?: (path: string, bytes: number) => void }} options `path`: the sub-path under which
 *   the folder appears, "/" by default; `onAnswer` hears of every file that is sent, and how long its body is
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function serve(folder, { port = 0, path = "/", onAnswer } = {}) {
  const root = resolve(folder);
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const refuse = (status, text) => response.writeHead(status, { "Content-Type": "text/plain" }).end(text);
    if (request.method !== "GET" && request.method !== "HEAD") return refuse(405, "GET only");
    if (!pathname.startsWith(path)) return refuse(404, "not here");
    let file;
    try {
      file = normalize(join(root, decodeURIComponent(pathname.slice(path.length - 1))));
    } catch {
      return refuse(400, "bad address");
    }
    if (file !== root && !file.startsWith(root + sep)) return refuse(404, "not here");
    let found = await stat(file).catch(() => null);
    if (found?.isDirectory()) {
      file = join(file, "index.html");
      found = await stat(file).catch(() => null);
    }
    if (!found?.isFile()) return refuse(404, "not found");
    response.writeHead(200, {
      "Content-Type": TYPES[extname(file)] ?? "application/octet-stream",
      "Content-Length": found.size,
      "Cache-Control": "no-cache",
    });
    if (request.method === "HEAD") return response.end();
    onAnswer?.(pathname, found.size);
    createReadStream(file).pipe(response);
  });
  await new Promise((done, fail) => server.once("error", fail).listen(port, "127.0.0.1", done));
  return {
    url: `http://localhost:${server.address().port}${path}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
