import { expect, test } from 'vitest';
import { settlement as en } from '../../messages/en/console/settlement.ts';
import { quantityText } from './quantity-text.ts';

test.each([
  ['1', 'month', '1 month'],
  ['3', 'day', '3 days'],
  ['2', 'item', '2 pcs'],
  ['5', 'parsec', '5 parsec'],
  ['4', null, '4'],
] as const)('%s %s is read as %s', (quantity, unit, expected) => {
  expect(quantityText(quantity, unit, { units: en.units, locale: 'en' })).toBe(expected);
});
