import { type Instant, renderInstant } from '../../kernel/index.ts';
import { sql, type Tx } from '../../platform/index.ts';

/** What is known of one witness: how far it cosigned. */
export interface WitnessState {
  readonly witness: string;
  readonly size: number;
  readonly at: Instant;
}

/** Records a witness's line for the checkpoint of a size; one that is there already stays. */
export async function recordCosignature(
  tx: Tx,
  cosignature: { size: number; witness: string; line: string; at: Instant },
): Promise<void> {
  const { size, witness, line, at } = cosignature;
  await sql`insert into disclosure.cosignature (shard, size, witness, line, at)
    values ((select max(id) from disclosure.head), ${size}, ${witness}, ${line}, ${renderInstant(at)}::timestamptz)
    on conflict (shard, witness, size) do nothing`.execute(tx);
}

/** Gives the size a witness cosigned last; 0 before the first. */
export async function loadCosignedSize(tx: Tx, witness: string): Promise<number> {
  const { rows } = await sql<{ size: bigint | null }>`
    select max(size) as size from disclosure.cosignature
    where shard = (select max(id) from disclosure.head) and witness = ${witness}`.execute(tx);
  return Number(rows[0]?.size ?? 0);
}

/** Lists the witnesses that ever cosigned, by name, with how far each did and when. */
export async function listWitnesses(tx: Tx): Promise<readonly WitnessState[]> {
  const { rows } = await sql<{ witness: string; size: bigint; at: Instant }>`
    select distinct on (witness) witness, size, at from disclosure.cosignature
    where shard = (select max(id) from disclosure.head) order by witness, size desc`.execute(tx);
  return rows.map(({ witness, size, at }) => ({ witness, size: Number(size), at }));
}
