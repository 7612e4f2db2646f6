import { type Instant, renderInstant } from '../../kernel/index.ts';
import { sql, type Tx } from '../../platform/index.ts';
import { type Shard, shardOf } from '../queries.ts';

/** What is known of one witness: how far it cosigned. */
export interface WitnessState {
  readonly witness: string;
  readonly size: number;
  readonly at: Instant;
}

/** Records a witness's line for the checkpoint of a size; one that is there already stays. */
export async function recordCosignature(
  tx: Tx,
  cosignature: { size: number; witness: string; line: string; at: Instant; shard: Shard },
): Promise<void> {
  const { size, witness, line, at, shard } = cosignature;
  await sql`insert into disclosure.cosignature (shard, size, witness, line, at)
    values (${shardOf(shard)}, ${size}, ${witness}, ${line}, ${renderInstant(at)}::timestamptz)
    on conflict (shard, witness, size) do nothing`.execute(tx);
}

/** Gives the size of a shard that a witness cosigned last; 0 before the first. */
export async function loadCosignedSize(tx: Tx, witness: string, shard?: Shard): Promise<number> {
  const { rows } = await sql<{ size: bigint | null }>`
    select max(size) as size from disclosure.cosignature
    where shard = ${shardOf(shard)} and witness = ${witness}`.execute(tx);
  return Number(rows[0]?.size ?? 0);
}

/** Lists closed shards that a witness followed, but whose last checkpoint it has not cosigned. */
export async function listUnfinishedShards(tx: Tx, witness: string): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    select head.id from disclosure.head join lateral (
      select max(size) as size from disclosure.cosignature
      where shard = head.id and witness = ${witness}) cosigned on cosigned.size < head.size
    where head.closed_at is not null order by head.id`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Lists the witnesses that ever cosigned, by name, with how far each did and when. */
export async function listWitnesses(tx: Tx): Promise<readonly WitnessState[]> {
  const { rows } = await sql<{ witness: string; size: bigint; at: Instant }>`
    select distinct on (witness) witness, size, at from disclosure.cosignature
    where shard = (select max(id) from disclosure.head) order by witness, size desc`.execute(tx);
  return rows.map(({ witness, size, at }) => ({ witness, size: Number(size), at }));
}
