import { expect, it } from 'vitest';
import { openTestPlatform, systemContext } from '../../../test/support/platform.ts';
import {
  drainOutbox,
  newUuid,
  publishEvents,
  sha256,
  sql,
  subscribeConsumers,
} from '../../platform/index.ts';
import { disclosureConsumers } from '../consumers.ts';
import { verifyReports } from './verify-reports.ts';

const hashOf = (text: string): string => Buffer.from(sha256(text)).toString('hex');

it('tells of published reports that were changed, taken away, or never were in the log', async () => {
  const platform = await openTestPlatform();
  const ctx = systemContext(platform);
  await subscribeConsumers(platform, disclosureConsumers);
  const incidentId = newUuid();
  const keep = (version: number, document: string) =>
    platform.db.transaction().execute(async (tx) => {
      // The incident itself is of no interest here.
      await sql`set local session_replication_role = replica`.execute(tx);
      await sql`insert into disclosure.report
          (incident_id, version, hash, document, published_by, published_at, draft_id, prepared_by)
        values (${incidentId}, ${version}, ${hashOf(document)}, ${document}, 'x', now(),
          ${newUuid()}, 'y')`.execute(tx);
    });
  const log = (version: number, document: string) => {
    const payload = { incidentId, version, hash: hashOf(document) };
    const event = { type: 'report_published', subject: incidentId, payload };
    return ctx.transact((tx) => publishEvents(tx, [event]));
  };
  for (const version of [1, 2]) {
    await keep(version, `{"v":${version}}`);
    await log(version, `{"v":${version}}`);
  }
  expect(await verifyReports(ctx)).toEqual({ reportCount: 2, faults: [] });
  await drainOutbox(platform, disclosureConsumers);
  expect(await verifyReports(ctx)).toEqual({ reportCount: 2, faults: [] });

  await keep(3, '{"v":3}');
  await log(4, '{"v":4}');
  await drainOutbox(platform, disclosureConsumers);
  await sql.raw('alter table disclosure.report disable trigger all').execute(platform.db);
  await sql`update disclosure.report set document = '{"v":9}' where version = 1`.execute(
    platform.db,
  );
  // Who changes the hash beside it as well does not change the log.
  await sql`update disclosure.report set document = '{"v":8}', hash = ${hashOf('{"v":8}')}
    where version = 2`.execute(platform.db);
  expect((await verifyReports(ctx)).faults.map(({ code, version }) => [code, version])).toEqual([
    ['report_missing', 4],
    ['report_differs', 1],
    ['report_differs', 2],
    ['report_not_in_log', 3],
  ]);
});
