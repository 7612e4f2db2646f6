import { strToU8, zipSync } from 'fflate';

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

/** A cell: text, a number as it is written, or a day by Excel's serial number. */
export type FixtureCell = string | { readonly number: string } | { readonly serial: number };

function cellXml(cell: FixtureCell, column: number, row: number): string {
  const at = `${String.fromCharCode(65 + column)}${row + 1}`;
  if (typeof cell === 'string') return `<c r="${at}" t="inlineStr"><is><t>${cell}</t></is></c>`;
  return 'serial' in cell
    ? `<c r="${at}" s="1"><v>${cell.serial}</v></c>`
    : `<c r="${at}"><v>${cell.number}</v></c>`;
}

function sheetXml(rows: readonly (readonly FixtureCell[])[]): string {
  const body = rows
    .map((cells, row) => {
      const inside = cells.map((cell, column) => cellXml(cell, column, row)).join('');
      return `<row r="${row + 1}">${inside}</row>`;
    })
    .join('');
  return `${head}<worksheet xmlns="${main}"><sheetData>${body}</sheetData></worksheet>`;
}

/** Packs sheets into a workbook as Excel writes it; `extra` adds or replaces parts. */
export function packWorkbook(
  sheets: readonly (readonly (readonly FixtureCell[])[])[],
  extra: Readonly<Record<string, string | Uint8Array>> = {},
): Uint8Array {
  const names = sheets.map((_sheet, index) => `sheet${index + 1}`);
  const parts: Record<string, string | Uint8Array> = {
    '[Content_Types].xml': `${head}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
    '_rels/.rels': `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${head}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${names.map((name, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${head}<Relationships xmlns="${packages}/relationships">${names.map((name, index) => `<Relationship Id="rId${index + 1}" Type="${relations}/worksheet" Target="worksheets/${name}.xml"/>`).join('')}<Relationship Id="rId99" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': `${head}<styleSheet xmlns="${main}"><numFmts count="0"/><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    ...Object.fromEntries(
      sheets.map((rows, index) => [`xl/worksheets/sheet${index + 1}.xml`, sheetXml(rows)]),
    ),
    ...extra,
  };
  return zipSync(
    Object.fromEntries(
      Object.entries(parts).map(([path, part]) => [
        path,
        typeof part === 'string' ? strToU8(part) : part,
      ]),
    ),
  );
}
