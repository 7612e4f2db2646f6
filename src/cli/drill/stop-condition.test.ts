import { expect, it } from 'vitest';
import { type Seen, whyHalt } from './stop-condition.ts';

const amiss = 'http://shop.test/ready answers 503';
const at = (seconds: number, isWell: boolean): Seen => ({
  at: seconds * 1_000,
  amiss: isWell ? undefined : amiss,
});

it.each([
  ['nothing was seen yet', [], undefined],
  ['all is well', [at(0, true), at(9, true)], undefined],
  ['it is unwell, not for long', [at(0, true), at(1, false), at(6, false)], undefined],
  [
    'it is unwell for longer than the grace',
    [at(0, true), at(1, false), at(6.1, false)],
    `${amiss}, for 5.1 s (limit 5 s)`,
  ],
  ['it was well in between', [at(0, false), at(5, true), at(6, false), at(10, false)], undefined],
  ['it is well again', [at(0, false), at(9, false), at(10, true)], undefined],
  ['it never was well', [at(0, false), at(7, false)], `${amiss}, for 7.0 s (limit 5 s)`],
])('decides whether to halt when %s', (_, seen, halt) => {
  expect(whyHalt(seen, 5)).toBe(halt);
});
