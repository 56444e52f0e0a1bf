import type { ComponentType } from "react";
import { expect, onTestFinished, vi } from "vitest";
import { commands, type Locator, locators, page, userEvent } from "vitest/browser";
import { cleanup, render } from "vitest-browser-react";
import type { Media, MouseStep } from "../../../scripts/component-tests/browser-commands.ts";
import { readEmbeddings } from "../../library/benchmark/parquet.ts";
import { readHere } from "../../library/benchmark/readHere.ts";
import { type Library, loadLibrary } from "../../library/load.ts";
import { importedLibrary } from "../../library/testing/importedLibrary.ts";
import type { Handlers } from "../../rpc/serve.ts";
import { Session } from "../../session/session.ts";
import { syncLocation } from "../../session/view/syncLocation.ts";
import { createPreferences } from "../../state/preferences.ts";
import { createExplorerStore } from "../../state/store.ts";
import { decodeView } from "../../state/url/link.ts";
import { InferenceClient } from "../../workers/inference/client.ts";
import type { InferenceCalls } from "../../workers/inference/protocol.ts";
import { App } from "../App.tsx";
import { SessionContext } from "../context.ts";
import { DeferredPolicy } from "../DeferredPolicy.tsx";
import { PreferencesContext } from "../preferences.ts";
import { TipLayer } from "../tips/TipLayer.tsx";
import { Guarded } from "../ui/PanelBoundary.tsx";
import { fakeInference } from "./fakeInference.ts";

locators.extend({
  /** Elements identified only by a class: marks of a plot, parts of a bar. */
  getByCSS: (selector: string) => selector,
});

declare module "vitest/browser" {
  interface LocatorSelectors {
    getByCSS(selector: string): Locator;
  }
}

const SMALL = new URL("/small/", location.href).href;

let loaded: Promise<Library> | null = null;

/** The page's library as read from its files: the page's content must follow from it. */
export function smallLibrary(): Promise<Library> {
  loaded ??= loadLibrary(SMALL, { reader: readHere });
  return loaded;
}

let read: ReturnType<typeof readEmbeddings> | null = null;

async function states() {
  const library = await smallLibrary();
  const { embeddings, embeddingSize } = library.manifest.benchmark;
  read ??= fetch(library.url(embeddings!))
    .then((answer) => answer.arrayBuffer())
    .then((content) => readEmbeddings(content, embeddingSize!));
  return (await read) as { columns: number; data: Float32Array };
}

export interface Opening {
  /** The fragment of the opened link. */
  view?: Record<string, string> | string;
  /** What to render: single panels, or the whole page by default. */
  panels?: readonly ComponentType[];
  /** Replaces files of the library, by path. Workers still read the library's own files. */
  files?: Record<string, BodyInit>;
  /** Opens an imported table in place of the small library: texts of its files by path. */
  table?: Readonly<Record<string, string>>;
  /** Replaces some of the fake models' answers. */
  models?: Partial<Handlers<InferenceCalls>>;
}

/** Opens the page on the small library with fake models, and waits until everything is loaded. */
export async function openExplorer(opening: Opening = {}): Promise<Explorer> {
  const { view = {}, panels, files = {}, table, models = {} } = opening;
  await cleanup();
  serve(files);
  const address = new Address(typeof view === "string" ? view : String(new URLSearchParams(view)));
  const store = createExplorerStore(decodeView(address.location.hash));
  const inference = new InferenceClient(fakeInference(smallLibrary, states, models));
  const session = new Session(store, { page: SMALL, shipped: SMALL, connect: null }, inference);
  syncLocation(store, address as unknown as Window);
  await render(
    <SessionContext.Provider value={session}>
      <PreferencesContext.Provider value={createPreferences(null)}>
        <Guarded>
          {panels?.map((Panel) => (
            <DeferredPolicy key={Panel.name}>
              <Panel />
            </DeferredPolicy>
          )) ?? <App />}
          <TipLayer />
        </Guarded>
      </PreferencesContext.Provider>
    </SessionContext.Provider>,
  );
  await session.start();
  if (table) store.setState({ baseLibrary: await importedLibrary(table) });
  return new Explorer(address, session);
}

const nativeFetch = globalThis.fetch.bind(globalThis);

