import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/** One operation as whoever made it saw it; one line of the history. Times are milliseconds of the epoch. */
export interface Operation {
  /** Who made it: a claimant, or the drill itself. */
  readonly process: string;
  readonly operation: 'file' | 'file_again' | 'fault' | 'read';
  readonly startedAt: number;
  readonly endedAt: number;
  /**
   * `receipt` and `ticket` are what Amends answered; `refused`: no site gave either; `unknown`: it was
   * cut off, and may or may not have happened; `done`: of the drill's own operations.
   */
  readonly outcome: 'receipt' | 'ticket' | 'refused' | 'unknown' | 'done';
  readonly claimId?: string;
  readonly claimNumber?: string;
  /** The site that answered. */
  readonly site?: string;
  /** Statuses that were neither a receipt nor a ticket, in the order they came; 0: no answer. */
  readonly statuses?: readonly number[];
  /** What was done, or what was read. */
  readonly value?: unknown;
}

/** A history that is being written, as JSON lines. */
export interface History {
  record(operation: Operation): void;
  readonly operations: readonly Operation[];
  close(): Promise<void>;
}

/** Opens a history; everything recorded is in memory too. */
export function openHistory(path: string): History {
  const out = createWriteStream(path);
  const operations: Operation[] = [];
  return {
    operations,
    record(operation) {
      operations.push(operation);
      out.write(`${JSON.stringify(operation)}\n`);
    },
    async close() {
      out.end();
      await finished(out);
    },
  };
}
