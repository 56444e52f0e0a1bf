/** What the build tells the service worker about its version; scripts/build/offline.ts writes it into sw.js. */

/** A file of the library, as listed in its manifest. */
export interface BuiltFile {
  /** Relative to the site's folder. */
  path: string;
  sha256: string;
  bytes: number;
  /** Cached on first use and not before: not every visitor needs it. */
  onDemand: boolean;
}

/** A file of the site itself. */
export interface ShellFile extends BuiltFile {
  type: string;
}

/** Every file of one version, by content hash. */
export interface Build {
  /** The site's own files and the library's manifest: what the service worker answers requests for. */
  shell: readonly ShellFile[];
  /** Downloaded, verified and cached by the page itself. */
  library: readonly BuiltFile[];
  /** Sent with every file of the shell: the headers that a configurable host would send. */
  headers: Readonly<Record<string, string>>;
}
