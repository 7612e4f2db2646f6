import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { PlatformError } from '../../platform/index.ts';
import { parseBase64, renderBase64 } from '../base64.ts';
import { hashBytes } from '../merkle/hash.ts';
import type { WitnessedTree } from './add-checkpoint.ts';

/** The latest tree of each log that a witness cosigned, kept in one file. */
export interface TreeStore {
  treeOf(origin: string): WitnessedTree | undefined;
  /** Resolves once the tree is on the disk; only then may it be cosigned. */
  record(origin: string, tree: WitnessedTree): Promise<void>;
}

const fileSchema = z.record(
  z.string(),
  z.object({
    size: z.int().nonnegative(),
    root: z.string().refine((text) => parseBase64(text, hashBytes) !== undefined),
  }),
);

async function readTrees(path: string): Promise<Map<string, WitnessedTree>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
    throw error;
  }
  try {
    const parsed = fileSchema.parse(JSON.parse(text));
    return new Map(
      Object.entries(parsed).map(([origin, { size, root }]) => [
        origin,
        { size, root: parseBase64(root, hashBytes) ?? new Uint8Array() },
      ]),
    );
  } catch (cause) {
    throw new PlatformError('witness_state_damaged', {
      message: `${path} should hold the trees this witness cosigned, and cannot be read. A witness that forgot what it saw must not sign again under the same key: restore the file, or start a new witness in an empty folder.`,
      cause,
    });
  }
}

async function writeWhole(dir: string, text: string): Promise<void> {
  const part = join(dir, 'trees.json.part');
  const file = await open(part, 'w', 0o600);
  await file.writeFile(text).finally(async () => {
    await file.sync();
    await file.close();
  });
  await rename(part, join(dir, 'trees.json'));
  const folder = await open(dir, 'r');
  await folder.sync().finally(() => folder.close());
}

/**
 * Opens the file of a folder, `trees.json`; it is written whole, beside its place, and put there.
 *
 * @throws PlatformError `witness_state_damaged`
 */
export async function openTreeStore(dir: string): Promise<TreeStore> {
  const trees = await readTrees(join(dir, 'trees.json'));
  return {
    treeOf: (origin) => trees.get(origin),
    async record(origin, tree) {
      const next = new Map(trees).set(origin, tree);
      const entries = [...next].map(([name, { size, root }]) => [
        name,
        { size, root: renderBase64(root) },
      ]);
      await writeWhole(dir, `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
      trees.set(origin, tree);
    },
  };
}
