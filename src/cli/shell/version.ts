import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findProjectDir } from '../../platform/index.ts';

/** Gives the version of this program, as package.json has it. */
export async function readVersion(): Promise<string> {
  const text = await readFile(join(findProjectDir(), 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
