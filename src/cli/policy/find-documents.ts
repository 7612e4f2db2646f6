import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { explainUnreadable } from '../shell/explain-unreadable.ts';
import { readNamed } from '../shell/read-named.ts';

/** The most bytes that are read of one document; the language takes half a million characters. */
export const documentBytesMax = 8_000_000;

/** A file or folder that was named or found and gives no text, and why, as a part of a sentence. */
export interface Unreadable {
  readonly path: string;
  readonly reason: string;
}

/** A policy document as it was found: its path and its text. */
export interface FoundDocument {
  readonly file: string;
  readonly text: string;
}

/** What paths came to; both lists in the order of the paths, and inside a folder by name. */
export interface Found {
  readonly documents: readonly FoundDocument[];
  readonly unreadable: readonly Unreadable[];
}

/**
 * Reads the documents that paths name: a file is itself, a folder is every `.md` file at any depth
 * in it but its README.md, by name.
 *
 * What cannot be read stops nothing: it is told beside what could be. A pipe that lies in a folder
 * is not opened, for it may never end; one that is named is read, as in `check <(…)`.
 */
export function readDocuments(paths: readonly string[]): Found {
  const unreadable: Unreadable[] = [];
  const files = paths.flatMap((path) => {
    if (!statOf(path)?.isDirectory()) return [path];
    const before = unreadable.length;
    const found = listFolder(path, { seen: new Set(), unreadable });
    if (found.length === 0 && unreadable.length === before) {
      const reason = 'no policy document is in this folder. Name a folder with .md files';
      unreadable.push({ path, reason });
    }
    return found.sort();
  });
  const documents = files.flatMap((file): FoundDocument[] => {
    try {
      return [{ file, text: readNamed(file, documentBytesMax).toString('utf8') }];
    } catch (error) {
      unreadable.push({ path: file, reason: `it cannot be read: ${explainUnreadable(error)}` });
      return [];
    }
  });
  return { documents, unreadable };
}

interface Walk {
  /** the folders entered already: a link may lead back to one */
  readonly seen: Set<string>;
  readonly unreadable: Unreadable[];
}

function listFolder(folder: string, walk: Walk): string[] {
  const names = attempt(folder, walk, () => {
    const real = realpathSync(folder);
    if (walk.seen.has(real)) return [];
    walk.seen.add(real);
    return readdirSync(folder).sort();
  });
  return (names ?? []).flatMap((name) => listEntry(join(folder, name), walk));
}

function listEntry(path: string, walk: Walk): string[] {
  const isDocument = /\.md$/.test(path) && !/(^|[\\/])README\.md$/i.test(path);
  const stat = statOf(path);
  if (stat?.isDirectory()) return listFolder(path, walk);
  if (!isDocument) return [];
  // A link to what is not there is told when it is read.
  if (stat === undefined || stat.isFile()) return [path];
  walk.unreadable.push({ path, reason: 'this is a pipe, socket or device, and no file' });
  return [];
}

/** What a path is, followed through links; undefined where reading it will tell why not. */
function statOf(path: string) {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function attempt<T>(path: string, { unreadable }: Walk, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    unreadable.push({ path, reason: `it cannot be read: ${explainUnreadable(error)}` });
    return undefined;
  }
}
