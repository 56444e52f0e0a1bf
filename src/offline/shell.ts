import { readStored, removeStored, type Storage } from "../library/storage/fileCache.ts";
import { download } from "../library/storage/integrity.ts";
import type { Build, BuiltFile, ShellFile } from "./build.ts";

const PAGE = "index.html";

/** What the service worker works with, for tests. */
export interface Surroundings {
  fetch?: typeof fetch;
  storage?: Storage | null;
}

/**
 * One version of the site, kept whole: every file is known by its SHA-256, so an answer is of this version or comes from the
 * network, and never from what another version has kept.
 */
export class Shell {
  readonly #files: ReadonlyMap<string, ShellFile>;

  /** @param scope absolute address of the site's folder, with a slash at the end */
  constructor(
    private readonly build: Build,
    private readonly scope: string,
    private readonly surroundings: Surroundings = {},
  ) {
    this.#files = new Map(build.shell.map((file) => [file.path, file]));
  }

  /**
   * Keeps all that is not kept on demand. What is kept already, by the page or by the version before, is not fetched again.
   * Throws when a file cannot be had, is of another version, or cannot be kept.
   */
  async install(): Promise<void> {
    for (const file of [...this.build.shell, ...this.build.library]) {
      if (file.onDemand || (await this.#kept(file))) continue;
      await this.#download(file);
      if (!(await this.#kept(file))) throw new Error(`${file.path} could not be kept: storage is full or blocked.`);
    }
  }

  /** Drops files of other versions. Files outside this site's folders are another site's at the same origin, and stay. */
  dropOthers(): Promise<void> {
    const files = [...this.build.shell, ...this.build.library];
    const needed = new Map(files.map(({ path, sha256 }) => [this.#address(path), sha256]));
    return removeStored((url, sha256) => !this.#owns(url) || needed.get(url) === sha256, this.surroundings.storage);
  }

  /** The answer to a request, or null when it is none of the shell's business. */
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
    // The browser has dropped what was kept, and the server has another version by now: that one, whole, is the way on.
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

  /** Fetches a file, verifies it and keeps it if it can. */
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
