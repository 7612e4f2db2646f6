import { type Interval, instantFromEpochMs } from '../../../kernel/index.ts';
import type { Case } from '../read/case.ts';

/** Gives the adopted outage of each 'service/function', from its first start to its last end. */
export function outageWindows(source: Pick<Case, 'incident'>): ReadonlyMap<string, Interval> {
  const windows = new Map<string, Interval>();
  for (const { of, from, until, adopted } of source.incident.impacts) {
    if (adopted === undefined || until === undefined) continue;
    const key = `${of.service}/${of.function}`;
    const known = windows.get(key);
    windows.set(key, {
      from: instantFromEpochMs(Math.min(from.at, known?.from ?? from.at)),
      until: instantFromEpochMs(Math.max(until.at, known?.until ?? until.at)),
    });
  }
  return windows;
}
