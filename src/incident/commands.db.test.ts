import { beforeAll, describe, expect, it } from 'vitest';
import { openTestPlatform, staffContext } from '../../test/support/platform.ts';
import { type Instant, parseInstant, rational } from '../kernel/index.ts';
import { type Context, type Platform, sql } from '../platform/index.ts';
import {
  addTimelineEntry,
  adoptImpact,
  openIncident,
  recordClock,
  recordCohort,
  recordFinding,
  recordRestoration,
  setResponsibility,
  stateImpact,
} from './commands.ts';
import { adoptedIntervals } from './impact.ts';
import { listAdoptedImpacts, listImpacts } from './impact-queries.ts';
import type { IncidentOpening } from './open-incident.ts';
import {
  listClocks,
  listCohorts,
  listFindings,
  listResponsibilities,
  listTimeline,
  loadIncident,
  loadIncidentBySlug,
} from './queries.ts';
import type { ImpactStatement } from './state-impact.ts';

let platform: Platform;
let ctx: Context;

function at(text: string): Instant {
  const instant = parseInstant(`2022-10-${text}:00+09:00`);
  if (instant === undefined) throw new Error(text);
  return instant;
}

const titles = { ko: '가', en: 'a' };
let serial = 0;

/** Opens a further incident and gives its id. */
async function anIncident(): Promise<IncidentOpening> {
  serial += 1;
  const opening: IncidentOpening = {
    id: ctx.newId(),
    slug: `outage-${serial}`,
    titles: { ko: '장애', en: 'Outage' },
    zone: 'Asia/Seoul',
    openedAt: at('15T15:19'),
    parties: ['kakao', 'ministry', 'sk_cc'].map((code) => ({ code, titles })),
    functions: [
      { service: 'melon', function: 'streaming', titles },
      { service: 'melon', function: 'search', titles },
    ],
    sources: [
      { number: 4, address: 'https://example.org/4' },
      { number: 32, address: 'https://example.org/32', remark: 'mirror' },
    ],
  };
  expect(await openIncident(ctx, opening)).toEqual({
    ok: true,
    value: { id: opening.id, isNew: true },
  });
  return opening;
}

function statement(incidentId: string, until = at('16T08:00')): ImpactStatement {
  return {
    id: ctx.newId(),
    incidentId,
    service: 'melon',
    function: 'streaming',
    scope: { platform: 'mobile' },
    severity: 'down',
    intervals: [
      {
        from: at('15T15:30'),
        fromPrecision: 'approximate',
        until,
        untilPrecision: 'no_later_than',
      },
    ],
    statedBy: 'kakao',
    sources: [32],
    note: titles,
    reason: 'status notice',
  };
}

async function eventsOf(type: string, incidentId: string): Promise<unknown[]> {
  const { rows } = await platform.context({ actor: ctx.actor }).read((tx) =>
    sql<{ payload: unknown }>`
      select payload from platform.event where type = ${type} and subject = ${incidentId}
      order by id`.execute(tx),
  );
  return rows.map(({ payload }) => payload);
}

beforeAll(async () => {
  platform = await openTestPlatform({ now: at('20T23:30') });
  ctx = staffContext(platform, 'investigator');
});

describe('an incident', () => {
  it('is read back as it was opened, and announced once however often it is opened', async () => {
    const opening = await anIncident();
    expect(await openIncident(ctx, opening)).toEqual({
      ok: true,
      value: { id: opening.id, isNew: false },
    });
    const read = await ctx.read((tx) => loadIncidentBySlug(tx, opening.slug));
    expect(read).toEqual({
      ...opening,
      state: 'open',
      parties: opening.parties.toSorted((a, b) => (a.code < b.code ? -1 : 1)),
    });
    expect(await eventsOf('incident_opened', opening.id)).toEqual([
      { incidentId: opening.id, slug: opening.slug },
    ]);
  });

  it('keeps its id: other content under it is refused', async () => {
    const opening = await anIncident();
    const other = { ...opening, zone: 'UTC' };
    expect(await openIncident(ctx, other)).toEqual({
      ok: false,
      refusal: { code: 'id_already_used', id: opening.id },
    });
  });

  it('keeps its name', async () => {
    const opening = await anIncident();
    const decision = await openIncident(ctx, { ...opening, id: ctx.newId() });
    expect(decision).toEqual({ ok: false, refusal: { code: 'slug_taken', slug: opening.slug } });
  });

  it('is restored', async () => {
    const { id: incidentId } = await anIncident();
    const restoration = { id: ctx.newId(), incidentId, restoredAt: at('20T23:00') };
    expect((await recordRestoration(ctx, restoration)).ok).toBe(true);
    expect((await recordRestoration(ctx, restoration)).ok).toBe(true);
    const read = await ctx.read((tx) => loadIncident(tx, incidentId));
    expect(read).toMatchObject({ state: 'restored', restoredAt: at('20T23:00') });
  });

  it('is written only by those who may', async () => {
    const { id: incidentId } = await anIncident();
    const agent = staffContext(platform, 'agent');
    await expect(stateImpact(agent, statement(incidentId))).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(await ctx.read((tx) => listImpacts(tx, incidentId))).toEqual([]);
  });

  it('that does not exist is refused', async () => {
    const decision = await stateImpact(ctx, statement(ctx.newId()));
    expect(decision).toMatchObject({ ok: false, refusal: { code: 'incident_not_found' } });
  });
});

