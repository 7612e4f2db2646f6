import { describe, expect, it } from 'vitest';
import { instantFromEpochMs } from '../kernel/index.ts';
import { type Cohort, decideCohort } from './cohort.ts';
import { decideFinding, type Finding } from './finding.ts';
import { decideRestoration, type Incident } from './incident.ts';
import { decideOpening, type IncidentOpening } from './open-incident.ts';
import { decideTimelineEntry, type TimelineEntry } from './timeline.ts';

const at = instantFromEpochMs;
const titles = { ko: '가', en: 'a' };
const opening: IncidentOpening = {
  id: 'incident',
  slug: 'pangyo-2022',
  titles,
  zone: 'Asia/Seoul',
  openedAt: at(1_000),
  parties: [{ code: 'kakao', titles }],
  functions: [{ service: 'melon', function: 'streaming', titles }],
  sources: [{ number: 1, address: 'https://example.org' }],
};
const incident: Incident = { ...opening, state: 'open' };

describe('opening an incident', () => {
  it('makes it open', () => {
    expect(decideOpening(opening, { isSlugTaken: false, now: at(9_000) })).toEqual({
      ok: true,
      value: incident,
    });
  });

  const twice = {
    parties: [...opening.parties, ...opening.parties],
    functions: [...opening.functions, ...opening.functions],
    sources: [...opening.sources, ...opening.sources],
  };
  it.each([
    [{ ...twice, zone: 'Seoul' }, 'zone_unknown'],
    [twice, 'party_repeated'],
    [{ ...twice, parties: opening.parties }, 'function_repeated'],
    [{ sources: twice.sources }, 'source_repeated'],
  ])('with something wrong is refused: %#', (change, code) => {
    const decision = decideOpening(
      { ...opening, ...change },
      { isSlugTaken: false, now: at(9_000) },
    );
    expect(decision).toMatchObject({ ok: false, refusal: { code } });
  });

  it('under a name that is taken is refused before all else', () => {
    const decision = decideOpening(
      { ...opening, zone: 'Seoul' },
      { isSlugTaken: true, now: at(9_000) },
    );
    expect(decision).toMatchObject({ ok: false, refusal: { code: 'slug_taken' } });
  });
});

describe('restoring an incident', () => {
  it.each([
    [999, false],
    [1_000, false],
    [1_001, true],
  ])('at %i ms of one opened at 1000 is %s', (restoredMs, isAccepted) => {
    expect(decideRestoration(incident, { restoredAt: at(restoredMs), now: at(9_000) }).ok).toBe(
      isAccepted,
    );
  });

  it('in the future is refused', () => {
    const restoredAt = at(9_000 + 300_001);
    expect(decideRestoration(incident, { restoredAt, now: at(9_000) })).toMatchObject({
      refusal: { code: 'time_in_future' },
    });
  });

  it('that is closed is refused', () => {
    const decision = decideRestoration(
      { ...incident, state: 'closed' },
      { restoredAt: at(2_000), now: at(9_000) },
    );
    expect(decision).toEqual({ ok: false, refusal: { code: 'incident_closed' } });
  });
});

describe('a finding', () => {
  const finding: Finding = {
    id: 'f',
    incidentId: 'incident',
    layer: 'tools',
    text: titles,
    statedBy: 'kakao',
    sources: [1],
    contests: [],
  };
  const state = { incident, knownIds: ['g'] };

  it.each<[Partial<Finding>, string | undefined]>([
    [{}, undefined],
    [{ contests: ['g'] }, undefined],
    [{ statedBy: 'nobody', sources: [], contests: ['h'] }, 'party_unknown'],
    [{ sources: [], contests: ['h'] }, 'finding_without_source'],
    [{ contests: ['h'] }, 'contested_finding_unknown'],
  ])('%j gives %s', (change, code) => {
    const decision = decideFinding({ ...finding, ...change }, state);
    expect(decision.ok ? undefined : decision.refusal.code).toBe(code);
  });
});

describe('a timeline entry', () => {
  const entry: TimelineEntry = {
    id: 't',
    incidentId: 'incident',
    occurredAt: at(1_500),
    occurredPrecision: 'exact',
    visibility: 'public',
    text: titles,
    statedBy: 'kakao',
    sources: [],
  };

  const state = { incident, now: at(9_000) };

  it('that lies in the future is refused, unless it is planned', () => {
    const sourced = { ...entry, sources: [1], occurredAt: at(9_000 + 300_001) };
    expect(decideTimelineEntry(sourced, state)).toMatchObject({
      refusal: { code: 'time_in_future' },
    });
    expect(decideTimelineEntry({ ...sourced, occurredAt: at(9_000 + 300_000) }, state).ok).toBe(
      true,
    );
    expect(decideTimelineEntry({ ...sourced, occurredPrecision: 'planned' }, state).ok).toBe(true);
  });

  it('that is public needs a source; a private one does not', () => {
    expect(decideTimelineEntry(entry, state)).toMatchObject({
      ok: false,
      refusal: { code: 'public_entry_without_source' },
    });
    expect(decideTimelineEntry({ ...entry, visibility: 'private' }, state).ok).toBe(true);
    expect(decideTimelineEntry({ ...entry, sources: [1] }, state).ok).toBe(true);
  });
});

describe('a cohort', () => {
  const cohort: Cohort = {
    id: 'c',
    incidentId: 'incident',
    partyClass: 'general',
    service: 'melon',
    function: 'streaming',
    scope: {},
    from: at(1_000),
    until: at(2_000),
    partyCount: 5_000n,
    isAssumed: true,
    reason: 'pass holders',
    statedBy: 'kakao',
    sources: [],
  };

  it.each<[Partial<Cohort>, string | undefined]>([
    [{}, undefined],
    [{ partyCount: 0n }, undefined],
    [{ function: 'search', until: at(1_000) }, 'function_unknown'],
    [{ until: at(1_000), partyCount: -1n }, 'interval_ends_before_start'],
    [{ partyCount: -1n, reason: '' }, 'count_negative'],
    [{ reason: ' ' }, 'cohort_without_reason'],
  ])('%# gives %s', (change, code) => {
    const decision = decideCohort({ ...cohort, ...change }, incident);
    expect(decision.ok ? undefined : decision.refusal.code).toBe(code);
  });
});
