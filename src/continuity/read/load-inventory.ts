import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from '../../kernel/index.ts';
import type { Inventory } from '../inventory.ts';
import type { InventoryRefusal } from './finding.ts';
import { parseInventory } from './parse-inventory.ts';
import { FILE_LENGTH_MAX } from './read-yaml.ts';

/**
 * Reads the inventory in a folder: every `.yaml` and `.yml` file in it, folders within left out.
 *
 * Rejects with the file system's error when the folder cannot be read; everything wrong inside the files is
 * a refusal.
 */
export async function loadInventory(folder: string): Promise<Outcome<Inventory, InventoryRefusal>> {
  const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort();
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const { size } = await stat(path);
      // A file beyond the limit is never read into memory; its size alone is refused.
      if (size > FILE_LENGTH_MAX) return { name, text: ' '.repeat(FILE_LENGTH_MAX + 1) };
      return { name, text: await readFile(path, 'utf8') };
    }),
  );
  return parseInventory(files);
}
