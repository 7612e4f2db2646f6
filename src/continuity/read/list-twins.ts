import { readInventoryFiles } from './load-inventory.ts';
import { parseDocument } from './parse-inventory.ts';
import type { TextFile } from './read-yaml.ts';

/**
 * Lists the nodes of an imported file whose id a person's own node in a folder has, though nobody said that they
 * are one thing.
 *
 * None while the folder cannot be read, or what is in it is refused: `check` says why.
 */
export async function listTwins(folder: string, imported: TextFile): Promise<string[]> {
  const files = await readInventoryFiles(folder).catch(() => []);
  const others = files.filter(({ name }) => name !== imported.name);
  if (others.length === 0) return [];
  const parsed = parseDocument([...others, imported]);
  if (!parsed.ok) return [];
  return parsed.value.twins.filter(({ place }) => place.file === imported.name).map(({ id }) => id);
}
