import { describe, expect, it } from 'vitest';
import { SMALL_INVENTORY } from '../../test/support/small-inventory.ts';
import { compareInventories } from './compare-inventories.ts';
import type { Inventory } from './inventory.ts';
import { parseInventory } from './read/parse-inventory.ts';

function read(text: string): Inventory {
  const parsed = parseInventory([{ name: 'a.yaml', text }]);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
  return parsed.value;
}

const small = read(SMALL_INVENTORY);
const compare = (from: string, to: string) => {
  const text = SMALL_INVENTORY.replace(from, to);
  expect(text).not.toBe(SMALL_INVENTORY);
  return compareInventories({ before: small, after: read(text) });
};

describe('two versions of an inventory', () => {
  it('do not differ by spelling', () => {
    expect(compare('seoul | busan | daegu }', '(seoul | busan | daegu) }')).toEqual({
      changes: [],
      losses: [],
    });
  });

  it('differ by fields, also of options and copies', () => {
    expect(compare('minutes: 20', 'minutes: 25').changes).toEqual([
      {
        kind: 'changed',
        part: 'node',
        id: 'portal',
        fields: [{ field: 'options.start-in-busan.minutes', before: '20', after: '25' }],
      },
    ]);
    const copies = compare('      - { name: in-busan, at: busan, lagMinutes: 1 }\n', '');
    expect(copies.changes[0]?.fields).toContainEqual({
      field: 'copies.in-busan.at',
      before: 'busan',
      after: null,
    });
  });

  it('differ by what is there, and by what a loss then does', () => {
    const moved = compare(
      'switch: { kind: tool, at: busan | daegu }',
      'switch: { kind: tool, at: seoul }',
    );
    expect(moved.losses).toEqual([
      {
        domain: 'seoul',
        newlyDown: ['switch'],
        noLongerDown: [],
        newlyStuck: ['switch', 'portal'],
        noLongerStuck: [],
      },
    ]);
    const more = compare('nodes:\n', 'nodes:\n  extra: { kind: tool, at: seoul }\n');
    expect(more.changes).toEqual([{ kind: 'added', part: 'node', id: 'extra', fields: [] }]);
    const back = compareInventories({
      before: read(
        SMALL_INVENTORY.replace('nodes:\n', 'nodes:\n  extra: { kind: tool, at: seoul }\n'),
      ),
      after: small,
    });
    expect(back.changes.map(({ kind }) => kind)).toEqual(['removed']);
    expect(back.losses[0]).toMatchObject({ domain: 'seoul', noLongerDown: ['extra'] });
  });
});
