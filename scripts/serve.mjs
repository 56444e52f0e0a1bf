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

/** Encodings for which the build writes compressed files, smallest first: scripts/build/precompress.ts. */
const ENCODINGS = [
  ["br", ".br"],
  ["gzip", ".gz"],
];

/** Names that Vite ends with a hash of the content: their content never changes. */
const HASHED = /(^|[\\/])assets[\\/][^\\/]+-[\w-]{8}\.\w+$/;

/**
 * A static file server that behaves like a good host: it sends a file's compressed version if there is one, lets browsers cache
 * files with a hash in their name, and answers 304 for other unchanged files. No special headers, no fallback page, GET and HEAD
 * only.
 * @param {string} folder what to serve
 * @param {{ port?: number, path?: string, onAnswer?: (path: string, bytes: number) => void }} options `path`: the sub-path under
 * which
 *   the folder appears, "/" by default; `onAnswer` is called for every file that is sent, with the size of its body in bytes
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
    const sent = await encoded(file, found, String(request.headers["accept-encoding"] ?? ""));
    const headers = {
      "Cache-Control": HASHED.test(file) ? "public, max-age=31536000, immutable" : "no-cache",
      ETag: `"${found.size.toString(36)}-${Math.round(found.mtimeMs).toString(36)}${sent.ending}"`,
      Vary: "Accept-Encoding",
    };
    if (request.headers["if-none-match"] === headers.ETag) return response.writeHead(304, headers).end();
    response.writeHead(200, {
      ...headers,
      ...(sent.encoding ? { "Content-Encoding": sent.encoding } : {}),
      "Content-Type": TYPES[extname(file)] ?? "application/octet-stream",
      "Content-Length": sent.size,
    });
    if (request.method === "HEAD") return response.end();
    onAnswer?.(pathname, sent.size);
    createReadStream(file + sent.ending).pipe(response);
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

/**
 * The version of `file` in the best encoding that the browser accepts; the file itself if there is none, or only an outdated one.
 */
async function encoded(file, { size, mtimeMs }, accepted) {
  const taken = accepted.split(",").map((part) => part.trim().replace(/;.*/, ""));
  for (const [encoding, ending] of ENCODINGS) {
    const found = taken.includes(encoding) ? await stat(file + ending).catch(() => null) : null;
    if (found?.isFile() && found.mtimeMs >= mtimeMs) return { encoding, ending, size: found.size };
  }
  return { encoding: null, ending: "", size };
}
