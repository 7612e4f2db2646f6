import { type Context, sha256, sql, type Tx } from '../../platform/index.ts';

/** One thing about published reports that is not what the log says. */
export type ReportFault = {
  /**
   * `report_missing`: the log has a version that is not kept. `report_differs`: what is kept is not
   * what was hashed. `report_not_in_log`: a version is kept whose hash the log has not.
   */
  readonly code: 'report_missing' | 'report_differs' | 'report_not_in_log';
  readonly incidentId: string;
  readonly version: number;
};

interface Kept {
  readonly incidentId: string;
  readonly version: number;
  readonly hash: string;
  readonly document: string;
}

async function listKept(tx: Tx): Promise<readonly Kept[]> {
  const { rows } = await sql<Kept>`select incident_id::text as "incidentId", version, hash, document
    from disclosure.report order by incident_id, version`.execute(tx);
  return rows;
}

/** Lists what the log says was published, `INCIDENT/VERSION` with its hash. */
async function listLogged(tx: Tx): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ data: Buffer }>`select data from disclosure.entry
    where kind = 'report_published' order by shard, index`.execute(tx);
  const leaves = rows.map(({ data }) => JSON.parse(data.toString()) as Omit<Kept, 'document'>);
  return new Map(leaves.map(({ incidentId, version, hash }) => [`${incidentId}/${version}`, hash]));
}

/** Tells whether events wait to be recorded in the log. */
async function isLogBehind(tx: Tx): Promise<boolean> {
  const { rows } = await sql`select 1 from platform.delivery
    where consumer = 'transparency-log' limit 1`.execute(tx);
  return rows.length > 0;
}

function hashOf(document: string): string {
  return Buffer.from(sha256(document)).toString('hex');
}

/** Compares every published report that is kept with the hash that the log has of it. */
export async function verifyReports(
  ctx: Context,
): Promise<{ readonly reportCount: number; readonly faults: readonly ReportFault[] }> {
  return ctx.read(async (tx) => {
    const [kept, logged] = [await listKept(tx), await listLogged(tx)];
    const isBehind = await isLogBehind(tx);
    const names = new Set(kept.map(({ incidentId, version }) => `${incidentId}/${version}`));
    const missing = [...logged.keys()].flatMap((name): readonly ReportFault[] => {
      const [incidentId = '', version] = name.split('/');
      if (names.has(name)) return [];
      return [{ code: 'report_missing', incidentId, version: Number(version) }];
    });
    const wrong = kept.flatMap(({ incidentId, version, hash, document }): ReportFault[] => {
      const said = logged.get(`${incidentId}/${version}`);
      const isWhole = hashOf(document) === hash && (said ?? hash) === hash;
      if (!isWhole) return [{ code: 'report_differs', incidentId, version }];
      if (said !== undefined || isBehind) return [];
      return [{ code: 'report_not_in_log', incidentId, version }];
    });
    return { reportCount: kept.length, faults: [...missing, ...wrong] };
  });
}
