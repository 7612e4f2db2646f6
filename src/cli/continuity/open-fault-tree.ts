import {
  type OpenPsaModel,
  readOpenPsa,
  renderOpenPsaRefusal,
} from '../../continuity/open-psa/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import { openNamed } from '../shell/read-named.ts';

/** The largest file that is read, in bytes. */
const fileBytesMax = 256 * 1024 * 1024;

/**
 * Reads a fault tree from an Open-PSA file.
 *
 * @throws CommandExit 2 with the place and what would be right, when it cannot be read
 */
export async function openFaultTree(
  path: string,
  flags: { readonly top?: string; readonly missionTime?: number } = {},
): Promise<OpenPsaModel> {
  const text = await readText(path);
  const { top, missionTime } = flags;
  const read = readOpenPsa(text, {
    file: path,
    ...(top === undefined ? {} : { top }),
    ...(missionTime === undefined ? {} : { missionHours: missionTime }),
  });
  if (read.ok) return read.value;
  throw new CommandExit(renderOpenPsaRefusal(read.refusal), exitCode.wrongInput);
}

async function readText(path: string): Promise<string> {
  try {
    return requireText(path, await openNamed(path, fileBytesMax));
  } catch (error) {
    if (error instanceof CommandExit) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = `${path} cannot be read (${code ?? message}).`;
    throw new CommandExit(
      `${reason} Name an Open-PSA XML file, or a folder of inventory files.`,
      exitCode.wrongInput,
    );
  }
}

function requireText(path: string, text: string): string {
  const at = text.indexOf('\0');
  if (at < 0) return text;
  const line = text.slice(0, at).split('\n').length;
  const message = `${path}:${line}:1: found a byte of nought, which no text has: a binary file; expected Open-PSA XML in UTF-8`;
  throw new CommandExit(message, exitCode.wrongInput);
}
