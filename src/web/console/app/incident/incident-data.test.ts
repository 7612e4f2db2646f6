import { expect, it } from 'vitest';
import { type Instant, parseInstant, renderInstant } from '../../../../kernel/index.ts';
import { fieldTime, wireInstant } from './incident-data.ts';

it.each([
  ['2026-11-28T19:49:00.000Z', 'Asia/Seoul', '2026-11-29T04:49'],
  ['2026-11-28T15:00:00.000Z', 'Asia/Seoul', '2026-11-29T00:00'],
  ['2026-07-01T12:05:00.000Z', 'Europe/Berlin', '2026-07-01T14:05'],
])('%s in %s is %s in a field, and read back', (instant, zone, field) => {
  expect(fieldTime(parseInstant(instant) as Instant, zone)).toBe(field);
  expect(wireInstant(field, zone)).toBe(renderInstant(parseInstant(instant) as Instant));
});
