/** What the build tells the service worker about the version that it serves; scripts/build/offline.ts writes it into sw.js. */

/** A file of the library, as its manifest names it. */
export interface BuiltFile {
  /** Relative to the site's folder. */
  path: string;
  sha256: string;
  bytes: number;
  /** Kept when it is first used, and not before: not every visitor needs it. */
  onDemand: boolean;
}

/** A file of the site itself. */
export interface ShellFile extends BuiltFile {
  type: string;
}

/** Every file of one version, by content. */
export interface Build {
  /** The site's own files and the library's manifest: what the service worker answers for. */
  shell: readonly ShellFile[];
  /** Fetched, verified and kept by the page itself. */
  library: readonly BuiltFile[];
  /** Sent with every file of the shell: what a host that can set headers would send. */
  headers: Readonly<Record<string, string>>;
}
