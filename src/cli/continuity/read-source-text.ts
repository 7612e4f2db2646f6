import { lineOfZero, ZERO_FOUND } from '../../continuity/read/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import { openNamed } from '../shell/read-named.ts';

/** The largest file of another tool that is read, in bytes. */
const bytesMax = 64_000_000;

/**
 * Reads a text file of another tool.
 *
 * @param advice what to do about a file that cannot be read, a sentence
 * @throws CommandExit 2 for one that cannot be read, is too large, or is no text; nothing of it is repeated
 */
export async function readSourceText(path: string, advice: string): Promise<string> {
  const text = await openNamed(path, bytesMax).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === 'EISDIR' ? 'it is a folder' : (error.code ?? error.message);
    return stop(`The file ${path} cannot be read (${reason}). ${advice}`);
  });
  const line = lineOfZero(text);
  if (line !== undefined) stop(`${path}:${line}:1: found ${ZERO_FOUND}; expected a text in UTF-8`);
  return text;
}

function stop(message: string): never {
  throw new CommandExit(message, exitCode.wrongInput);
}
