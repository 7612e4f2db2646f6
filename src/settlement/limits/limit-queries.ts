import type { CurrencyCode } from '../../kernel/index.ts';
import { type Role, sql, type Tx } from '../../platform/index.ts';

/** What a role may approve in a currency, in minor units as text; null is without limit. */
export interface RoleLimit {
  readonly role: Role;
  readonly currency: CurrencyCode;
  readonly paymentMinorMax: string | null;
  readonly runMinorMax: string | null;
  readonly dayMinorMax: string | null;
}

/** Lists every limit that is set, by role and currency. */
export async function listAllLimits(tx: Tx): Promise<RoleLimit[]> {
  const { rows } = await sql<RoleLimit>`select role, currency,
      payment_minor_max::text as "paymentMinorMax", run_minor_max::text as "runMinorMax",
      day_minor_max::text as "dayMinorMax"
    from settlement.approval_limit order by role, currency`.execute(tx);
  return rows;
}
