import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { inventoryFileSchema, inventoryJsonSchema } from './schemas.ts';

const published: unknown = JSON.parse(
  readFileSync(new URL('./inventory.schema.json', import.meta.url), 'utf8'),
);
const node = { kind: 'tool', at: '-' };
const file = { format: 'amends-inventory/1' };

describe('the published JSON Schema', () => {
  it('is the one the reader is made of', () => {
    expect(published).toEqual(JSON.parse(JSON.stringify(inventoryJsonSchema())));
  });

  const schema = z.fromJSONSchema(published as Parameters<typeof z.fromJSONSchema>[0]);
  it.each([
    ['the least file', file, true],
    ['a node', { ...file, nodes: { deploy: node } }, true],
    ['an unknown kind', { ...file, nodes: { deploy: { ...node, kind: 'tol' } } }, false],
    ['an unknown field', { ...file, nodes: { deploy: { ...node, colour: 'red' } } }, false],
    ['no placement', { ...file, nodes: { deploy: { kind: 'tool' } } }, false],
    [
      'a fraction of a minute',
      { ...file, nodes: { deploy: { ...node, bootMinutes: 1.5 } } },
      false,
    ],
    ['a date of another shape', { ...file, nodes: { a: withDate('15.10.2022') } }, false],
    ['a date', { ...file, nodes: { a: withDate('2022-10-15') } }, true],
    ['no format', { nodes: { deploy: node } }, false],
    ['another format', { format: 'amends-inventory/2' }, false],
  ])('agrees with the reader on %s', (_, document, isRight) => {
    expect(inventoryFileSchema.safeParse(document).success).toBe(isRight);
    expect(schema.safeParse(document).success).toBe(isRight);
  });
});

function withDate(date: string) {
  return { ...node, evidence: [{ class: 'declared', date }] };
}
