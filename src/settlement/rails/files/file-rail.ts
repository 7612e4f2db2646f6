import type { Context } from '../../../platform/index.ts';
import { keptForEver, type Rail, type RailAnswer, type RailPayment } from '../rail.ts';
import {
  listRailLines,
  loadFileAnswers,
  lockRailFiles,
  openRailFile,
  recordFilePayments,
} from './file-store.ts';

/**
 * Builds a rail whose payments go into files that a person hands over to a bank.
 *
 * A payment submitted is put into the rail's open file, once by its reference, and answered as
 * queued until the file is handed over. What the bank answers is read from its files; a look-up
 * gives what was read so far. Everything is in the database, so nothing is ever unknown.
 */
export function createFileRail(options: {
  readonly ctx: Context;
  readonly name: string;
  readonly paymentCountMax: number;
}): Rail {
  const { ctx, name: rail, paymentCountMax } = options;

  async function submit(payments: readonly RailPayment[]): Promise<Map<string, RailAnswer>> {
    return ctx.transact(async (tx) => {
      await lockRailFiles(tx, rail);
      const references = payments.map(({ reference }) => reference);
      const known = await loadFileAnswers(tx, { rail, references });
      let left = payments.filter(({ reference }) => !known.has(reference));
      while (left.length > 0) {
        const currency = left[0]?.currency ?? '';
        const file = await openRailFile(tx, ctx, { rail, currency, paymentCountMax });
        const room = paymentCountMax - Number(file.paymentCount);
        const alike = left.filter((payment) => payment.currency === currency).slice(0, room);
        const put = { rail, fileId: file.id, after: file.paymentCount, payments: alike };
        await recordFilePayments(tx, ctx, put);
        const done = new Set(alike);
        left = left.filter((payment) => !done.has(payment));
      }
      for (const reference of references) {
        if (!known.has(reference)) known.set(reference, { state: 'queued', version: 1n });
      }
      return known;
    });
  }

  return {
    name: rail,
    promise: keptForEver,
    submit,
    lookUp: (references) => ctx.read((tx) => loadFileAnswers(tx, { rail, references })),
    statement: (window) => ctx.read((tx) => listRailLines(tx, { rail, ...window })),
  };
}