describe('contested times', () => {
  it('are all kept, one is adopted, a later adoption displaces it', async () => {
    const { id: incidentId } = await anIncident();
    const ours = statement(incidentId);
    const theirs = { ...statement(incidentId, at('16T09:30')), statedBy: 'ministry', sources: [4] };
    for (const stated of [ours, theirs]) expect((await stateImpact(ctx, stated)).ok).toBe(true);
    const first = { id: ctx.newId(), incidentId, impactId: ours.id, reason: 'official window' };
    const second = { id: ctx.newId(), incidentId, impactId: theirs.id, reason: 'later evidence' };
    expect((await adoptImpact(ctx, first)).ok).toBe(true);
    expect((await adoptImpact(ctx, second)).ok).toBe(true);
    expect(await adoptImpact(ctx, first)).toEqual({
      ok: true,
      value: { id: first.id, isNew: false },
    });

    const stated = await ctx.read((tx) => listImpacts(tx, incidentId));
    expect(stated.map(({ id }) => id).toSorted()).toEqual([ours.id, theirs.id].toSorted());
    expect(stated.find(({ id }) => id === ours.id)).toEqual({
      ...ours,
      threadId: ours.id,
      version: 1,
    });
    const adopted = await ctx.read((tx) => listAdoptedImpacts(tx, incidentId));
    expect(adopted.map(({ id, adoption }) => [id, adoption.reason])).toEqual([
      [theirs.id, 'later evidence'],
    ]);
    const scope = { platform: 'mobile' };
    expect(adoptedIntervals(adopted, { service: 'melon', function: 'streaming', scope })).toEqual([
      { from: at('15T15:30'), until: at('16T09:30') },
    ]);
    expect(await eventsOf('impact_adopted', incidentId)).toMatchObject([
      { impactId: ours.id, addedMs: 59_400_000, removedMs: 0 },
      { impactId: theirs.id, addedMs: 5_400_000, removedMs: 0 },
    ]);
  });

  it('are corrected by a further version, and the old one cannot be adopted any more', async () => {
    const { id: incidentId } = await anIncident();
    const old = statement(incidentId);
    const corrected = {
      ...statement(incidentId, at('16T07:00')),
      corrects: old.id,
      reason: 'logs',
    };
    await stateImpact(ctx, old);
    expect((await stateImpact(ctx, corrected)).ok).toBe(true);
    const versions = await ctx.read((tx) => listImpacts(tx, incidentId));
    expect(versions.map(({ version, reason }) => [version, reason])).toEqual([
      [1, 'status notice'],
      [2, 'logs'],
    ]);
    const adoption = { id: ctx.newId(), incidentId, impactId: old.id, reason: 'r' };
    expect(await adoptImpact(ctx, adoption)).toEqual({
      ok: false,
      refusal: { code: 'impact_superseded', latestImpactId: corrected.id },
    });
  });

  it('stated at the same moment under one id are recorded once', async () => {
    const { id: incidentId } = await anIncident();
    const stated = statement(incidentId);
    const answers = await Promise.all([1, 2, 3, 4].map(() => stateImpact(ctx, stated)));
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, true, true]);
    const isNew = answers.filter((answer) => answer.ok && answer.value.isNew);
    expect(isNew).toHaveLength(1);
    expect(await ctx.read((tx) => listImpacts(tx, incidentId))).toHaveLength(1);
  });
});

