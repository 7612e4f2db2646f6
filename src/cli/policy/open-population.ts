import { existsSync, realpathSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import {
  copyTable,
  isTableAddress,
  type OpenRefusal,
  showTableAddress,
} from '../../settlement/population/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import { renderBadRows } from './render-simulation.ts';

/** Says why a population cannot be taken, with its bad rows, and what to do. */
export function renderPopulationRefusal(refusal: OpenRefusal): string {
  switch (refusal.code) {
    case 'population_unreadable':
      return `${refusal.file}: cannot be read: ${refusal.found}`;
    case 'population_column_missing':
      return `${refusal.file}: has no column ${refusal.column}; it has ${refusal.found.join(', ')}`;
    case 'population_party_repeated':
      return `${refusal.file}: party ${refusal.partyId} stands there twice; leave one row for each party`;
    default:
      return `${refusal.file}: ${renderBadRows(refusal.badRows)}\nMend the rows, or set them aside with: amends policy simulate … --bad-rows set-aside`;
  }
}

/**
 * Says no to a file that is to be written over one that is read, or into a folder that is not there.
 *
 * @param option the option that names the file to be written, as it stands in messages
 */
export function requireWritable(
  file: string,
  { option, read }: { readonly option: string; readonly read: readonly string[] },
): void {
  const whole = (path: string) => (existsSync(path) ? realpathSync(path) : resolve(path));
  const over = read.find((one) => whole(one) === whole(file));
  const refused = (found: string) =>
    new CommandExit(`${option} ${file}: ${found}`, exitCode.wrongInput);
  if (over !== undefined) throw refused('this file is read; write to another one');
  const folder = dirname(resolve(file));
  if (!existsSync(folder)) throw refused(`there is no folder ${folder}; make it first`);
}

/**
 * Does some work on a population: a file, or a table of PostgreSQL that is copied into one first and
 * removed afterwards. `name` is what the population is called in messages.
 */
export async function withPopulation<T>(
  population: string,
  work: (given: { readonly file: string; readonly name: string }) => Promise<T>,
): Promise<T> {
  if (!isTableAddress(population)) return work({ file: population, name: population });
  const dir = await mkdtemp(join(tmpdir(), 'amends-table-'));
  try {
    const file = join(dir, 'table.csv');
    const copied = await copyTable(population, { into: file });
    const name = showTableAddress(population);
    if (copied.ok) return await work({ file, name });
    const message = `${name}: cannot be read: ${copied.refusal.found}`;
    throw new CommandExit(message, exitCode.wrongInput);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
