/** Excel workbooks (.xlsx): the first sheet that is a table. Loaded only when such a file is given. */
import readWorkbook from "read-excel-file/universal";
import { openZip } from "../../import/zip.ts";
import { columnNames } from "./columnNames.ts";
import { type RawTable, TableBuilder, TableError, type Tell } from "./rawTable.ts";

/** The parser holds a workbook in memory several times over. */
const MAX_UNPACKED = 200_000_000;

/** Reads a workbook. Throws a LibraryError that names the file and what to do. */
export async function readExcel(blob: Blob, file: string, tell: Tell = () => {}): Promise<RawTable> {
  const inside = await openZip(blob, file);
  if (!inside.has("xl/workbook.xml")) {
    throw new TableError(file, `${file} is an archive, not a table. Unpack it, and import the table in it.`);
  }
  const unpacked = [...inside.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  if (unpacked > MAX_UNPACKED)
    throw new TableError(file, `${file} is too large for a workbook. Save the sheet as CSV.`);
  tell(0.1);
  const sheets = await readWorkbook(blob).catch((cause: unknown) => {
    throw new TableError(
      file,
      `${file} cannot be read as a workbook: it is damaged, or protected. Save the sheet as CSV.`,
      { cause },
    );
  });
  tell(0.8);
  const found = sheets.find(({ data }) => data.length > 1 && data[0]!.filter((cell) => cell !== null).length > 1);
  if (!found) throw new TableError(file, `${file} has no sheet with a row of names and rows of figures below it.`);
  const [head, ...rows] = found.data;
  const header = columnNames(head!.map(written), file);
  const builder = new TableBuilder(file);
  for (const name of header) builder.column(name);
  rows.forEach((cells, i) => {
    if (cells.every((cell) => cell === null)) return;
    builder.row(i + 2);
    for (let k = 0; k < header.length; k++) builder.set(header[k]!, written(cells[k]));
  });
  return builder.finish({ form: `Excel, sheet “${found.sheet}”`, separator: null, encoding: null });
}

function written(cell: unknown): string {
  if (cell === null || cell === undefined) return "";
  return cell instanceof Date ? cell.toISOString() : String(cell);
}
