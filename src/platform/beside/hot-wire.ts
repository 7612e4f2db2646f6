import type { HotAnswer, HotVisit } from '../http/hot-lane.ts';

/** Visits as they go to a hot thread: the bodies one after the other, so that they are handed over, not copied. */
export interface HotBatch {
  /** Of the first visit; those after it count on. */
  readonly serial: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** How long each body is, in bytes. */
  readonly lengths: readonly number[];
  readonly addresses: readonly (string | undefined)[];
}

/** What a hot thread is told: visits to answer, or to let go of everything and end. */
export type HotRequest = HotBatch | 'end';

/** What a hot thread answers to one visit; nothing where the router has to answer. */
export interface HotAnswered {
  readonly serial: number;
  readonly answer: HotAnswer | undefined;
}

/** What a hot thread says: that it can begin, or its answers in the order they came about. */
export type HotReply = 'ready' | readonly HotAnswered[];

/** Puts visits together for the way to the thread. */
export function packVisits(serial: number, visits: readonly HotVisit[]): HotBatch {
  const lengths = visits.map(({ bytes }) => bytes.length);
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let from = 0;
  for (const visit of visits) {
    bytes.set(visit.bytes, from);
    from += visit.bytes.length;
  }
  return { serial, bytes, lengths, addresses: visits.map(({ address }) => address) };
}

/** Takes visits apart again, each with its serial. */
export function unpackVisits(
  batch: HotBatch,
): readonly { readonly serial: number; readonly visit: HotVisit }[] {
  let from = 0;
  return batch.lengths.map((length, index) => {
    const bytes = batch.bytes.subarray(from, from + length);
    from += length;
    return { serial: batch.serial + index, visit: { bytes, address: batch.addresses[index] } };
  });
}
