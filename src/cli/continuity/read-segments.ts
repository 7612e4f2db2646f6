import { extname } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { Segment } from '../../continuity/liability/index.ts';
import type { JsonValue } from '../../kernel/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';

const readers: Readonly<Record<string, string>> = {
  '.parquet': 'read_parquet',
  '.csv': 'read_csv_auto',
  '.json': 'read_json_auto',
  '.ndjson': 'read_json_auto',
};

/** A column of this name says how many parties a line stands for. */
const countColumn = 'party_count';

/** Refuses a population without a line, and one whose lines do not all say how many parties they stand for. */
async function requireCounts(
  connection: DuckDBConnection,
  of: { readonly path: string; readonly source: string; readonly hasCount: boolean },
): Promise<void> {
  const { path, source, hasCount } = of;
  const written = hasCount ? `coalesce("${countColumn}"::varchar, '')` : "'1'";
  const { found, wrong } = (
    await connection.runAndReadAll(`select count(*)::integer as found,
      min(written) filter (where not regexp_full_match(written, '[1-9][0-9]{0,17}([.]0+)?')) as wrong
      from (select ${written} as written from ${source})`)
  ).getRowObjectsJson()[0] as { found: number; wrong: string | null };
  if (found === 0) {
    const message = `${path} has no line below its heading; a population has one for each party, or for each kind of party with ${countColumn}.`;
    throw new CommandExit(message, exitCode.wrongInput);
  }
  if (wrong === null) return;
  const message = `${path}: ${countColumn} is "${wrong}" in a line; it should be how many parties the line stands for, a whole number from 1.`;
  throw new CommandExit(message, exitCode.wrongInput);
}

/**
 * Reads a population as segments: parties with the same facts are counted together.
 *
 * @param names the facts the policies ask for; other columns are left out, those that are missing unknown
 * @throws CommandExit 2 when the file cannot be read, or has none of the columns
 */
export async function readSegments(path: string, names: ReadonlySet<string>): Promise<Segment[]> {
  const reader = readers[extname(path).toLowerCase()];
  if (reader === undefined) {
    const known = Object.keys(readers).join(', ');
    throw new CommandExit(`${path}: a population ends in one of ${known}.`, exitCode.wrongInput);
  }
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const source = `${reader}('${path.replaceAll("'", "''")}')`;
    const described = await connection.runAndReadAll(`describe select * from ${source}`);
    const columns = described.getRowObjectsJson().map((row) => String(row.column_name));
    const kept = columns.filter((column) => names.has(column));
    if (kept.length === 0) {
      const message = `${path}: none of its columns (${columns.join(', ')}) is a fact of the policies (${[...names].join(', ')}).`;
      throw new CommandExit(message, exitCode.wrongInput);
    }
    const quoted = kept.map((column) => `"${column.replaceAll('"', '""')}"`);
    const fields = quoted.map((column, at) => `'${kept[at]?.replaceAll("'", "''")}', ${column}`);
    const hasCount = columns.includes(countColumn);
    await requireCounts(connection, { path, source, hasCount });
    const count = hasCount ? `sum("${countColumn}"::hugeint)` : 'count(*)';
    const rows = await connection.runAndReadAll(
      `select json_object(${fields.join(', ')})::varchar as facts, (${count})::varchar as parties
       from ${source} group by ${quoted.join(', ')} order by facts`,
    );
    return rows.getRowObjectsJson().map((row) => ({
      partyCount: BigInt(String(row.parties)),
      facts: JSON.parse(String(row.facts)) as Record<string, JsonValue>,
    }));
  } catch (error) {
    if (error instanceof CommandExit) throw error;
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new CommandExit(`${path} cannot be read: ${reason}`, exitCode.wrongInput);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
