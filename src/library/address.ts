/**
 * How a link names a library, `?library=…`: the shipped one by leaving the parameter out, one on a server by its folder's URL
 * (relative to the page where possible), one added from this computer by `local:` and its key.
 */
import { DownloadError } from "./errors.ts";
import { isLocal, localFolder } from "./storage/localStore.ts";

/** Servers do not accept longer URLs, and the length of a link must not decide how long parsing takes. */
const MAX_ADDRESS = 2_000;

/** Where the page is, and where it may send requests. */
export interface Site {
  /** Absolute URL of the page's folder. */
  page: string;
  /** Absolute URL of the shipped library's folder. */
  shipped: string;
  /** Sources that the content security policy allows connections to; null if there is no policy. */
  connect: readonly string[] | null;
}

const LOCAL = /^local:([0-9a-f]{16})$/;

/**
 * The absolute URL of the folder named by a link's `library` parameter, with a trailing slash. Throws a DownloadError if it is not
 * a valid URL, or if the site's policy forbids requests there.
 */
export function libraryFolder(address: string, site: Site): string {
  if (address === "") return site.shipped;
  const key = LOCAL.exec(address)?.[1];
  if (key !== undefined) return localFolder(key);
  const url = reachable(address, site, {
    what: "a library",
    example: "that of its folder, such as https://example.org/library/",
    instead: "Download the library and add its folder or zip",
  });
  url.hash = "";
  url.search = "";
  url.pathname = url.pathname.replace(/(?:\/library\.json|\/)*$/, "/");
  return url.href;
}

/** The absolute URL of a manifest of shared experts named in a link. Throws a DownloadError like `libraryFolder`. */
export function expertsAddress(address: string, site: Site): string {
  return reachable(address, site, {
    what: "a manifest of experts",
    example: "that of its file, such as https://example.org/experts.json",
    instead: "Download the file and import it under Experts",
  }).href;
}

/** The absolute URL of a score table that a link names. Throws a DownloadError like `libraryFolder`. */
export function tableAddress(address: string, site: Site): string {
  return reachable(address, site, {
    what: "a table",
    example: "that of its file, such as https://example.org/scores.csv",
    instead: "Download the file and drop it on the page",
  }).href;
}

function reachable(address: string, site: Site, say: { what: string; example: string; instead: string }): URL {
  const url = address.length > MAX_ADDRESS ? null : parse(address, site.page);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new DownloadError(
      address,
      `“${address.slice(0, 200)}” is not the address of ${say.what}: give ${say.example}.`,
    );
  }
  if (mayConnect(url, site)) return url;
  const subject = say.what.replace(/^a /, "The ");
  throw new DownloadError(
    address,
    `${subject} is on another site, ${url.origin}, and this site lets the page connect to itself only, so that nothing typed ` +
      `here can leave it. ${say.instead}; or ask whoever hosts this explorer to build it with ` +
      `TRYAGE_CONNECT=${url.origin}.`,
  );
}

/** The shortest name of a library's folder: the inverse of `libraryFolder`. */
export function libraryAddress(folder: string, { page, shipped }: Pick<Site, "page" | "shipped">): string {
  if (folder === shipped) return "";
  if (isLocal(folder)) return `local:${new URL(folder).host}`;
  const whole = folder.replace(/\/$/, "");
  if (!folder.startsWith(page)) return whole;
  const short = whole.slice(page.length) || ".";
  // A name that looks like a path from the root, or like another scheme, would mean something else.
  return parse(`${short}/`, page)?.href === folder ? short : whole;
}

/** The connections that a content security policy allows; null if it does not restrict them. */
export function connectSources(policy: string | null): string[] | null {
  const directives = (policy ?? "").split(";").map((directive) => directive.trim().split(/\s+/));
  const found =
    directives.find(([name]) => name === "connect-src") ?? directives.find(([name]) => name === "default-src");
  return found ? found.slice(1) : null;
}

function mayConnect(url: URL, { page, connect }: Site): boolean {
  if (connect === null) return true;
  return connect.some((source) => {
    if (source === "'self'") return url.origin === new URL(page).origin;
    if (source === "*" || source === url.protocol) return true;
    const [, protocol, host] = /^(?:(https?:)\/\/)?([^/]+)\/?$/.exec(source) ?? [];
    if (host === undefined || (protocol !== undefined && protocol !== url.protocol)) return false;
    return host.startsWith("*.") ? url.host.endsWith(host.slice(1)) : url.host === host;
  });
}

function parse(address: string, base: string): URL | null {
  try {
    return new URL(address, base);
  } catch {
    return null;
  }
}
