import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { join } from "node:path";
import { manifest } from "./explorer.ts";
import { serveInFront } from "./inFront.ts";

/** Files of a model by path. */
export type ModelFiles = ReadonlyMap<string, Buffer>;

/** A hub's faults with the files whose path ends like this. */
export type Fault =
  | { kind: "status"; status: number }
  /** Breaks the connection off after half of the file. */
  | { kind: "cut" }
  /** Sends more than it lists. */
  | { kind: "longer" }
  /** Lists and sends wrong bytes. */
  | { kind: "damaged" }
  /** Sends half, and nothing more until the test is over. */
  | { kind: "stalled" };

/** The site, and under `hub/` a hub with the layout of the Hugging Face Hub. */
export interface HubSite {
  url: string;
  /** Paths of the hub's files that were requested. */
  asked: string[];
  /** The ranges among the requests: `bytes=100-`. */
  ranges: string[];
  faults: Map<string, Fault>;
  close(): Promise<void>;
}

const REVISION = "0123456789abcdef0123456789abcdef01234567";

/** Whether a hub keeps a file in its large-file storage, with a hash in the listing and a redirect to its location. */
const isLarge = (path: string): boolean => /\.onnx$/.test(path);

/** Opens gated models. */
export const TOKEN = "hf_token_of_a_test";

/** Special cases of a hub's models. */
interface Habits {
  /** Models whose files need a login: they are listed, but their files are refused to those who don't send `TOKEN`. */
  gated?: readonly string[];
  /** New ids by old ones, which are redirected (307). */
  renamed?: Readonly<Record<string, string>>;
}

/** Names of the only revision of every model. */
const REVISIONS = [REVISION, "main", "refs/pr/1"];
/** Where large files are sent from, as on the Hub: these URLs do not contain the model's name. */
const CDN = "cdn/";

export async function serveHub(
  models: ReadonlyMap<string, ModelFiles>,
  { gated = [], renamed = {} }: Habits = {},
): Promise<HubSite> {
  const asked: string[] = [];
  const ranges: string[] = [];
  const faults = new Map<string, Fault>();
  const faultOf = (path: string) => [...faults].find(([end]) => path.endsWith(end))?.[1];

  function answer(asking: string, response: ServerResponse, { range, authorization }: IncomingHttpHeaders): void {
    const fromCdn = asking.startsWith(CDN);
    const path = fromCdn ? Buffer.from(asking.slice(CDN.length), "base64url").toString() : asking;
    const moved = Object.keys(renamed).find(
      (old) => path.startsWith(`api/models/${old}`) || path.startsWith(`${old}/`),
    );
    if (moved) {
      response.writeHead(307, { Location: `/hub/${path.replace(moved, renamed[moved]!)}` }).end();
      return;
    }
    const listed = /^api\/models\/(.+?)(?:\/revision\/(.+))?$/.exec(path);
    const id = [...models.keys()].find((one) => listed?.[1] === one || path.startsWith(`${one}/resolve/`));
    const fault = faultOf(path);
    if (listed?.[2] !== undefined && !REVISIONS.includes(listed[2])) {
      response.writeHead(404).end("no such revision");
      return;
    }
    if (id && !listed && !fromCdn && gated.includes(id) && authorization !== `Bearer ${TOKEN}`) {
      response.writeHead(401, { "X-Error-Code": "GatedRepo" }).end("log in");
      return;
    }
    if (!id || fault?.kind === "status") {
      response.writeHead(fault?.kind === "status" ? fault.status : 401).end("not here");
      return;
    }
    const files = models.get(id)!;
    const contentOf = (name: string): Buffer => {
      const content = files.get(name)!;
      return faultOf(name)?.kind === "damaged" ? Buffer.from(content).fill(7, 0, 400) : content;
    };
    if (listed) {
      const siblings = [...files.keys()].map((rfilename) => {
        const content = contentOf(rfilename);
        const lfs = isLarge(rfilename) ? { sha256: createHash("sha256").update(content).digest("hex") } : null;
        return { rfilename, size: content.length, ...(lfs ? { lfs } : {}) };
      });
      const cardData = { license: "mit" };
      response.writeHead(200, { "Content-Type": "application/json" });
      response.end(JSON.stringify({ sha: REVISION, siblings, cardData, gated: gated.includes(id) && "manual" }));
      return;
    }
    const name = path.slice(`${id}/resolve/${REVISION}/`.length);
    if (!files.has(name)) {
      response.writeHead(404).end("no such file");
      return;
    }
    if (!fromCdn && isLarge(name)) {
      response.writeHead(302, { Location: `/hub/${CDN}${Buffer.from(path).toString("base64url")}` }).end();
      return;
    }
    const content = contentOf(name);
    const start = Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0);
    if (range !== undefined) ranges.push(range);
    const part = { "Content-Range": `bytes ${start}-${content.length - 1}/${content.length}` };
    const head = { "Content-Length": content.length - start, ...(range === undefined ? {} : part) };
    const status = range === undefined ? 200 : 206;
    if (fault?.kind === "longer") response.writeHead(200).end(Buffer.concat([content, Buffer.from("more")]));
    else if (fault?.kind === "stalled" || fault?.kind === "cut") {
      response.writeHead(status, head).flushHeaders();
      response.write(content.subarray(start, Math.floor(content.length / 2)));
      if (fault.kind === "cut") setTimeout(() => response.destroy(), 200);
    } else response.writeHead(status, head).end(content.subarray(start));
  }

  const front = await serveInFront((path, response, headers) => {
    if (!path.startsWith("hub/")) return false;
    const asking = path.slice("hub/".length);
    asked.push(asking);
    answer(asking, response, headers);
    return true;
  });
  return { ...front, asked, ranges, faults };
}

/** The tiny BERT of models/recipe/fixture_newcomer.py, with its own tokenizer. */
export const customExpertFiles = (): Map<string, Buffer> => filesOf("e2e/fixtures/newcomer");

/** The tiny decoder of models/recipe/fixture_causal.py. */
export const causalExpertFiles = (): Map<string, Buffer> => filesOf("e2e/fixtures/causal");

function filesOf(folder: string): Map<string, Buffer> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path))]));
}

/** An expert of the shipped library, as its makers would publish it on the Hub. */
export function shippedFiles(id: string): Map<string, Buffer> {
  const expert = manifest.experts.find((one) => one.id === id)!;
  const read = (path: string) => readFileSync(join("models", path));
  const tokenizer = manifest.tokenizer!;
  return new Map([
    ["config.json", read(`${expert.folder}/config.json`)],
    ["tokenizer.json", read(tokenizer)],
    ["tokenizer_config.json", read(tokenizer.replace("tokenizer.json", "tokenizer_config.json"))],
    [expert.model!.slice(expert.folder!.length + 1), read(expert.model!)],
  ]);
}

/** The same model with some of its files replaced, or left out with null. */
export function changed(files: ModelFiles, changes: Record<string, object | Buffer | null>): Map<string, Buffer> {
  const result = new Map(files);
  for (const [path, content] of Object.entries(changes)) {
    if (content === null) result.delete(path);
    else result.set(path, Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content)));
  }
  return result;
}
