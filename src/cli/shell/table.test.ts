import { describe, expect, it } from 'vitest';
import { renderCount, renderMinor, renderTable } from './table.ts';

describe('an amount of minor units', () => {
  it.each([
    ['20000', 'USD', '200.00'],
    [-5n, 'USD', '-0.05'],
    [1_234_567n, 'KRW', '1,234,567'],
    [1_234_567n, 'KWD', '1,234.567'],
    [500, null, '500'],
  ])('%s of %s is printed as %s', (minor, currency, printed) => {
    expect(renderMinor(minor, currency)).toBe(printed);
  });
});

describe('a printed table', () => {
  it('lines up figures right and words left, counting Korean syllables as two columns', () => {
    const columns = [
      { title: 'class', align: 'left' },
      { title: 'claims', align: 'right' },
    ] as const;
    expect(
      renderTable(columns, [
        ['소상공인', '8'],
        ['user', '1,200'],
      ]),
    ).toBe(
      ['class     claims', '────────  ──────', '소상공인       8', 'user       1,200'].join('\n'),
    );
  });

  it.each([
    [0n, '0'],
    [999n, '999'],
    [1000n, '1,000'],
    [27_500_000_000n, '27,500,000,000'],
    [-1234n, '-1,234'],
  ])('writes %s as %s', (value, text) => {
    expect(renderCount(value)).toBe(text);
  });
});
