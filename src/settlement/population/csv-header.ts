import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import type { PolicyDocument } from '../../policy/index.ts';

/** Gives the cells of a text file's first line; undefined where it has none or cannot be read. */
async function readHeader(file: string, delimiter: string): Promise<readonly string[] | undefined> {
  const raw = createReadStream(file);
  const plain = file.endsWith('.gz') ? raw.pipe(createGunzip()) : raw;
  const options = { bom: true, delimiter, relax_column_count: true, relax_quotes: true, to: 1 };
  const rows = plain.pipe(parse(options));
  const end = (error: Error) => rows.destroy(error);
  raw.on('error', end);
  plain.on('error', end);
  try {
    for await (const row of rows) return row as readonly string[];
    return undefined;
  } catch {
    return [];
  } finally {
    rows.destroy();
    raw.destroy();
  }
}

/** Says which column stands there twice for one fact, or for what a party is known by. */
export function findRepeatedColumn(
  names: readonly string[],
  documents: readonly PolicyDocument[],
): string | undefined {
  const facts = documents.flatMap((document) => [...document.facts.keys()]);
  const read = [...facts, 'party_id', 'party_class', 'class', 'evidence'];
  for (const fact of read) {
    const forms = new Set([fact, fact.replaceAll('-', '_')]);
    const found = names.filter((name) => forms.has(name.trim()));
    if (found.length < 2) continue;
    const both = [...new Set(found)].join(' and ');
    return `found ${found.length} columns for ${fact} (${both}); expected one`;
  }
  return undefined;
}

/**
 * Says why the first line of a text file is no header: an empty file, cells parted by another mark,
 * or a column that stands there twice. Undefined where nothing is wrong with it.
 */
export async function explainHeader(
  file: string,
  { delimiter, documents }: { delimiter: string; documents: readonly PolicyDocument[] },
): Promise<string | undefined> {
  const names = await readHeader(file, delimiter);
  if (!names) return 'found an empty file; expected a header line, and a line for each party';
  const [only = ''] = names;
  const other = [';', '\t', '|'].find((mark) => only.split(mark).includes('party_id'));
  if (names.length === 1 && other !== undefined) {
    const shown = other === '\t' ? 'tabs' : `\`${other}\``;
    const wanted = 'commas, or tabs in a file whose name ends in .tsv; decimals with a point';
    return `found cells parted by ${shown}; expected ${wanted}`;
  }
  return findRepeatedColumn(names, documents);
}
