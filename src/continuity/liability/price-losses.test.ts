import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../kernel/index.ts';
import { parsePolicy } from '../../policy/index.ts';
import { parseInventory } from '../read/parse-inventory.ts';
import type { OutageFacts } from './outage-facts.ts';
import { priceLosses } from './price-losses.ts';
import { renderPricePicture } from './render-price-picture.ts';

const inventoryText = `format: amends-inventory/1
name: two-sites
title: { ko: '두 곳', en: 'Two sites' }
domains:
  a: { class: site, title: { ko: 가, en: A }, restoreMinutes: 120 }
  b: { class: site, title: { ko: 나, en: B } }
nodes:
  shop:
    kind: service
    title: { ko: 가게, en: Shop }
    at: a
    options:
      - { name: first, mode: auto, minutes: 300, crew: night, needs: { recover: spare } }
  cache:
    kind: service
    title: { ko: 캐시, en: Cache }
    at: a
    options:
      - { name: again, mode: auto, minutes: 60, crew: night, needs: { recover: spare } }
  spare: { kind: supply, title: { ko: 여유, en: Spare }, at: b }
`;

const policyText = `---
policy: hours
version: 1
title: { ko: 시간, en: Hours }
currency: KRW
zone: Asia/Seoul
applies: automatic
source: written for this test
---

## §1 An hour's fee for every hour begun

\`\`\`amends
fact outage : duration from incident "the outage"
fact fee : money at least 0 KRW from company "monthly fee"
let hours = begun 1 hour in outage
award credit "요금" / "fee" fee × hours ÷ 720 rounded down to 1 KRW
\`\`\`
`;

function price(domains: readonly (readonly string[])[]) {
  const inventory = parseInventory([{ name: 'i.yaml', text: inventoryText }]);
  if (!inventory.ok) throw new Error(JSON.stringify(inventory.refusal));
  const policy = parsePolicy(policyText);
  if (!policy.ok) throw new Error(JSON.stringify(policy.refusal));
  const startsAt = parseInstant('2026-01-01T00:00:00Z');
  if (startsAt === undefined) throw new Error('an instant');
  const mapping: OutageFacts = {
    startsAt,
    horizonMinutes: 1_000,
    facts: new Map([['outage', { node: 'shop', as: 'duration' }]]),
  };
  const segments = [
    { partyCount: 1_000n, facts: { fee: '7200 KRW' } },
    { partyCount: 3n, facts: { fee: '20000 KRW' } },
  ];
  const priced = priceLosses(inventory.value, domains, {
    policies: [policy.value],
    segments,
    mapping,
  });
  if (!priced.ok) throw new Error(JSON.stringify(priced.refusal));
  return priced.value;
}

describe('the price of a loss', () => {
  it('is exact, from the return of the site to one crew for both', () => {
    const [lost] = price([['a']]);
    expect(lost?.outages).toEqual([
      { node: 'shop', leastMinutes: 120, mostMinutes: 360, isStuck: false },
    ]);
    // 2 hours: 7200 × 2 ÷ 720 = 20; 20000 × 2 ÷ 720 = 55. 6 hours: 60 and 166.
    expect(lost?.least.money.get('KRW')).toBe(1_000n * 20n + 3n * 55n);
    expect(lost?.most.money.get('KRW')).toBe(1_000n * 60n + 3n * 166n);
    expect(lost?.most.paidParties).toBe(1_003n);
  });

  it('counts what is stuck up to the horizon; at least, each place returns by itself', () => {
    const [lost] = price([['a', 'b']]);
    expect(lost?.outages).toEqual([
      { node: 'shop', leastMinutes: 120, mostMinutes: 1_000, isStuck: true },
    ]);
    // 16 h 40 min begin a 17th hour.
    expect(lost?.most.money.get('KRW')).toBe(1_000n * 170n + 3n * 472n);
  });

  it('is nothing where no service that facts tell of goes down', () => {
    const [lost] = price([['b']]);
    expect(lost?.outages).toEqual([]);
    expect([lost?.most.money.size, lost?.most.paidParties]).toEqual([0, 0n]);
  });
});

it('draws a bar for each loss with its figures beside it, and escapes names', () => {
  const bar = { label: 'a<b', least: 5n, most: 10n, text: '5 – 10 KRW' };
  const svg = renderPricePicture([bar], { title: 'Cost', locale: 'en' });
  expect(svg).toContain('a&lt;b');
  expect(svg).toContain('5 – 10 KRW');
});
