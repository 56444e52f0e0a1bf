/** Faults of network, browser or machine, injected into the page from outside. One function per fault. */
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Page, Route } from "@playwright/test";
import { serveInFront } from "./inFront.ts";
import { DIST } from "./kept.ts";

type Fulfilment = NonNullable<Parameters<Route["fulfill"]>[0]>;

/** What a server may send instead of a file, and the page's message; `whole` is the correct file. */
export const BAD_ANSWERS: Record<string, { answer: (whole: Buffer) => Fulfilment; sentence: RegExp }> = {
  "nothing: 404": {
    answer: () => ({ status: 404, body: "gone" }),
    sentence: /could not be fetched: the server answered 404\. Check that the file was uploaded/,
  },
  "an error: 500": {
    answer: () => ({ status: 500, body: "down" }),
    sentence: /could not be fetched: the server answered 500\. Try again later/,
  },
  "half of it": {
    answer: (whole) => ({ body: whole.subarray(0, whole.length / 2) }),
    sentence: /has \d+ bytes instead of \d+/,
  },
  "a web page": {
    answer: () => ({ contentType: "text/html", body: "<!doctype html><title>Welcome</title>" }),
    sentence: /is not on the server: it sent a web page instead/,
  },
  "another file of the same length": {
    answer: (whole) => ({ body: Buffer.from(whole).fill(7, 0, 64) }),
    sentence: /is not the file that the library's manifest names: its SHA-256 differs/,
  },
};

/** Makes the server send something else for a file of the library. Counts the requests; `mend` ends the fault. */
export async function badFile(page: Page, path: string, kind: keyof typeof BAD_ANSWERS) {
  const whole = readFileSync(join(DIST, "models", path));
  const pattern = `**/models/${path}`;
  let asked = 0;
  await page.route(pattern, (route) => {
    asked++;
    return route.fulfill(BAD_ANSWERS[kind]!.answer(whole));
  });
  return { asked: () => asked, mend: () => page.unroute(pattern) };
}

/** A server that sends half of a file, then nothing more until `send` is called; later requests are answered in full. */
export async function slowServer(path: string) {
  const waiting: (() => void)[] = [];
  let slow = true;
  const whole = readFileSync(join(DIST, "models", path));
  const front = await serveInFront((asked, response) => {
    if (!slow || asked !== `models/${path}`) return false;
    response.writeHead(200, { "Content-Length": whole.length });
    response.write(whole.subarray(0, whole.length / 2));
    waiting.push(() => response.end(whole.subarray(whole.length / 2)));
    return true;
  });
  const send = () => {
    slow = false;
    for (const go of waiting.splice(0)) go();
  };
  return { ...front, send, asked: () => waiting.length };
}

/** Runs code in every worker before the worker's own. Call it before the page opens, without service workers. */
export async function inWorkers(page: Page, prelude: () => void): Promise<void> {
  // The script comes from the disk: an answer that is still being fetched when the test ends would fail the test.
  await page.route(/\/assets\/worker-[^/]+\.js$/, (route) => {
    const script = readFileSync(join(DIST, "assets", basename(new URL(route.request().url()).pathname)), "utf8");
    return route.fulfill({ contentType: "text/javascript", body: `(${prelude})();\n${script}` });
  });
}

/** Sends a word to the injected code that waits for it, for faults at a chosen moment. */
export function signal(page: Page, word: string): Promise<void> {
  return page.evaluate((text) => {
    const channel = new BroadcastChannel("faults");
    channel.postMessage(text);
    channel.close();
  }, word);
}

/** No WebGPU in workers, as in browsers without it. */
export const withoutWebgpu = () => {
  Object.defineProperty(navigator, "gpu", { value: undefined });
};

/** WebAssembly exists but refuses everything, as under a policy that forbids it. */
export const withoutWasm = () => {
  const refuse = () => {
    throw new WebAssembly.CompileError("Refused to compile WebAssembly");
  };
  for (const name of ["Module", "compile", "compileStreaming", "instantiate", "instantiateStreaming"]) {
    Object.defineProperty(WebAssembly, name, { value: refuse });
  }
};

/** On the word "crash" the inference worker throws an uncaught error. */
export const crashOnSignal = () => {
  new BroadcastChannel("faults").onmessage = ({ data }) => {
    if (data === "crash" && self.name === "inference") {
      setTimeout(() => {
        throw new Error("a fault of the test");
      });
    }
  };
};

