import { expect, it } from 'vitest';
import { type Instant, parseInstant } from '../kernel/index.ts';
import { layOutGantt } from './gantt-layout.ts';

function at(text: string): Instant {
  const instant = parseInstant(`${text}:00+09:00`);
  if (instant === undefined) throw new Error(text);
  return instant;
}

const chart = { zone: 'Asia/Seoul', width: 1000 };

it('places bars and midnights on one scale, and counts overlapping time once', () => {
  const day = { from: at('2022-10-15T12:00'), until: at('2022-10-16T12:00') };
  const half = { from: at('2022-10-15T18:00'), until: at('2022-10-16T00:00') };
  const laid = layOutGantt([[day], [half, half]], chart);
  expect(laid?.days).toEqual([{ on: '2022-10-16', x: 500 }]);
  expect(laid?.rows[0]?.bars).toEqual([{ x: 0, width: 1000 }]);
  expect(laid?.rows[1]?.bars[0]).toEqual({ x: 250, width: 250 });
  expect(laid?.rows[1]?.totalMs).toBe(6 * 3_600_000);
});

it('keeps a short bar visible and marks at most eight midnights', () => {
  const month = { from: at('2022-10-01T00:00'), until: at('2022-11-01T00:00') };
  const minute = { from: at('2022-10-02T00:00'), until: at('2022-10-02T00:01') };
  const laid = layOutGantt([[month], [minute]], chart);
  expect(laid?.rows[1]?.bars[0]?.width).toBe(2);
  expect(laid?.days.length).toBeLessThanOrEqual(8);
});

it('is nothing when no row has an interval', () => {
  expect(layOutGantt([[], []], chart)).toBeUndefined();
});
