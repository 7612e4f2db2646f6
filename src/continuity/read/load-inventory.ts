import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from '../../kernel/index.ts';
import { accept } from '../../kernel/index.ts';
import type { Inventory } from '../inventory.ts';
import type { InventoryDocument } from './document.ts';
import type { InventoryRefusal } from './finding.ts';
import { parseDocument } from './parse-inventory.ts';
import type { TextFile } from './read-yaml.ts';
import { FILE_LENGTH_MAX } from './read-yaml.ts';

const FOLDER_DEPTH_MAX = 4;
const YAML_NAME = /\.ya?ml$/;

/**
 * Reads the inventory in a folder: every `.yaml` and `.yml` file in it and in the folders within.
 *
 * Rejects with the file system's error when the folder cannot be read; everything wrong inside the files is
 * a refusal.
 */
export async function loadInventory(folder: string): Promise<Outcome<Inventory, InventoryRefusal>> {
  const loaded = await loadDocument(folder);
  return loaded.ok ? accept(loaded.value.inventory) : loaded;
}

/** The same, with imports, drills, waivers and limits. */
export async function loadDocument(
  folder: string,
): Promise<Outcome<InventoryDocument, InventoryRefusal>> {
  return parseDocument(await readInventoryFiles(folder));
}

/** Reads the texts of an inventory's files, named from its folder; rejects as `loadInventory` does. */
export async function readInventoryFiles(folder: string): Promise<TextFile[]> {
  return readTextFiles(folder, await listFiles(folder));
}

/**
 * Lists the folders of inventories in a folder: itself when it holds a file, else those right inside it
 * that do, in the order of their names.
 */
export async function listInventoryFolders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  if (entries.some((entry) => entry.isFile() && YAML_NAME.test(entry.name))) return [folder];
  const own = new Set(['imported', 'drills']);
  const folders = entries.filter((entry) => entry.isDirectory() && !own.has(entry.name));
  const inside = folders.map(({ name }) => name);
  const found: string[] = [];
  for (const name of inside.sort()) {
    const files = await readdir(join(folder, name));
    if (files.some((file) => YAML_NAME.test(file))) found.push(join(folder, name));
  }
  return found.length === 0 ? [folder] : found;
}

async function listFiles(folder: string, within = '', depth = 0): Promise<string[]> {
  const entries: Dirent[] = await readdir(join(folder, within), { withFileTypes: true });
  const names: string[] = [];
  for (const entry of entries) {
    const name = within === '' ? entry.name : `${within}/${entry.name}`;
    if (entry.isFile() && YAML_NAME.test(entry.name)) names.push(name);
    else if (entry.isDirectory() && depth < FOLDER_DEPTH_MAX) {
      names.push(...(await listFiles(folder, name, depth + 1)));
    }
  }
  return names.sort();
}

function readTextFiles(folder: string, names: readonly string[]): Promise<TextFile[]> {
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const { size } = await stat(path);
      // A file beyond the limit is never read into memory; its size alone is refused.
      if (size > FILE_LENGTH_MAX) return { name, text: ' '.repeat(FILE_LENGTH_MAX + 1) };
      return { name, text: await readFile(path, 'utf8') };
    }),
  );
}
