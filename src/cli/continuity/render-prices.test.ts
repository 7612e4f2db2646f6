import { expect, it } from 'vitest';
import type { LossPrice, Redress } from '../../continuity/liability/index.ts';
import { priceBars, renderPrices } from './render-prices.ts';

function owed(minor: bigint): Redress {
  const money = new Map([['USD', minor]]);
  return { money, quantities: new Map(), paidParties: 1n, openParties: 0n };
}

const price: LossPrice = {
  domains: ['seoul'],
  outages: [],
  downCount: 1,
  least: owed(20_000n),
  most: owed(1_234_567n),
};

it('prices are printed in major units, in the table and beside the bars', () => {
  expect(renderPrices([price])).toContain('200.00 USD  12,345.67 USD');
  expect(priceBars([price])[0]?.text).toBe('200.00 USD – 12,345.67 USD');
});
