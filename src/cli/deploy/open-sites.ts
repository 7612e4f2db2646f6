import { renderFinding } from '../../continuity/index.ts';
import { readSites, type Sites } from '../../deploy/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import { openNamed } from '../shell/read-named.ts';

/**
 * Reads a sites file.
 *
 * @throws CommandExit 2 with every finding, each with file, line, what was found and what would be right
 */
export async function openSites(path: string): Promise<Sites> {
  const text = await openNamed(path).catch((error: NodeJS.ErrnoException) => {
    const message = `The sites file ${path} cannot be read (${error.code ?? error.message}). deploy/three-sites/sites.yaml is one to begin with.`;
    throw new CommandExit(message, exitCode.wrongInput);
  });
  const read = readSites({ name: path, text });
  if (read.ok) return read.value;
  throw new CommandExit(read.refusal.findings.map(renderFinding).join('\n'), exitCode.wrongInput);
}

/** Turns an error of the file system into a sentence. */
export function cannotWrite(target: string) {
  return (error: NodeJS.ErrnoException): never => {
    const message = `${target} cannot be written (${error.code ?? error.message}). Name another folder with --out.`;
    throw new CommandExit(message, exitCode.wrongInput);
  };
}
