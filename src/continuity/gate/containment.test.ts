import { expect, it } from 'vitest';
import { parseDocument } from '../read/parse-inventory.ts';
import { runGate } from './run-gate.ts';

const TEXT = `format: amends-inventory/1
name: halls
domains:
  sejong: { class: site }
  hall: { class: hall, within: [sejong] }
  daejeon: { class: site }
nodes:
  orders: { kind: data, tier: 0, at: hall }
  checkout: { kind: service, tier: 0, at: daejeon, needs: { run: orders } }
  tickets: { kind: service, tier: 0, at: sejong | hall, needs: { run: desk } }
  desk: { kind: tool, at: sejong }
`;

function check(text: string, down: Record<string, string[][]> = {}) {
  const parsed = parseDocument([{ name: 'a.yaml', text }]);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
  const about = { format: 'amends-gate-baseline/1', inventory: 'halls', acceptedOn: '2026-01-01' };
  const baseline = { ...about, format: 'amends-gate-baseline/1', down, stuck: {} } as const;
  return runGate(parsed.value, { today: '2026-11-28', baseline });
}

it('a site is told with all it takes down, also what one of its halls takes down alone', () => {
  expect(check(TEXT).singleLosses).toEqual([
    {
      domain: 'sejong',
      down: ['orders', 'checkout', 'tickets'],
      stuck: ['orders', 'checkout', 'tickets'],
      verdict: 'site_stuck',
    },
    {
      domain: 'hall',
      down: ['orders', 'checkout'],
      stuck: ['orders', 'checkout'],
      verdict: 'other_stuck',
    },
    { domain: 'daejeon', down: ['checkout'], stuck: ['checkout'], verdict: 'site_stuck' },
  ]);
});

it.each([
  ['hall | daejeon', [['hall']], []],
  ['sejong', [['hall']], []],
  ['hall', [['sejong']], ['hall']],
  ['daejeon', [['hall']], ['daejeon']],
])('orders at %s, with %j accepted, takes %j for new', (at, accepted, fresh) => {
  const report = check(TEXT.replace('at: hall }', `at: ${at} }`), { orders: accepted });
  const found = report.rules
    .flatMap(({ findings }) => findings)
    .filter(({ code, about, params }) => {
      return code === 'new_cut_set' && about === 'orders' && params.effect === 'down';
    })
    .map(({ loss }) => loss);
  expect(found).toEqual(fresh);
});

it.each([
  ['', ['option_unplaced orders/1']],
  [', at: daejeon', []],
  [", at: '-'", []],
])('an option that tier 0 comes back by is warned of unless it says where it starts: %j', (at, warned) => {
  const option = `{ name: again, mode: auto, minutes: 5${at} }`;
  const report = check(TEXT.replace('at: hall }', `at: hall, options: [${option}] }`));
  const found = report.rules.flatMap(({ findings }) => findings);
  expect(
    found
      .filter(({ code }) => code === 'option_unplaced')
      .map(({ code, about }) => `${code} ${about}`),
  ).toEqual(warned);
});

it('a waiver of a name that is nearly right is told which is meant, and its day must be one', () => {
  const waiver = (until: string): string =>
    `${TEXT}waivers: [{ rule: G1, about: tickts, owner: me, until: '${until}', why: soon }]\n`;
  const unused = check(waiver('2027-02-28')).rules.flatMap(({ findings }) => findings);
  expect(unused.find(({ code }) => code === 'waiver_unused')?.params.nearest).toBe('tickets');
  const refused = parseDocument([{ name: 'a.yaml', text: waiver('2027-02-30') }]);
  expect(refused).toMatchObject({
    ok: false,
    refusal: { findings: [{ code: 'wrong_value', field: 'waivers.0.until', found: '2027-02-30' }] },
  });
});
