import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CommandExit, exitCode } from '../shell/exit.ts';

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/**
 * Gives the documents that paths name: a file is itself, a folder is every `.md` file at any depth
 * in it but its README.md, by name.
 *
 * A folder without any ends the command with 2.
 */
export function findDocuments(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    if (!isFolder(path)) return [path];
    const files = readdirSync(path, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md') && !/(^|[\\/])README\.md$/i.test(name))
      .map((name) => join(path, name))
      .sort();
    if (files.length > 0) return files;
    const message = `${path}: no policy document is in this folder. Name a folder with .md files.`;
    throw new CommandExit(message, exitCode.wrongInput);
  });
}
