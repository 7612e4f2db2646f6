import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tx } from '../database.ts';
import type { Seal } from './seal.ts';
import { findSeal } from './seal-store.ts';

/** The last seal that a data folder saw: whoever can write to the database cannot change it. */
export interface SealMemory {
  readonly number: bigint;
  /** 64 hexadecimal digits */
  readonly digest: string;
}

/** Gives the file in which the last seal is remembered. */
export function sealMemoryPath(dataDir: string): string {
  return join(dataDir, 'audit-seal');
}

/** Reads `NUMBER:DIGEST`; undefined when it is not written so. */
export function parseSealMemory(text: string): SealMemory | undefined {
  const found = /^([1-9]\d{0,17}):([0-9a-f]{64})$/.exec(text.trim());
  const [, number, digest] = found ?? [];
  return number === undefined || digest === undefined
    ? undefined
    : { number: BigInt(number), digest };
}

/** Writes a seal as `NUMBER:DIGEST`. */
export function renderSealMemory({ number, digest }: Pick<Seal, 'number' | 'digest'>): string {
  return `${number}:${Buffer.from(digest).toString('hex')}`;
}

/** Gives what a data folder remembers; undefined before the first seal, or when it is no such file. */
export async function loadSealMemory(dataDir: string): Promise<SealMemory | undefined> {
  try {
    return parseSealMemory(await readFile(sealMemoryPath(dataDir), 'utf8'));
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Remembers a seal in place of the one before. */
export async function keepSealMemory(dataDir: string, seal: Seal): Promise<void> {
  const path = sealMemoryPath(dataDir);
  await writeFile(`${path}.part`, `${renderSealMemory(seal)}\n`, { mode: 0o600 });
  await rename(`${path}.part`, path);
}

/** Tells whether the database still has a seal that was kept elsewhere, as it was. */
export async function isSealKept(tx: Tx, memory: SealMemory): Promise<boolean> {
  const stored = await findSeal(tx, memory.number);
  return stored !== undefined && Buffer.from(stored.digest).toString('hex') === memory.digest;
}
