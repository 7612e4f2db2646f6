import { beforeAll, describe, expect, it } from 'vitest';
import { openTestPlatform, staffContext } from '../../../test/support/platform.ts';
import { assert } from '../../kernel/index.ts';
import { type Context, newUuid, type Platform, sql } from '../../platform/index.ts';
import { policyText } from '../sales/sales-loss.fixture.ts';
import { draftPolicy } from './policy-commands.ts';
import { listSimulations, recordSimulation } from './simulation-store.ts';

let platform: Platform;
let author: Context;
let version: { readonly policyVersionId: string; readonly hash: string };

beforeAll(async () => {
  platform = await openTestPlatform();
  author = staffContext(platform, 'policy_author');
  const incidentId = newUuid();
  await sql`insert into incident.incident (id, slug, title_ko, title_en, zone, opened_at)
    values (${incidentId}, ${`case-${incidentId}`}, '장애', 'Outage', 'Asia/Seoul',
    '2022-10-15T06:30:00Z')`.execute(platform.db);
  const drafted = await draftPolicy(author, {
    ...{ policyVersionId: newUuid(), incidentId, text: policyText },
  });
  assert(drafted.ok, 'test: the policy is drafted', drafted);
  version = drafted.value;
});

function resultFor(hash: string) {
  return {
    population: {
      ...{ file: 'people.csv', rowCount: 5, distinctCount: 2 },
      badRows: { count: 1, byField: [{ field: 'fee', count: 1 }], first: [] },
    },
    policies: [{ policy: 'p', version: '1', hash, road: 'compiled', unknownFacts: [] }],
    ...{ statuses: [], totals: [], reasons: [], cost: [], distribution: [], invariants: [] },
    missed: { parties: 0, byClass: [], conditions: [] },
  };
}

describe('a simulation of a policy version', () => {
  it('is kept with it once, and never changed', async () => {
    const input = {
      ...{ simulationId: newUuid(), policyVersionId: version.policyVersionId },
      ...{ populationHash: 'a'.repeat(64), result: resultFor(version.hash) },
    };
    expect(await recordSimulation(author, input)).toMatchObject({ ok: true });
    expect(await recordSimulation(author, input)).toMatchObject({ ok: true });
    const kept = await author.read((tx) => listSimulations(tx, version.policyVersionId));
    expect(kept).toMatchObject([{ id: input.simulationId, partyCount: 4, result: input.result }]);
    const change = sql`update claims.policy_simulation set party_count = 9`.execute(platform.db);
    await expect(change).rejects.toThrow('immutable');
  });

  it('is refused for another text, and to who may not write policies', async () => {
    const input = {
      ...{ simulationId: newUuid(), policyVersionId: version.policyVersionId },
      ...{ populationHash: 'a'.repeat(64), result: resultFor('b'.repeat(64)) },
    };
    expect(await recordSimulation(author, input)).toMatchObject({
      refusal: { code: 'simulation_of_another_policy' },
    });
    await expect(recordSimulation(staffContext(platform, 'auditor'), input)).rejects.toThrow();
  });
});
