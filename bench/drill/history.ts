import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/** What one site gave that was neither a receipt nor a ticket. */
export interface Turn {
  readonly site: string;
  /** 0 where no whole answer came. */
  readonly status: number;
  readonly afterMs: number;
  /** The beginning of the answer, or why none came. */
  readonly said: string;
}

/** One operation as whoever made it saw it; one line of the history. Times are milliseconds of the epoch. */
export interface Operation {
  /** Who made it: a claimant, somebody of the staff, or the drill itself. */
  readonly process: string;
  /**
   * Claimants `file`; the staff `decide`, `approve`, `set_aside` money, `pay`, read `balances`, `verify` the
   * ledger, and `write` and `read_value` a register; `ask`: a press of theirs that no site answered.
   */
  readonly operation:
    | 'file'
    | 'file_again'
    | 'decide'
    | 'approve'
    | 'set_aside'
    | 'pay'
    | 'balances'
    | 'verify'
    | 'write'
    | 'read_value'
    | 'ask'
    | 'fault'
    | 'read';
  readonly startedAt: number;
  readonly endedAt: number;
  /**
   * `receipt` and `ticket` are what Amends answered; `refused`: no site gave either; `unknown`: it was
   * cut off, and may or may not have happened; `done`: acknowledged; `declined`: answered with a reason
   * why not.
   */
  readonly outcome: 'receipt' | 'ticket' | 'refused' | 'unknown' | 'done' | 'declined';
  readonly claimId?: string;
  /** What the operation is about: a decision, a transfer, a run, a register. */
  readonly key?: string;
  /** The beginning of the reason why it was declined. */
  readonly said?: string;
  readonly claimNumber?: string;
  /** The site that answered. */
  readonly site?: string;
  /** The sites that gave neither a receipt nor a ticket, in the order they were asked. */
  readonly turns?: readonly Turn[];
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
