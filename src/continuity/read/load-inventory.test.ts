import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SMALL_INVENTORY } from '../../../test/support/small-inventory.ts';
import { renderFinding } from './finding.ts';
import { loadDocument } from './load-inventory.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'amends-inventory-'));
  await writeFile(join(folder, 'a.yaml'), SMALL_INVENTORY);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The sentences of the refusal, or the number of nodes that were read. */
async function load(): Promise<readonly string[] | number> {
  const loaded = await loadDocument(folder);
  return loaded.ok ? loaded.value.inventory.nodes.size : loaded.refusal.findings.map(renderFinding);
}

describe('a folder of inventory files', () => {
  it('may hold links to files and folders elsewhere', async () => {
    const nodes = (await load()) as number;
    const elsewhere = await mkdtemp(join(tmpdir(), 'amends-elsewhere-'));
    const more = "format: amends-inventory/1\nnodes: { extra: { kind: tool, at: '-' } }\n";
    await writeFile(join(elsewhere, 'b.yaml'), more);
    await symlink(elsewhere, join(folder, 'more'));
    expect(await load()).toBe(nodes + 1);
    await rm(join(folder, 'more'));
    await symlink(join(elsewhere, 'b.yaml'), join(folder, 'b.yaml'));
    expect(await load()).toBe(nodes + 1);
    await rm(elsewhere, { recursive: true });
    expect(await load()).toEqual(['b.yaml: found a link to nothing; expected a file']);
  });

  it('is refused where links lead back, or folders go deeper than they are read', async () => {
    await mkdir(join(folder, 'sites'));
    await symlink(folder, join(folder, 'sites', 'again'));
    expect(await load()).toEqual([
      'sites/again: found a link back to a folder that holds it; expected folders that end',
    ]);
    await rm(join(folder, 'sites'), { recursive: true });
    await mkdir(join(folder, '1/2/3/4/5'), { recursive: true });
    expect(await load()).toEqual([
      '1/2/3/4/5: found folders within each other, deeper than they are read; expected 4 levels at most',
    ]);
  });

  it.each([
    ['nothing', '', /^b\.yaml.*format/],
    ['only a comment', '# nothing yet\n', /^b\.yaml.*format/],
    ['bytes that are no text', 'a: 1\nb: \0\u0001', /^b\.yaml:2:1: found a byte of nought/],
    ['a list', '- a\n- b\n', /^b\.yaml/],
    ['half a map', 'nodes: { a: {', /^b\.yaml:1:\d+: found .*expected YAML 1\.2/],
  ])('is refused with the file that holds %s', async (_, text, sentence) => {
    await writeFile(join(folder, 'b.yaml'), text);
    const said = await load();
    expect(Array.isArray(said) ? said[0] : said).toMatch(sentence);
  });

  it('is refused with the size of a file that is too large, which is not read', async () => {
    await writeFile(join(folder, 'b.yaml'), '');
    await truncate(join(folder, 'b.yaml'), 50_000_000);
    expect(await load()).toEqual([
      'b.yaml: found 50000000 characters; expected at most 32000000; split the file',
    ]);
  });
});
