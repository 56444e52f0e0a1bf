import { readStored, removeStored, type Storage } from "../library/storage/fileCache.ts";
import { download } from "../library/storage/integrity.ts";
import type { Build, BuiltFile, ShellFile } from "./build.ts";

const PAGE = "index.html";

/** The service worker's environment, replaceable in tests. */
export interface Surroundings {
  fetch?: typeof fetch;
  storage?: Storage | null;
}

/**
 * One version of the site, cached as a whole: every file is identified by its SHA-256, so a response belongs to this version or
 * comes from the network, but never from another version's cache.
 */
export class Shell {
  readonly #files: ReadonlyMap<string, ShellFile>;

  /** @param scope absolute URL of the site's folder, with a trailing slash */
  constructor(
    private readonly build: Build,
    private readonly scope: string,
    private readonly surroundings: Surroundings = {},
  ) {
    this.#files = new Map(build.shell.map((file) => [file.path, file]));
  }

  /**
   * Caches everything that is not cached on demand. Files already cached, by the page or by the previous version, are not
   * downloaded again. Throws when a file is unavailable, belongs to another version, or cannot be stored.
   */
  async install(): Promise<void> {
    for (const file of [...this.build.shell, ...this.build.library]) {
      if (file.onDemand || (await this.#kept(file))) continue;
      await this.#download(file);
      if (!(await this.#kept(file))) throw new Error(`${file.path} could not be kept: storage is full or blocked.`);
    }
  }

  /** Deletes files of other versions. Files outside this site's folders belong to other sites of the same origin, and stay. */
  dropOthers(): Promise<void> {
    const files = [...this.build.shell, ...this.build.library];
    const needed = new Map(files.map(({ path, sha256 }) => [this.#address(path), sha256]));
    return removeStored((url, sha256) => !this.#owns(url) || needed.get(url) === sha256, this.surroundings.storage);
  }

  /** The response to a request, or null for requests that the shell does not handle. */
  answer(request: Request): Promise<Response> | null {
    if (request.method !== "GET" || !request.url.startsWith(this.scope)) return null;
    const path = request.url.slice(this.scope.length).replace(/[?#].*$/s, "");
    const file = this.#files.get(path === "" ? PAGE : path);
    return file ? this.#respond(file, request) : null;
  }

  async #respond(file: ShellFile, request: Request): Promise<Response> {
    const { headers } = this.build;
    const kept = await this.#kept(file);
    const body = kept ? kept.body : await this.#download(file).catch(() => null);
    if (body) return new Response(body, { headers: { "Content-Type": file.type, ...headers } });
    // The browser has dropped the cached files, and the server already has another version: serve that one as a whole.
    const answer = await (this.surroundings.fetch ?? fetch)(request);
    const { status, statusText } = answer;
    return new Response(answer.body, {
      status,
      statusText,
      headers: { ...Object.fromEntries(answer.headers), ...headers },
    });
  }

  #kept({ path, sha256 }: BuiltFile): Promise<Response | null> {
    return readStored(this.#address(path), sha256, this.surroundings.storage);
  }

  /** Downloads a file, verifies it and caches it if possible. */
  async #download(file: BuiltFile): Promise<ArrayBuffer> {
    const page = file.path === PAGE;
    return (await download(this.#address(file.path), file, { ...this.surroundings, page })).buffer;
  }

  #address(path: string): string {
    return new URL(path, this.scope).href;
  }

  #owns(url: string): boolean {
    return url.startsWith(this.scope) && /^(assets\/|models\/|[^/]*$)/.test(url.slice(this.scope.length));
  }
}
