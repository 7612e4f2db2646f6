import { describe, expect, it } from 'vitest';
import type { Figures } from '../../../disclosure/figures/index.ts';
import { countPaid } from './count-paid.ts';

const bounds = (least: number, most: number) => ({ least: String(least), most: String(most) });
const cashOf = (...paid: readonly ReturnType<typeof bounds>[]) =>
  paid.map((paidCount) => ({ paidCount })) as unknown as Figures['cash'];

describe('how many awards were paid', () => {
  it.each([
    ['up to four that are too few to be published', 8, bounds(0, 4)],
    ['no more than were awarded', 3, bounds(0, 3)],
    ['none where nothing was awarded', 0, bounds(0, 0)],
  ])('is %s where no payment is published', (_, most, expected) => {
    expect(countPaid({ cash: [], awarded: bounds(0, most) })).toEqual(expected);
  });

  it('is the sum over currencies of what is published', () => {
    const cash = cashOf(bounds(5, 9), bounds(20, 20));
    expect(countPaid({ cash, awarded: bounds(25, 40) })).toEqual(bounds(25, 29));
  });
});
