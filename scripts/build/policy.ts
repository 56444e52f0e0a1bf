import type { Plugin } from "vite";
import { SCRIPT_POLICIES } from "../../src/rpc/ownScript.ts";

/**
 * Where the explorer may send requests: the one place to open it up, for instance to a hub of models or to libraries elsewhere.
 * Every source that is added here must be one that is asked only when the user says so, and must be named in SECURITY.md; what it
 * sends is bound by the other lines of the policy, so it can be read as data and never run as a script.
 * `require-corp` below asks nothing more of such answers: they come by CORS.
 */
export const CONNECT_SOURCES: readonly string[] = [
  "'self'",
  // The Hub, asked only for a model that the user adds by its id (src/library/hub/hub.ts), and its hosts of large files.
  "https://huggingface.co",
  "https://*.huggingface.co",
  "https://*.hf.co",
  // GitHub's files, asked only for a published table that the user opens (src/library/published/publishedTables.ts).
  "https://raw.githubusercontent.com",
  ...connectOrigins(process.env.TRYAGE_CONNECT),
];

/**
 * Other sites that the owner of this one lets the page ask for libraries, or for models of another hub: origins, separated by spaces.
 * Throws for anything else, which could open more of the policy than was meant.
 */
export function connectOrigins(written = ""): string[] {
  const origins = written.split(/\s+/).filter((origin) => origin !== "");
  const wrong = origins.find((origin) => !/^https?:\/\/(\*\.)?[\w-]+(\.[\w-]+)*(:\d+)?$/.test(origin));
  if (wrong === undefined) return origins;
  throw new Error(`TRYAGE_CONNECT: “${wrong}” is no origin, such as https://example.org`);
}

/** Everything comes from the site itself; `blob:` images are plots on their way to a file. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  `connect-src ${CONNECT_SOURCES.join(" ")}`,
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  // Text can become neither markup nor a script's address, except by the policies of ownScript.ts.
  "require-trusted-types-for 'script'",
  `trusted-types ${SCRIPT_POLICIES.join(" ")}`,
].join("; ");

/** What a host should send with every file. The service worker sends it too, for hosts that cannot. */
export const HEADERS: Record<string, string> = {
  // Frames are the one thing that a policy in the page itself cannot speak of.
  "Content-Security-Policy": `${CONTENT_SECURITY_POLICY}; frame-ancestors 'none'`,
  // Both together isolate the page, without which browsers refuse the shared memory that WASM threads need.
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

/**
 * Puts the policy into the built page, and beside it as `_headers`, the file that Netlify and Cloudflare Pages read.
 * Not while developing: the development server needs inline scripts.
 */
export function policy(): Plugin {
  return {
    name: "policy",
    apply: "build",
    transformIndexHtml: () => [
      {
        tag: "meta",
        attrs: { "http-equiv": "Content-Security-Policy", content: CONTENT_SECURITY_POLICY },
        injectTo: "head-prepend",
      },
      { tag: "meta", attrs: { name: "referrer", content: HEADERS["Referrer-Policy"] }, injectTo: "head-prepend" },
    ],
    generateBundle() {
      const lines = Object.entries(HEADERS).map(([name, value]) => `  ${name}: ${value}\n`);
      this.emitFile({ type: "asset", fileName: "_headers", source: `/*\n${lines.join("")}` });
    },
  };
}
