import type { Instant } from '../../kernel/index.ts';
import { sql, type Tx } from '../../platform/index.ts';
import type { DrillFile } from './drill-file.ts';

/** The record of a drill as it is kept. */
export interface RecordedDrill {
  readonly id: string;
  readonly recordHash: string;
  readonly recordedAt: Instant;
  readonly record: DrillFile;
}

/** Lists the records of drills, the last held first, at most `limit`. */
export async function listDrills(tx: Tx, { limit }: { limit: number }): Promise<RecordedDrill[]> {
  const { rows } = await sql<{
    id: string;
    record_hash: string;
    recorded_at: Instant;
    record: DrillFile;
  }>`select id, record_hash, recorded_at, record from continuity.drill
    order by started_at desc, id limit ${limit}`.execute(tx);
  return rows.map(({ record_hash: recordHash, recorded_at: recordedAt, ...row }) => ({
    ...row,
    recordHash,
    recordedAt,
  }));
}
