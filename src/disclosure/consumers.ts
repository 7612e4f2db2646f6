import { assert } from '../kernel/index.ts';
import type { Consumer } from '../platform/index.ts';
import { isLeafKind, leafKinds } from './leaf.ts';
import { appendEntries, toNewEntry } from './store.ts';

/**
 * Records every public event in the transparency log, in the order the events were published.
 *
 * Exactly once: the entries are written in the transaction that strikes the events off, and the
 * event's id is unique among entries.
 */
export const transparencyLog: Consumer = {
  name: 'transparency-log',
  eventTypes: leafKinds,
  batchSize: 1000,
  async consume(ctx, tx, events) {
    const entries = events.map((event) => {
      assert(isLeafKind(event.type), 'log: only events of a known kind are delivered', event.type);
      return toNewEntry(event, event.type);
    });
    await appendEntries(tx, entries, ctx.now);
  },
};

/** The consumers of this room. */
export const disclosureConsumers: readonly Consumer[] = [transparencyLog];
