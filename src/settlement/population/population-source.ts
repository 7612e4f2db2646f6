import { quoteSqlText } from '../../policy/compile/index.ts';

/** A population file, and the query that gives its rows with `source_row`, from 1. */
export interface PopulationSource {
  readonly file: string;
  readonly relation: string;
}

/** Gives what parts the cells of a text file, by its name: a tab for TSV; undefined for others. */
export function csvDelimiter(file: string): string | undefined {
  const [, kind] = /\.(csv|tsv|txt)(?:\.gz)?$/i.exec(file) ?? [];
  if (kind === undefined) return undefined;
  return kind.toLowerCase() === 'tsv' ? '\t' : ',';
}

/** Gives how a population file is read: CSV and TSV by their names, anything else as Parquet. */
export function populationSource(file: string): PopulationSource {
  const name = quoteSqlText(file);
  const delimiter = csvDelimiter(file);
  if (delimiter !== undefined) {
    // Every cell is read as text, so that no value is guessed at; an empty cell is not known.
    const marks = `delim = ${quoteSqlText(delimiter)}, quote = '"', escape = '"'`;
    const read = `read_csv(${name}, header = true, all_varchar = true, null_padding = false, ${marks})`;
    return { file, relation: `select *, row_number() over () as source_row from ${read}` };
  }
  const read = `read_parquet(${name}, file_row_number = true)`;
  const columns = `* exclude (file_row_number), file_row_number + 1 as source_row`;
  return { file, relation: `select ${columns} from ${read}` };
}
