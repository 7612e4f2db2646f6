import { extname } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
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
    const count = columns.includes(countColumn) ? `sum("${countColumn}")` : 'count(*)';
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
