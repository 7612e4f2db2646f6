import { assert, type Instant, type Outcome } from '../../src/kernel/index.ts';
import { type Platform, sql, subscribeConsumers } from '../../src/platform/index.ts';
import { settlementConsumers } from '../../src/settlement/consumers.ts';
import { derivedId } from '../../src/settlement/ledger/derived-id.ts';
import { openTestPlatform } from './platform.ts';

/** Opens a test platform on which what settlement hears of is delivered. */
export async function openSettled(now: Instant): Promise<Platform> {
  const platform = await openTestPlatform({ now });
  await subscribeConsumers(platform, settlementConsumers);
  return platform;
}

/** Gives a function that makes the same ids, one after another, each time a test runs. */
export function idsOf(test: string): () => string {
  let serial = 0;
  return () => {
    serial += 1;
    return derivedId([test, String(serial)]);
  };
}

/** Gives what was accepted; a refusal ends the test and is told. */
export function ok<V>(outcome: Outcome<V>): V {
  assert(outcome.ok, 'accepted', outcome);
  return outcome.value;
}

/** Records an incident under an id, and gives the id. */
export async function recordIncident(platform: Platform, id: string): Promise<string> {
  await sql`insert into incident.incident (id, slug, title_ko, title_en, zone, opened_at)
    values (${id}, ${`case-${id}`}, '장애', 'Outage', 'Asia/Seoul', '2022-10-15T06:30:00Z')`.execute(
    platform.db,
  );
  return id;
}
