import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashInventory, loadInventory } from '../../../continuity/index.ts';
import { renderRational } from '../../../kernel/index.ts';
import type { Scale } from '../generate/scale.ts';
import type { Case } from '../read/case.ts';

const nameLengthMax = 63; // PostgreSQL cuts longer names off, and would cut the digest
const digestLength = 12;

async function hashFile(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}

async function hashContent(found: Case, projectDir: string): Promise<string> {
  const files = ['case.yaml', ...Object.values(found.case.files)].map((file) =>
    join(found.dir, file),
  );
  const policies = found.case.policies.map((file) => join(projectDir, file));
  const hashes = await Promise.all([...files, ...policies].map(hashFile));
  const inventory = await loadInventory(join(found.dir, found.case.inventory));
  const told = inventory.ok ? hashInventory(inventory.value) : 'no inventory';
  return createHash('sha256')
    .update(JSON.stringify([hashes, told]))
    .digest('hex');
}

/**
 * Names the database of a case at a scale: `case_`, the case's id, the scale, and 12 hexadecimal
 * digits of the hash of its content (its files, its inventory and its policies). So an edited copy
 * runs in a database of its own, and what was published before an edit never stands in its way.
 *
 * @returns letters, digits and `_`, at most 63 of them
 * @throws an error of the file system when a policy that the case names cannot be read
 */
export async function nameCaseDatabase(
  found: Case,
  options: { readonly scale: Scale; readonly projectDir: string },
): Promise<string> {
  const scale = renderRational(options.scale).replace('/', '_of_');
  const words = `case_${found.case.id}_${scale}`.toLowerCase().replaceAll(/[^a-z0-9_]/g, '_');
  const content = await hashContent(found, options.projectDir);
  const digest = createHash('sha256').update(`${content} ${scale}`).digest('hex');
  return `${words.slice(0, nameLengthMax - digestLength - 1)}_${digest.slice(0, digestLength)}`;
}
