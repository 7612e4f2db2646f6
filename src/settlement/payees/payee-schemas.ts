import { z } from '@hono/zod-openapi';
import type { PayeeCheck } from './check-commands.ts';
import { payeeFaults } from './judge-payees.ts';

const faultSchema = z.enum(payeeFaults).openapi('PayeeFault');

/** What looking at every payee of a run found; nothing personal is in it. */
export const payeeCheckSchema = z
  .strictObject({
    payoutCount: z.number().int(),
    counts: z.array(z.strictObject({ code: faultSchema, payoutCount: z.number().int() })),
    holders: z.strictObject({
      same: z.number().int(),
      other: z.number().int(),
      no_account: z.number().int(),
      unchecked: z.number().int(),
    }),
    /** The first hundred of each kind. */
    findings: z.array(
      z.strictObject({ payoutId: z.string(), claimId: z.string(), code: faultSchema }),
    ),
  })
  .openapi('PayeeCheck');

/** Renders a check; what was found nowhere is left out of the counts. */
export function renderPayeeCheck(check: PayeeCheck): z.input<typeof payeeCheckSchema> {
  const { payoutCount, counts, holders, findings } = check;
  return {
    payoutCount,
    counts: payeeFaults.flatMap((code) => {
      const count = counts[code];
      return count === undefined ? [] : [{ code, payoutCount: count }];
    }),
    holders: { ...holders },
    findings: [...findings],
  };
}