function serve(files: Record<string, BodyInit>): void {
  // A test may answer requests in its own way.
  if (Object.keys(files).length === 0) return;
  const spy = vi.spyOn(globalThis, "fetch").mockImplementation((input, init) => {
    const body = files[String(input instanceof Request ? input.url : input).replace(SMALL, "")];
    return body === undefined ? nativeFetch(input, init) : Promise.resolve(new Response(body));
  });
  onTestFinished(() => spy.mockRestore());
}

/** A location for the page alone: the tab's belongs to the test runner. */
class Address extends EventTarget {
  readonly location: Pick<Location, "pathname" | "search" | "hash">;

  constructor(fragment: string) {
    super();
    this.location = { pathname: "/", search: "", hash: `#${fragment}` };
  }

  readonly history = {
    replaceState: (_data: unknown, _unused: string, url?: string | URL | null) => {
      Object.assign(this.location, new Parts(String(url)));
    },
  };
}

class Parts {
  readonly search: string;
  readonly hash: string;

  constructor(url: string) {
    ({ search: this.search, hash: this.hash } = new URL(url, "http://page.test"));
  }
}

/** An element by its role and accessible name, as users find it. */
export class Explorer {
  readonly prompt = page.getByRole("textbox", { name: "Prompt" });
  readonly chosen = page.getByRole("status", { name: "Chosen expert" });
  readonly ranked = page.getByRole("list", { name: "Experts ranked" });
  readonly run = page.getByRole("button", { name: "Run", exact: true });
  readonly fills = page.getByRole("list", { name: "Mask predictions" });

  constructor(
    private readonly address: Pick<Address, "location">,
    readonly session: Session,
  ) {}

  /** The fragment of the page's URL, which is updated within half a second. */
  get link(): string {
    return this.address.location.hash.slice(1);
  }

  /** The value of a key in the link; null if absent. */
  inLink(key: string): string | null {
    return new URLSearchParams(this.link).get(key);
  }

  slider(name: string): Locator {
    return page.getByRole("slider", { name: `${name} λ` });
  }

  region(name: string): Locator {
    return page.getByRole("region", { name });
  }

  /** Types a prompt and waits for its decision; returns the id of the chosen expert. */
  async decide(text: string): Promise<string> {
    await this.prompt.fill(text);
    await expect.element(this.chosen).toHaveAttribute("data-prompt", text);
    // The first one is drawn after the chosen expert.
    await expect.element(this.ranked).toBeInTheDocument();
    return this.chosen.getByCSS("strong").element().textContent;
  }

  /** Focuses an element and presses keys there, in the syntax of `userEvent.keyboard`. */
  async press(target: Locator, keys: string): Promise<void> {
    (target.element() as HTMLElement).focus();
    await userEvent.keyboard(keys);
  }
}

/** The file that an action saves, instead of the browser's download. */
export async function savedBy(action: () => Promise<unknown>): Promise<Blob> {
  const saved = new Promise<Blob>((resolve) => {
    const take = (event: MouseEvent) => {
      const link = event.target;
      if (!(link instanceof HTMLAnchorElement && link.hasAttribute("download"))) return;
      event.preventDefault();
      document.removeEventListener("click", take, true);
      resolve(fetch(link.href).then((answer) => answer.blob()));
    };
    document.addEventListener("click", take, true);
  });
  await action();
  return saved;
}

/** The text of the file that a button saves. */
export const savedText = async (button: Locator): Promise<string> => (await savedBy(() => button.click())).text();

/** Cells of the CSV file that a button saves, without the byte order mark. */
export async function savedCsv(button: Locator): Promise<string[][]> {
  const text = await savedText(button);
  return text
    .replace(/^\ufeff/, "")
    .trim()
    .split("\r\n")
    .map((line) => line.split(","));
}

/** Moves and presses the mouse. Positions are in pixels of the page. */
export const mouse = (...steps: MouseStep[]): Promise<void> => commands.mouse(steps);

/** Number of elements that a locator finds, for `expect.poll`. */
export const count = (found: Locator) => () => found.elements().length;

/** Texts of a locator's elements, for `expect.poll`. */
export const texts = (found: Locator) => () => found.elements().map(({ textContent }) => textContent!.trim());

/** Sets system preferences such as reduced motion until the test ends. */
export async function prefer(media: Media): Promise<void> {
  onTestFinished(() => commands.media({ reducedMotion: null, colorScheme: null, forcedColors: null }));
  await commands.media(media);
}

/** Resolves half a second later: the link is then up to date, and a step of undo is complete. */
export const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 500));
