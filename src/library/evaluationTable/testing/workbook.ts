import { writeZip } from "../../testing/fakeZip.ts";

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships";

/** An Excel workbook with one sheet, “Scores”. */
export function workbook(rows: readonly (readonly (string | number | boolean | null)[])[]): Uint8Array<ArrayBuffer> {
  const written = rows.map((cells, r) => {
    const inside = cells.map((cell, k) => {
      const at = `r="${String.fromCharCode(65 + k)}${r + 1}"`;
      if (cell === null) return "";
      if (typeof cell === "number") return `<c ${at}><v>${cell}</v></c>`;
      if (typeof cell === "boolean") return `<c ${at} t="b"><v>${Number(cell)}</v></c>`;
      return `<c ${at} t="inlineStr"><is><t>${cell.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</t></is></c>`;
    });
    return `<row r="${r + 1}">${inside.join("")}</row>`;
  });
  return writeZip([
    {
      path: "[Content_Types].xml",
      content: `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    },
    {
      path: "_rels/.rels",
      content: `${HEAD}<Relationships xmlns="${PACKAGE}"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      path: "xl/workbook.xml",
      content: `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="Scores" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      path: "xl/_rels/workbook.xml.rels",
      content: `${HEAD}<Relationships xmlns="${PACKAGE}"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    },
    {
      path: "xl/worksheets/sheet1.xml",
      content: `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${written.join("")}</sheetData></worksheet>`,
    },
  ]);
}