describe('the account of an incident', () => {
  it('is read back as it was recorded', async () => {
    const { id: incidentId } = await anIncident();
    const common = { incidentId, statedBy: 'kakao', sources: [4] };
    const finding = {
      ...common,
      id: ctx.newId(),
      layer: 'tools',
      text: titles,
      contests: [],
    } as const;
    const contesting = {
      ...finding,
      id: ctx.newId(),
      statedBy: 'ministry',
      contests: [finding.id],
    };
    const responsibility = {
      ...common,
      id: ctx.newId(),
      reason: titles,
      isAssumed: true,
      shares: [
        { kind: 'own', party: 'kakao', share: rational(2n, 3n) },
        { kind: 'supplier', party: 'sk_cc', share: rational(1n, 3n) },
      ],
      recourse: [{ party: 'sk_cc', state: 'unknown', sources: [4], note: titles }],
    } as const;
    const entry = {
      ...common,
      id: ctx.newId(),
      occurredAt: at('15T15:37'),
      occurredPrecision: 'exact',
      visibility: 'public',
      text: titles,
      contestGroup: 'first_call',
    } as const;
    const hidden = { ...entry, id: ctx.newId(), visibility: 'private', sources: [] } as const;
    const cohort = {
      ...common,
      id: ctx.newId(),
      partyClass: 'general',
      service: 'melon',
      function: 'streaming',
      scope: { plan: 'pass' },
      from: at('15T15:30'),
      until: at('16T08:00'),
      partyCount: 5_000_000n,
      isAssumed: true,
      reason: 'pass holders on the day',
      populationHash: 'ab'.repeat(32),
    } as const;
    expect((await recordFinding(ctx, finding)).ok).toBe(true);
    expect((await recordFinding(ctx, contesting)).ok).toBe(true);
    expect((await setResponsibility(ctx, responsibility)).ok).toBe(true);
    const ofCause = { ...responsibility, id: ctx.newId(), findingId: finding.id };
    expect((await setResponsibility(ctx, ofCause)).ok).toBe(true);
    const ofNone = { ...ofCause, id: ctx.newId(), findingId: responsibility.id };
    expect(await setResponsibility(ctx, ofNone)).toMatchObject({
      refusal: { code: 'cause_unknown', findingId: responsibility.id },
    });
    expect((await addTimelineEntry(ctx, entry)).ok).toBe(true);
    expect((await addTimelineEntry(ctx, hidden)).ok).toBe(true);
    expect((await recordCohort(ctx, cohort)).ok).toBe(true);
    const read = await ctx.read(async (tx) => ({
      findings: await listFindings(tx, incidentId),
      responsibilities: await listResponsibilities(tx, incidentId),
      all: await listTimeline(tx, { incidentId, visibility: 'all' }),
      open: await listTimeline(tx, { incidentId, visibility: 'public' }),
      cohorts: await listCohorts(tx, incidentId),
    }));
    expect(read.findings).toEqual(expect.arrayContaining([finding, contesting]));
    expect(read.responsibilities).toEqual([responsibility, ofCause]);
    expect(read.all).toHaveLength(2);
    expect(read.open).toEqual([entry]);
    expect(read.cohorts).toEqual([cohort]);
  });

  it('keeps legal clocks as data', async () => {
    const { id: incidentId } = await anIncident();
    const clock = {
      id: ctx.newId(),
      incidentId,
      rule: {
        code: 'notice',
        titles,
        effectiveFrom: '2019-06-25' as never,
        charges: ['paid'],
        startsFrom: 'threshold',
        thresholdMs: 14_400_000,
        period: { kind: 'without_delay' },
        sources: [4],
      },
      charge: 'paid',
      metAt: at('15T16:10'),
      metBy: titles,
      sources: [32],
    } as const;
    expect((await recordClock(ctx, clock)).ok).toBe(true);
    expect(await ctx.read((tx) => listClocks(tx, incidentId))).toEqual([clock]);
  });
});

describe('the database itself', () => {
  it('refuses to change or remove a statement', async () => {
    const { id: incidentId } = await anIncident();
    const stated = statement(incidentId);
    await stateImpact(ctx, stated);
    for (const change of [
      sql`update incident.impact set severity = 'degraded' where id = ${stated.id}`,
      sql`delete from incident.impact_interval where impact_id = ${stated.id}`,
    ]) {
      await expect(change.execute(platform.db)).rejects.toThrow('append-only');
    }
  });

  it('refuses shares that do not sum to one, when the transaction commits', async () => {
    const { id: incidentId } = await anIncident();
    const id = ctx.newId();
    const write = ctx.transact(async (tx) => {
      await sql`insert into incident.recorded
        values (${id}, 'responsibility_stated', ${incidentId}, ${Buffer.alloc(32)}, 'test', now())
        `.execute(tx);
      await sql`insert into incident.responsibility values
        (${id}, ${incidentId}, 'kakao', 'a', 'a', true, '{}', '[]')`.execute(tx);
      await sql`insert into incident.responsibility_share values
        (${id}, 0, 'own', null, 1, 3), (${id}, 1, 'own', null, 1, 3)`.execute(tx);
    });
    await expect(write).rejects.toThrow('do not sum to one');
  });
});
