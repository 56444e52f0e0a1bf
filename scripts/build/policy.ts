import type { Plugin } from "vite";
import { SCRIPT_POLICIES } from "../../src/rpc/ownScript.ts";

/**
 * Where the explorer may send requests: the one place to allow more, for instance a hub of models or libraries elsewhere. Every
 * source added here must only be contacted at the user's request, and must be named in SECURITY.md. Its responses are restricted by
 * the other lines of the policy: they can be read as data and never run as a script. `require-corp` below adds no requirement for
 * them, as they use CORS.
 */
export const CONNECT_SOURCES: readonly string[] = [
  "'self'",
  // The Hub, contacted only for a model that the user adds by its id (src/library/hub/hub.ts), and its hosts of large files.
  "https://huggingface.co",
  "https://*.huggingface.co",
  "https://*.hf.co",
  // GitHub's files, contacted only for a published table that the user opens (src/library/published/publishedTables.ts).
  "https://raw.githubusercontent.com",
  ...connectOrigins(process.env.TRYAGE_CONNECT),
];

/**
 * Further sites that the owner of this one allows the page to contact for libraries, or for models of another hub: origins,
 * separated by spaces. Throws for anything else, which could relax the policy more than intended.
 */
export function connectOrigins(written = ""): string[] {
  return originsIn("TRYAGE_CONNECT", written);
}

/** Who may show a panel of this site in a frame: nobody, or the origins that its owner names. Throws for anything else. */
export function frameAncestors(written = ""): string {
  return originsIn("TRYAGE_FRAMES", written).join(" ") || "'none'";
}

function originsIn(variable: string, written: string): string[] {
  const origins = written.split(/\s+/).filter((origin) => origin !== "");
  const wrong = origins.find((origin) => !/^https?:\/\/(\*\.)?[\w-]+(\.[\w-]+)*(:\d+)?$/.test(origin));
  if (wrong === undefined) return origins;
  throw new Error(`${variable}: “${wrong}” is no origin, such as https://example.org`);
}

/** Everything comes from the site itself; `blob:` images are plots being saved to a file. */
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
  // Text can become neither markup nor a script URL, except through the policies of ownScript.ts.
  "require-trusted-types-for 'script'",
  `trusted-types ${SCRIPT_POLICIES.join(" ")}`,
].join("; ");

/** Headers that a host should send with every file. The service worker sends them too, for hosts that cannot. */
export const HEADERS: Record<string, string> = {
  // Framing is the one thing that a policy in the page itself cannot restrict.
  "Content-Security-Policy": `${CONTENT_SECURITY_POLICY}; frame-ancestors ${frameAncestors(process.env.TRYAGE_FRAMES)}`,
  // Together these isolate the page; without isolation browsers refuse the shared memory that WASM threads need.
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

/**
 * Adds the policy to the built page, and next to it as `_headers`, the file that Netlify and Cloudflare Pages read. Not during
 * development: the development server needs inline scripts.
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
