import type { Dirent } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from '../../kernel/index.ts';
import { accept } from '../../kernel/index.ts';
import type { Inventory } from '../inventory.ts';
import type { InventoryDocument } from './document.ts';
import type { InventoryFinding, InventoryRefusal } from './finding.ts';
import { parseDocument, refuseAll } from './parse-inventory.ts';
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
  const { files, findings } = await listFiles(folder);
  if (findings.length > 0) return refuseAll(findings);
  return parseDocument(await readTextFiles(folder, files));
}

/** Reads the texts of an inventory's files, named from its folder; rejects as `loadInventory` does. */
export async function readInventoryFiles(folder: string): Promise<TextFile[]> {
  return readTextFiles(folder, (await listFiles(folder)).files);
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

interface Listing {
  readonly folder: string;
  readonly files: string[];
  readonly findings: InventoryFinding[];
}

/**
 * Lists the files in a folder and those within, links followed.
 *
 * What would be left out silently is a finding: a folder too deep, or a link that leads back to a folder around it.
 */
async function listFiles(folder: string): Promise<Listing> {
  const listing: Listing = { folder, files: [], findings: [] };
  await listWithin(listing, '', [await realpath(folder)]);
  listing.files.sort();
  return listing;
}

async function listWithin(
  listing: Listing,
  within: string,
  around: readonly string[],
): Promise<void> {
  const entries = await readdir(join(listing.folder, within), { withFileTypes: true });
  for (const entry of entries) {
    const name = within === '' ? entry.name : `${within}/${entry.name}`;
    const kind = await kindOf(join(listing.folder, name), entry);
    if (kind === 'file' && YAML_NAME.test(name)) listing.files.push(name);
    if (kind === 'nothing' && YAML_NAME.test(name)) {
      listing.findings.push(folderFinding(name, 'a link to nothing', 'a file'));
    }
    if (kind === 'folder') await enter(listing, name, around);
  }
}

async function enter(listing: Listing, name: string, around: readonly string[]): Promise<void> {
  const real = await realpath(join(listing.folder, name));
  if (around.includes(real)) {
    const found = 'a link back to a folder that holds it';
    listing.findings.push(folderFinding(name, found, 'folders that end'));
  } else if (around.length > FOLDER_DEPTH_MAX) {
    const found = 'folders within each other, deeper than they are read';
    listing.findings.push(folderFinding(name, found, `${FOLDER_DEPTH_MAX} levels at most`));
  } else await listWithin(listing, name, [...around, real]);
}

async function kindOf(
  path: string,
  entry: Dirent,
): Promise<'file' | 'folder' | 'other' | 'nothing'> {
  const found = entry.isSymbolicLink() ? await stat(path).catch(() => undefined) : entry;
  if (found === undefined) return 'nothing';
  if (found.isDirectory()) return 'folder';
  return found.isFile() ? 'file' : 'other';
}

function folderFinding(file: string, found: string, expected: string): InventoryFinding {
  return { code: 'too_large', file, line: 0, column: 0, field: '', found, expected };
}

function readTextFiles(folder: string, names: readonly string[]): Promise<TextFile[]> {
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const { size } = await stat(path);
      // A file beyond the limit is never read into memory; its size alone is refused.
      if (size > FILE_LENGTH_MAX) return { name, text: '', size };
      return { name, text: await readFile(path, 'utf8') };
    }),
  );
}
