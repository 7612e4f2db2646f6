import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { openTestPlatform, staffContext, systemContext } from '../../../test/support/platform.ts';
import { keepSimulated } from '../../../test/support/simulated.ts';
import { assert } from '../../kernel/index.ts';
import { createApp, newUuid, sql } from '../../platform/index.ts';
import { listAwardNames, loadAwardNames } from './award-name-queries.ts';
import { listClassNames } from './class-name-queries.ts';
import { draftPolicy, publishPolicy } from './policy-commands.ts';
import { policyRoutes } from './policy-routes.ts';

const text = readFileSync(
  new URL('../../../policies/kakao-2022/free-users/1.md', import.meta.url),
  'utf8',
);

it('the names of what policies award are those of published versions, in both languages, to anybody', async () => {
  const platform = await openTestPlatform();
  const system = systemContext(platform);
  const incidentId = newUuid();
  await sql`insert into incident.incident (id, slug, title_ko, title_en, zone, opened_at)
    values (${incidentId}, ${'pangyo-2022'}, '장애', 'Outage', 'Asia/Seoul',
    '2022-10-15T06:30:00Z')`.execute(platform.db);
  const policyVersionId = newUuid();
  const author = staffContext(platform, 'policy_author', { id: 'author' });
  const drafted = await draftPolicy(author, { policyVersionId, incidentId, text });
  assert(drafted.ok, 'test: the policy is drafted', drafted);
  const list = () => system.read((tx) => listAwardNames(tx, incidentId));
  expect(await list()).toEqual([]);
  expect(await system.read((tx) => listClassNames(tx, incidentId))).toEqual([]);

  await keepSimulated(platform, { policyVersionId, text });
  const approver = staffContext(platform, 'approver', { id: 'approver' });
  expect(await publishPolicy(approver, { policyVersionId })).toMatchObject({ ok: true });
  const names = await list();
  const { hash: policyHash } = drafted.value;
  expect(names).toContainEqual({
    ...{ policyHash, clause: '§1', remedy: 'item' },
    label: { ko: '이모티콘 (영구)', en: 'emoticon set, permanent' },
  });
  expect(names.map(({ clause }) => clause)).toEqual(['§1', '§1', '§2', '§2', '§3']);
  const loaded = await system.read((tx) => loadAwardNames(tx, [policyHash, 'f'.repeat(64)]));
  expect(loaded).toEqual(names);

  const app = createApp({
    log: platform.log,
    contextOf: async () => system,
    routers: [{ path: '/', router: policyRoutes() }],
  });
  const classes = await app.request(`/api/v1/incidents/${incidentId}/class-names`);
  expect(classes.status).toBe(200);
  expect(await classes.json()).toContainEqual({
    ...{ code: 'talk_user', ko: '국내 카카오톡 이용자', en: 'a KakaoTalk user in Korea' },
  });
  const answered = await app.request(`/api/v1/incidents/${incidentId}/award-names`);
  expect(answered.status).toBe(200);
  expect(await answered.json()).toContainEqual({
    ...{ policyHash, clause: '§3', remedy: 'extension' },
    ...{ ko: '톡서랍 플러스', en: 'Talk Drawer Plus' },
  });
});
