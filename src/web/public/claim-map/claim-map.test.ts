import { describe, expect, test } from 'vitest';
import type { LocalDate } from '../../../kernel/index.ts';
import { mapClaims } from './claim-map.ts';

const cell = (on: string, service: string, count: number) => ({
  on: on as LocalDate,
  service,
  count: BigInt(count),
});

const shownOf = (counted: readonly ReturnType<typeof cell>[]) =>
  mapClaims(counted).cells.map(({ shown }) =>
    shown.kind === 'exact' ? Number(shown.count) : shown.kind,
  );

describe('claims by day and service', () => {
  test('are laid out with every day and service, none where none came', () => {
    const map = mapClaims([cell('2022-10-20', 'talk', 7), cell('2022-10-19', 'pay', 9)]);
    expect(map.days).toEqual(['2022-10-19', '2022-10-20']);
    expect(map.services).toEqual(['talk', 'pay']);
    expect(map.cells.map(({ on, service }) => `${on} ${service}`)).toEqual([
      '2022-10-19 talk',
      '2022-10-19 pay',
      '2022-10-20 talk',
      '2022-10-20 pay',
    ]);
  });

  test('hide one to four, and what the sum of the day or of the service would tell them by', () => {
    const counted = [
      cell('2022-10-19', 'talk', 40),
      cell('2022-10-19', 'pay', 3),
      cell('2022-10-20', 'talk', 50),
      cell('2022-10-20', 'pay', 60),
    ];
    // 43 on the 19th less 40 would tell the 3; so would 63 of pay less 60.
    expect(shownOf(counted)).toEqual(['at_least', 'fewer', 50, 'at_least']);
  });

  test('show all where nobody can be recognised', () => {
    expect(shownOf([cell('2022-10-19', 'talk', 5), cell('2022-10-19', 'pay', 100)])).toEqual([
      5, 100,
    ]);
  });

  test('are darker the more there are, from one to five', () => {
    const map = mapClaims([
      cell('2022-10-19', 'talk', 1_000),
      cell('2022-10-19', 'pay', 5),
      cell('2022-10-20', 'talk', 250),
    ]);
    expect(map.cells.map(({ heat }) => heat)).toEqual([5, 1, 3, 0]);
  });
});
