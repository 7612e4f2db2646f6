import { loadPayees } from '../../../claims/index.ts';
import { type Context, requirePermission, sql } from '../../../platform/index.ts';
import type { Payee } from './file-format.ts';

/** Gives where to pay the references, as far as each is known. */
export type PayeesOf = (
  ctx: Context,
  payeeRefs: readonly string[],
) => Promise<ReadonlyMap<string, Payee>>;

interface SealedPayee {
  readonly id: string;
  readonly salt: Buffer | null;
  readonly sealed: Buffer;
}

/** Opens the payees that claimants changed to; an erased one is left out. */
export async function openChangedPayees(
  ctx: Context,
  payeeRefs: readonly string[],
): Promise<Map<string, Payee>> {
  requirePermission(ctx, 'payout:send');
  const ids = payeeRefs.flatMap((ref) => (ref.startsWith('payee:') ? [ref.slice(6)] : []));
  if (ids.length === 0) return new Map();
  const { rows } = await ctx.read((tx) =>
    sql<SealedPayee>`select id, salt, sealed from settlement.payee
      where id = any(${ids}::uuid[])`.execute(tx),
  );
  return new Map(
    rows.flatMap(({ id, salt, sealed }) => {
      if (salt === null) return [];
      const plain = ctx.vault.decrypt({ salt, ciphertext: sealed });
      return [[`payee:${id}`, JSON.parse(Buffer.from(plain).toString()) as Payee] as const];
    }),
  );
}

/**
 * Gives where to pay: what the claimant changed it to, or what the claim says. Each reading of a
 * claim's payee is in the audit. Two round trips, however many are asked for.
 */
export const installedPayees: PayeesOf = async (ctx, payeeRefs) => {
  const payees = await openChangedPayees(ctx, payeeRefs);
  const claimIds = payeeRefs.flatMap((ref) => (ref.startsWith('claim:') ? [ref.slice(6)] : []));
  for (const [claimId, payee] of await loadPayees(ctx, { claimIds })) {
    payees.set(`claim:${claimId}`, payee);
  }
  return payees;
};
