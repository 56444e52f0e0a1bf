/**
 * URLs of the site's own scripts, in the form that browsers with Trusted Types require: there, the content security policy only
 * accepts script URLs that passed a policy named here. Other browsers get the plain URL.
 */

/** Policies by name; scripts/build/policy.ts allows no others. */
export const SCRIPT_POLICIES = ["explorer", "default"] as const;

interface ScriptPolicy {
  createScriptURL(url: string): unknown;
}

/** The part of Trusted Types that is used; TypeScript's library does not include them. */
export interface TrustedTypes {
  createPolicy(name: (typeof SCRIPT_POLICIES)[number], rules: { createScriptURL(url: string): string }): ScriptPolicy;
}

let policy: ScriptPolicy | null = null;

/**
 * The URL of a script of this site, for `new Worker` and for registering the service worker. Throws a TypeError for a URL of
 * another origin.
 */
export function ownScript(url: string | URL): string {
  const types = trustedTypes();
  if (!types) return onlyOwn(String(url));
  policy ??= types.createPolicy("explorer", { createScriptURL: onlyOwn });
  // The DOM types only allow strings; the browser requires the object.
  return policy.createScriptURL(String(url)) as string;
}

/**
 * For workers that run code which starts workers from plain URLs, as ONNX Runtime does for its threads: URLs of this site are
 * accepted. Call it once, before such code runs.
 */
export function trustOwnScripts(types = trustedTypes()): void {
  types?.createPolicy("default", { createScriptURL: onlyOwn });
}

function onlyOwn(url: string): string {
  const { origin, href } = globalThis.location;
  if (new URL(url, href).origin === origin) return url;
  throw new TypeError(`${url} is not a script of this site.`);
}

function trustedTypes(): TrustedTypes | undefined {
  return (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
}
