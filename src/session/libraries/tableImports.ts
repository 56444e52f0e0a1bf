/**
 * Import of evaluation tables: files are reviewed, the user may correct the interpretation, and only then a library is made and
 * stored.
 */
import { errorMessage } from "../../core/errorMessage.ts";
import type { GivenFile, ImportChoices } from "../../library/evaluationTable/importer.ts";
import type { TableFormat } from "../../library/evaluationTable/out/writeTable.ts";
import type { LocalFiles } from "../../library/import/localFiles.ts";
import type { ReadLibrary } from "../../library/import/readLibrary.ts";
import type { Library } from "../../library/load.ts";
import { fetchVerified } from "../../library/storage/integrity.ts";
import type { TableImportState } from "../../state/slices/tableImport.ts";
import type { Store } from "../../state/store.ts";
import { type OpenTables, TableClient } from "../../workers/tableImport/client.ts";
import { createTableWorker } from "../../workers/tableImport/createWorker.ts";
import type { OpeningOptions } from "./libraryLoader.ts";

/** Stores and opens a library that was read. Resolves to whether it succeeded. */
export type TakeLibrary = (label: string, read: (options: OpeningOptions) => Promise<ReadLibrary>) => Promise<boolean>;

/** A pasted text is a table if it has cells in at least two lines. */
const PASTED = /^[^\n]*[,;\t|{[][^\n]*\n/;

export class TableImports {
  #tables: OpenTables | null = null;
  /** Numbers imports and reviews, so that outdated results are ignored. */
  #turn = 0;

  constructor(
    private readonly store: Store,
    private readonly take: TakeLibrary,
    private readonly client = new TableClient(createTableWorker),
  ) {}

  /** Reviews the tables among files. */
  offerFiles(name: string, open: () => Promise<LocalFiles>): Promise<void> {
    return this.offer(name, async () => givenFiles(await open()));
  }

  /** Reviews a pasted text. Returns whether it may be a table. */
  offerText(text: string): boolean {
    if (!PASTED.test(text.trimStart())) return false;
    void this.offer("Pasted table", async () => [{ path: "pasted.txt", blob: new Blob([text]) }]);
    return true;
  }

  /** The table as it is shown, as a file. Rejects with an error whose message says what is wrong. */
  async write(library: Library, format: TableFormat): Promise<Blob> {
    const { tableToWrite } = await import("./tableToWrite.ts");
    const { rows, table } = tableToWrite(library, true);
    const { texts: path } = library.manifest.benchmark;
    const file = path === undefined ? null : library.file(path);
    const texts = file && { content: await fetchVerified(file.url, file), rows };
    return this.client.write({ table, texts, format });
  }

  /** Reviews files. @param given reads them; its failure is reported as theirs */
  async offer(name: string, given: () => Promise<GivenFile[]>): Promise<void> {
    this.cancel();
    const turn = this.#turn;
    this.store.setState({
      tableImport: { name, status: "reading", loaded: 0, total: 0, look: null, choices: {}, problem: null },
    });
    try {
      const files = await given();
      if (turn !== this.#turn) return;
      this.#tables = this.client.open({ name, files });
    } catch (error) {
      if (turn === this.#turn) this.#change({ status: "ready", problem: errorMessage(error) });
      return;
    }
    await this.#look({});
  }

  /** Imports tables with a known interpretation, without review. @param files may be a download, whose progress is reported */
  open(name: string, files: (options: OpeningOptions) => Promise<LocalFiles>): Promise<boolean> {
    return this.take(name, async (options) => {
      const given = await givenFiles(await files(options));
      return this.client.import({ name, files: given }, options);
    });
  }

  /** Repeats the review with the user's corrections. */
  async choose(change: ImportChoices): Promise<void> {
    const state = this.store.getState().tableImport;
    if (!state) return;
    const { roles: _, ...others } = state.choices;
    const anew = "separator" in change || "encoding" in change;
    // Another separator gives other columns.
    const roles = anew ? {} : { ...state.choices.roles, ...change.roles };
    await this.#look({ ...others, ...change, roles });
  }

  /** Makes the library and opens it. */
  async accept(): Promise<void> {
    const state = this.store.getState().tableImport;
    const tables = this.#tables;
    if (!state || !tables || state.status !== "ready" || !state.look || state.look.problem !== null) return;
    const turn = this.#turn;
    this.#change({ status: "building", loaded: 0, total: 0, problem: null });
    try {
      const read = await tables.build(state.choices, { onProgress: this.#progress(turn) });
      if (turn !== this.#turn) return;
      this.cancel();
      await this.take(state.name, async () => read);
    } catch (error) {
      if (turn === this.#turn) this.#change({ status: "ready", problem: errorMessage(error) });
    }
  }

  /** Cancels the import; nothing is stored. */
  cancel(): void {
    this.#turn++;
    this.#tables?.end();
    this.#tables = null;
    this.store.setState({ tableImport: null });
  }

  async #look(choices: ImportChoices): Promise<void> {
    const tables = this.#tables;
    if (!tables) return;
    const turn = ++this.#turn;
    this.#change({ status: "reading", choices, problem: null });
    try {
      const look = await tables.look(choices, { onProgress: this.#progress(turn) });
      if (turn === this.#turn) this.#change({ status: "ready", look, problem: null });
    } catch (error) {
      if (turn === this.#turn) this.#change({ status: "ready", problem: errorMessage(error) });
    }
  }

  #progress(turn: number): (loaded: number, total: number) => void {
    return (loaded, total) => {
      if (turn === this.#turn) this.#change({ loaded, total });
    };
  }

  #change(change: Partial<TableImportState>): void {
    this.store.setState(({ tableImport }) => ({ tableImport: tableImport && { ...tableImport, ...change } }));
  }
}

/** Files held by the browser are passed on as they are; files in a zip are unpacked first. */
export const givenFiles = (files: LocalFiles): Promise<GivenFile[]> =>
  Promise.all([...files].map(async ([path, { blob, read }]) => ({ path, blob: blob ?? new Blob([await read()]) })));
