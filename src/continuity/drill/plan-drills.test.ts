import { describe, expect, it } from 'vitest';
import { SMALL_INVENTORY } from '../../../test/support/small-inventory.ts';
import { hashInventory } from '../assess-inventory.ts';
import { partReliedOn } from '../gate/relied-on.ts';
import { runGate } from '../gate/run-gate.ts';
import type { InventoryDocument } from '../read/document.ts';
import { renderFinding } from '../read/finding.ts';
import { parseDocument } from '../read/parse-inventory.ts';
import { planDrills } from './plan-drills.ts';

const TODAY = '2026-11-27';
// The small inventory, before anything was drilled.
const UNDRILLED = SMALL_INVENTORY.replace(/ {4}evidence:\n(?: {6}- \{ class: drilled.*\n)+/, '');

function open(text: string, ...drills: readonly string[]): InventoryDocument {
  const more = drills.map((drill, index) => ({ name: `drills/${index}.yaml`, text: drill }));
  const parsed = parseDocument([{ name: 'a.yaml', text }, ...more]);
  if (!parsed.ok) throw new Error(parsed.refusal.findings.map(renderFinding).join('\n'));
  return parsed.value;
}

function drill(fields: Record<string, string> = {}): string {
  const all = {
    format: 'amends-drill/1',
    node: 'portal',
    option: 'start-in-busan',
    domain: 'seoul',
    scope: 'full',
    kind: 'whole-domain',
    inventoryHash: 'ab'.repeat(32),
    reliesOnHash: 'ab'.repeat(32),
    startedAt: '2026-11-20T02:00:00Z',
    doneAt: '2026-11-20T02:21:30Z',
    result: 'passed',
    ...fields,
  };
  return Object.entries(all)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${key}: ${value}`)
    .join('\n');
}

const firstOf = (document: InventoryDocument) =>
  planDrills(document, { today: TODAY }).drills.map(({ domains }) => domains.join('+'));

describe('a plan of drills', () => {
  it('removes whole domains, the most telling first, after cheaper steps', () => {
    const { drills, targetCount, freshCount } = planDrills(open(UNDRILLED), { today: TODAY });
    expect([targetCount, freshCount]).toEqual([3, 0]);
    expect(drills.map(({ domains, kind }) => [domains.join('+'), kind])).toEqual([
      ['seoul', 'whole-domain'],
      ['busan', 'whole-domain'],
      ['daegu', 'whole-domain'],
    ]);
    expect(drills[0]?.covers).toMatchObject([{ node: 'portal', option: 'portal/1', lastOn: '' }]);
    expect(drills[0]?.before.map(({ kind }) => kind)).toEqual([
      'read-through',
      'contact',
      'rehearsal',
    ]);
  });

  it('asks no more for what was shown, and asks again when that is old', () => {
    expect(firstOf(open(UNDRILLED, drill()))).toEqual(['busan', 'daegu']);
    const old = { startedAt: '2025-11-26T02:00:00Z', doneAt: '2025-11-26T03:00:00Z' };
    expect(firstOf(open(UNDRILLED, drill(old)))).toContain('seoul');
    const yearAgo = { startedAt: '2025-11-27T02:00:00Z', doneAt: '2025-11-27T03:00:00Z' };
    expect(firstOf(open(UNDRILLED, drill(yearAgo)))).not.toContain('seoul');
  });

  it.each([
    ['of a part', { scope: 'partial' }],
    ['of another domain', { domain: 'busan', option: '' }],
    ['that failed', { result: 'failed' }],
    ['in isolation only', { kind: 'rehearsal' }],
    ['of a pair', { with: 'busan' }],
  ])('is not shortened by a drill %s', (_, fields) => {
    expect(firstOf(open(UNDRILLED, drill(fields)))).toContain('seoul');
  });

  it('names the crews of a contact drill, and nobody where no crew is written', () => {
    const contact = (text: string) =>
      planDrills(open(text), { today: TODAY }).drills[0]?.before.find(
        ({ kind }) => kind === 'contact',
      );
    expect(contact(UNDRILLED)?.about).toBe('');
    const crewed = UNDRILLED.replace('minutes: 20,', 'minutes: 20, crew: operators,');
    expect(contact(crewed)?.about).toBe('operators');
  });

  it('plans the building, where a hall of it is enough to take a node down, until the gate is content', () => {
    const inHall = UNDRILLED.replace(
      '  busan: { class: site }',
      '  seoul-hall-1: { class: hall, within: [seoul] }\n  busan: { class: site }',
    ).replace('    at: seoul\n', '    at: seoul-hall-1\n');
    expect(inHall.match(/seoul-hall-1/g)).toHaveLength(2);
    expect(firstOf(open(inHall))).toEqual(['seoul', 'busan', 'daegu']);
    const statusOf = (document: InventoryDocument) =>
      runGate(document, { today: TODAY }).rules.find(({ rule }) => rule === 'G10')?.status;
    const ofHall = open(inHall, drill({ domain: 'seoul-hall-1' }));
    expect([firstOf(ofHall), statusOf(ofHall)]).toEqual([['seoul', 'busan', 'daegu'], 'failed']);
    const ofSite = open(inHall, drill());
    expect([firstOf(ofSite), statusOf(ofSite)]).toEqual([['busan', 'daegu'], 'passed']);
  });

  it('does not count a drill dated ahead', () => {
    const ahead = { startedAt: '2062-11-26T02:00:00Z', doneAt: '2062-11-26T03:00:00Z' };
    expect(firstOf(open(UNDRILLED, drill(ahead)))).toContain('seoul');
  });

  it('skips the rehearsal that was held', () => {
    const { drills } = planDrills(open(UNDRILLED, drill({ kind: 'rehearsal' })), { today: TODAY });
    const seoul = drills.find(({ domains }) => domains[0] === 'seoul');
    expect(seoul?.before.map(({ kind }) => kind)).toEqual(['read-through', 'contact']);
  });
});

describe('a recorded drill', () => {
  it('counts for level and gate with the minutes it took, rounded up', () => {
    const document = open(UNDRILLED, drill());
    const evidence = document.inventory.nodes.get('portal')?.evidence;
    expect(evidence).toMatchObject([{ class: 'drilled', domain: 'seoul', measuredMinutes: 22 }]);
    const report = runGate(document, { today: TODAY });
    expect(report.rules.find(({ rule }) => rule === 'G10')?.status).toBe('passed');
  });

  it('warns when what it relied on has changed since, and not when it has not', () => {
    const before = open(UNDRILLED).inventory;
    const reliesOnHash = hashInventory(partReliedOn(before, 'portal'));
    const codes = (text: string) =>
      runGate(open(text, drill({ reliesOnHash })), { today: TODAY })
        .rules.flatMap(({ findings }) => findings)
        .filter(({ rule }) => rule === 'G10')
        .map(({ code, level }) => [code, level]);
    expect(codes(UNDRILLED)).toEqual([]);
    const elsewhere = UNDRILLED.replace(
      'status: { kind: communications, at: daegu | busan',
      'status: { kind: communications, at: daegu',
    );
    expect(elsewhere).not.toBe(UNDRILLED);
    expect(codes(elsewhere)).toEqual([]);
    const moved = UNDRILLED.replace(
      'switch: { kind: tool, at: busan | daegu }',
      'switch: { kind: tool, at: busan | seoul }',
    );
    expect(moved).not.toBe(UNDRILLED);
    expect(codes(moved)).toEqual([['exercise_drifted', 'warning']]);
  });
});
