import { expect, it } from 'vitest';
import { createNaming, type Naming, parseInventory } from '../../continuity/index.ts';
import {
  type LossPrice,
  type Redress,
  renderPricePicture,
} from '../../continuity/liability/index.ts';
import { priceBars, renderPrices } from './render-prices.ts';

function owed(minor: bigint): Redress {
  const money = new Map([['USD', minor]]);
  return { money, quantities: new Map(), paidParties: 1n, openParties: 0n };
}

const price: LossPrice = {
  domains: ['seoul'],
  outages: [{ node: 'pay', leastMinutes: 5, mostMinutes: 1200, isStuck: true }],
  downCount: 1,
  least: owed(20_000n),
  most: owed(1_234_567n),
};

function naming(locale: 'ko' | 'en'): Naming {
  const text = `
format: amends-inventory/1
name: prices
domains: { seoul: { class: site, title: { ko: 서울 센터, en: Seoul centre } } }
nodes: { pay: { kind: service, at: seoul, title: { ko: 결제, en: Payment } } }
`;
  const parsed = parseInventory([{ name: 'a.yaml', text }]);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
  return createNaming(parsed.value, locale);
}

it('prices are printed in major units, in the table and beside the bars', () => {
  const name = naming('en');
  expect(renderPrices([price], { name, locale: 'en' })).toContain('200.00 USD  12,345.67 USD');
  expect(priceBars([price], name)[0]?.text).toBe('200.00 USD – 12,345.67 USD');
});

it('losses and outages are told by their names, with the id in brackets once', () => {
  const english = renderPrices([price], { name: naming('en'), locale: 'en' });
  expect(english).toContain('“Seoul centre” [seoul]  ');
  expect(english).toMatch(
    /\n“Seoul centre”\n {2}“Payment” \[pay\] down 5 – 1,200 min \(stuck: the horizon\)$/,
  );
  const korean = renderPrices([price], { name: naming('ko'), locale: 'ko' });
  expect(korean).toMatch(
    /\n서울 센터\n {2}결제 \[pay\]: 5 – 1,200분 중단 \(복구 불가, 한도까지\)$/,
  );
  expect(priceBars([price], naming('ko'))[0]?.label).toBe('서울 센터 [seoul]');
});

it('a long name is broken into lines beside its bar, and none of it is cut off', () => {
  const label = 'The building in Pangyo that holds the racks of the whole company';
  const bar = { label, least: 1n, most: 2n, text: '1 – 2' };
  const svg = renderPricePicture([bar, bar], { title: 'Prices', locale: 'en' });
  const lines = [...svg.matchAll(/<tspan x="\d+" y="(\d+)">([^<]*)</g)];
  expect(lines.length).toBeGreaterThan(2);
  const first = lines.slice(0, lines.length / 2);
  expect(first.map(([, , text]) => text).join(' ')).toBe(label);
  expect(new Set(lines.map(([, y]) => y)).size).toBe(lines.length);
});
