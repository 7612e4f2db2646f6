import { readFile, stat } from 'node:fs/promises';
import { lineOfZero, ZERO_FOUND } from '../../continuity/read/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';

/** The largest file of another tool that is read, in bytes. */
const bytesMax = 64_000_000;

/**
 * Reads a text file of another tool.
 *
 * @param advice what to do about a file that cannot be read, a sentence
 * @throws CommandExit 2 for one that cannot be read, is too large, or is no text; nothing of it is repeated
 */
export async function readSourceText(path: string, advice: string): Promise<string> {
  const text = await readBounded(path).catch((error: NodeJS.ErrnoException) => {
    if (error instanceof CommandExit) throw error;
    const reason = error.code === 'EISDIR' ? 'it is a folder' : (error.code ?? error.message);
    return stop(`The file ${path} cannot be read (${reason}). ${advice}`);
  });
  const line = lineOfZero(text);
  if (line !== undefined) stop(`${path}:${line}:1: found ${ZERO_FOUND}; expected a text in UTF-8`);
  return text;
}

async function readBounded(path: string): Promise<string> {
  const { size } = await stat(path);
  if (size <= bytesMax) return readFile(path, 'utf8');
  return stop(
    `${path} has ${size} bytes; files of at most ${bytesMax} are read. Split it, or leave out what is not needed.`,
  );
}

function stop(message: string): never {
  throw new CommandExit(message, exitCode.wrongInput);
}
