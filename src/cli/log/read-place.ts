import { readFile } from 'node:fs/promises';
import { type NoteKey, parseNoteKey } from '../../disclosure/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';

const deadlineMs = 30_000;

async function readBytes(place: string): Promise<Uint8Array> {
  if (!/^https?:/.test(place)) return new Uint8Array(await readFile(place));
  const response = await fetch(place, { signal: AbortSignal.timeout(deadlineMs) });
  if (!response.ok) throw new Error(`${place} answered ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** Reads a file of a log, by its address or its folder; says which could not be read. */
export async function readPlace(place: string): Promise<Uint8Array> {
  try {
    return await readBytes(place);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandExit(`${place} cannot be read: ${reason}.`, exitCode.failed);
  }
}

/** Reads the line of a log's key that was given with `--key`. */
export function readLogKey(line: string): NoteKey {
  const key = parseNoteKey(line);
  if (key !== undefined) return key;
  throw new CommandExit(
    `--key "${line}" is not a log's key. It looks like amends.local/log+1a2b3c4d+AbCd…= and comes from a place you trust.`,
    exitCode.wrongInput,
  );
}
