import { describe, expect, it } from 'vitest';
import { runGate } from '../gate/run-gate.ts';
import { renderFinding } from '../read/finding.ts';
import { parseDocument } from '../read/parse-inventory.ts';
import type { ImportFile } from './import-file.ts';
import { readSource } from './read-source.ts';
import { updateImport } from './update-import.ts';

const DATE = '2026-11-27';

function read(text: string): ImportFile {
  const made = readSource('docker-compose', [{ name: 'source', text }], { date: DATE });
  if (!made.ok) throw new Error(made.refusal.findings.map(renderFinding).join('\n'));
  return made.value;
}

const COMPOSE = `services:
  web:
    image: ghcr.io/acme/web:1
    depends_on:
      db: { condition: service_healthy }
      cache: { condition: service_started }
    environment:
      DATABASE_URL: postgres://app:secret@db:5432/app
  cache: { image: redis:7 }
  db: { image: postgres:18 }
`;

it.each([
  ['registry.example.org/haneul/web:1', 'service'],
  ['ghcr.io/redis-stuff/web:1', 'service'],
  ['example.org:5000/postgres/web:redis-1', 'service'],
  ['example.org/haneul/web:1', 'service'],
  ['registry.example.org/bitnami/redis:7@sha256:0a', 'data'],
  ['mcr.microsoft.com/mssql/server:2022-latest', 'data'],
  ['registry:2', 'data'],
])('docker compose: an image %s is a %s, by its own name and not by where it comes from', (image, kind) => {
  const file = read(`services: { web: { image: '${image}' } }\n`);
  expect(file.nodes?.web?.kind).toBe(kind);
});

describe('an inventory with imports', () => {
  it.each([
    [
      '  web: { kind: service, at: seoul }',
      ['G11 import_same_id web imported/docker-compose.yaml'],
    ],
    ['  web: { kind: service, at: seoul, importedAs: [web] }', []],
    [
      '  shop: { kind: service, at: host, importedAs: [web] }\n  web: { kind: tool, at: seoul }',
      [],
    ],
    ['  web: { kind: service, at: host }', []],
  ])('warns of an own node that only shares its id with an imported one: %s', (nodes, warned) => {
    const made = updateImport(undefined, read(COMPOSE));
    if (!made.ok) throw new Error('refused');
    const text = `format: amends-inventory/1\nname: mine\ndomains: { seoul: { class: site } }\nnodes:\n${nodes}\n`;
    const parsed = parseDocument([
      { name: 'a.yaml', text },
      { name: 'imported/docker-compose.yaml', text: made.value.text },
    ]);
    if (!parsed.ok) throw new Error(parsed.refusal.findings.map(renderFinding).join('\n'));
    const report = runGate(parsed.value, { today: DATE });
    const found = report.rules
      .flatMap(({ findings }) => findings)
      .filter(({ code }) => code === 'import_same_id')
      .map(({ rule, code, about, place }) => [rule, code, about, place?.file].join(' '));
    expect(found).toEqual(warned);
  });

  it('reads certain edges optimistically, suspected ones pessimistically, and never a stated one', () => {
    const made = updateImport(undefined, read(COMPOSE));
    if (!made.ok) throw new Error('refused');
    const own = `format: amends-inventory/1
name: mine
nodes:
  shop: { kind: service, at: host, importedAs: [web], needs: { boot: cache } }
`;
    const parsed = parseDocument([
      { name: 'a.yaml', text: own },
      { name: 'imported/docker-compose.yaml', text: made.value.text },
    ]);
    if (!parsed.ok) throw new Error(parsed.refusal.findings.map(renderFinding).join('\n'));
    const { inventory, pessimistic } = parsed.value;
    const needs = (of: typeof inventory, purpose: 'run' | 'boot') =>
      JSON.stringify(of.nodes.get('shop')?.[purpose]);
    expect([...inventory.nodes.keys()]).not.toContain('web');
    expect(needs(inventory, 'run')).toBe('{"kind":"always"}');
    expect(needs(inventory, 'boot')).toContain('"db"');
    const evidence = { class: 'declared', about: 'boot', date: DATE, source: 'source:5' };
    expect(inventory.nodes.get('shop')?.evidence).toContainEqual(evidence);
    expect(needs(pessimistic, 'run')).toContain('"db"');
    // A person said what the cache is for, so neither reading adds to it.
    expect(needs(pessimistic, 'run')).not.toContain('"cache"');
  });
});