/** On the word "full" WebAssembly gets no more memory; on "room" it does again. */
export const memoryOnSignal = () => {
  const grow = WebAssembly.Memory.prototype.grow;
  let full = false;
  new BroadcastChannel("faults").onmessage = ({ data }) => {
    full = data === "full";
  };
  WebAssembly.Memory.prototype.grow = function (pages) {
    if (full) throw new RangeError("WebAssembly.Memory.grow(): Maximum memory size exceeded");
    return grow.call(this, pages);
  };
};

/** Between the words "hurry" and "rest", timeouts of a minute or longer are shortened to a thirtieth. */
export const hurryOnSignal = () => {
  const wait = self.setTimeout;
  let hurried = false;
  new BroadcastChannel("faults").onmessage = ({ data }) => {
    hurried = data === "hurry";
  };
  const timer = (work: () => void, milliseconds = 0) =>
    wait(work, hurried && milliseconds >= 60_000 ? milliseconds / 30 : milliseconds);
  Object.assign(self, { setTimeout: timer });
};

/** On the word "lose" the GPU device is destroyed in the middle of the next run. */
export const loseGpuOnSignal = () => {
  const devices: GPUDevice[] = [];
  let lose = false;
  new BroadcastChannel("faults").onmessage = ({ data }) => {
    lose = data === "lose";
  };
  const request = GPUAdapter.prototype.requestDevice;
  GPUAdapter.prototype.requestDevice = async function (descriptor) {
    const device = await request.call(this, descriptor);
    devices.push(device);
    return device;
  };
  const submit = GPUQueue.prototype.submit;
  GPUQueue.prototype.submit = function (buffers) {
    if (lose) for (const device of devices) device.destroy();
    return submit.call(this, buffers);
  };
};

/** Everything read back from the GPU is slightly wrong. */
export const wrongGpu = () => {
  const MAP_READ = 1;
  const read = GPUBuffer.prototype.getMappedRange;
  GPUBuffer.prototype.getMappedRange = function (offset, size) {
    const range = read.call(this, offset, size);
    if (this.usage & MAP_READ) {
      const numbers = new Float32Array(range, 0, Math.floor(range.byteLength / 4));
      for (let i = 0; i < numbers.length; i++) numbers[i]! += 0.25;
    }
    return range;
  };
};

/** All storage of the browser fails, as in some private windows. */
export const withoutStorage = () => {
  const refuse = {
    get: () => {
      throw new DOMException("The operation is insecure.", "SecurityError");
    },
  };
  for (const name of ["caches", "localStorage", "sessionStorage", "indexedDB"]) {
    if (name in globalThis) Object.defineProperty(globalThis, name, refuse);
  }
  if (globalThis.navigator) Object.defineProperty(navigator, "serviceWorker", { value: undefined });
};

/** The browser's storage quota for this site in bytes; null: the usual one. */
export async function limitStorage(page: Page, quotaSize: number | null): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const { origin } = new URL(process.env.EXPLORER_URL!);
  await devtools.send("Storage.overrideQuotaForOrigin", { origin, ...(quotaSize === null ? {} : { quotaSize }) });
  // The limit lasts as long as the session that set it.
}

/** What an older version, or a damaged disk, may have left behind. */
export async function spoilSavedState(page: Page, router: string): Promise<void> {
  await page.evaluate(async (model) => {
    for (const key of Object.keys(localStorage)) localStorage.setItem(key, '{"theme": 7, "tour": {"was": [');
    localStorage.setItem("tryage-explorer", "[null");
    const cache = await caches.open("tryage-files");
    for (const { url } of await cache.keys()) {
      if (url.includes(model)) await cache.put(url, new Response("not a model"));
    }
    await cache.put("/assets/from-another-version.js", new Response("alert(1)"));
    await new Promise<void>((done, fail) => {
      const request = indexedDB.open("tryage-added", 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("records", { keyPath: "key" });
        request.result.createObjectStore("files");
      };
      request.onerror = () => fail(request.error);
      request.onsuccess = () => {
        const transaction = request.result.transaction(["records", "files"], "readwrite");
        const records = transaction.objectStore("records");
        records.put({ key: "old", kind: "library", added: "yesterday", files: ["0"], value: 42 });
        records.put({ key: "older", kind: "expert", added: 0, files: [], value: { manifest: null } });
        transaction.oncomplete = () => {
          request.result.close();
          done();
        };
      };
    });
  }, router);
}
