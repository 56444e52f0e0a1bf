/**
 * Addresses of the site's own scripts, in the form that browsers with Trusted Types ask for: there the content security policy lets
 * nothing become a script's address that did not pass a policy named here. Other browsers get the plain address.
 */

/** Policies by name; scripts/build/policy.ts lets no other be made. */
export const SCRIPT_POLICIES = ["explorer", "default"] as const;

interface ScriptPolicy {
  createScriptURL(url: string): unknown;
}

/** The part of Trusted Types that is used; TypeScript's library does not know them. */
export interface TrustedTypes {
  createPolicy(name: (typeof SCRIPT_POLICIES)[number], rules: { createScriptURL(url: string): string }): ScriptPolicy;
}

let policy: ScriptPolicy | null = null;

/**
 * The address of a script of this site, for `new Worker` and for registering the service worker.
 * Throws a TypeError for an address of another origin.
 */
export function ownScript(url: string | URL): string {
  const types = trustedTypes();
  if (!types) return onlyOwn(String(url));
  policy ??= types.createPolicy("explorer", { createScriptURL: onlyOwn });
  // The DOM's types know strings only; the browser wants the object.
  return policy.createScriptURL(String(url)) as string;
}

/**
 * For workers that run code which starts workers by plain addresses, as ONNX runtime does for its threads: those pass when they are
 * of this site. Call it once, before such code runs.
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
