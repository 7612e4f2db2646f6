import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Instant, instantFromEpochMs, parseInstant, totalMs } from '../kernel/index.ts';
import { type AdoptionRefusal, decideAdoption } from './adopt-impact.ts';
import {
  type AdoptedImpact,
  adoptedIntervals,
  type Impact,
  impactKey,
  measureAdoption,
  statedIntervals,
} from './impact.ts';
import type { Incident } from './incident.ts';
import { decideImpactStatement, type ImpactStatement } from './state-impact.ts';

function at(text: string): Instant {
  const instant = parseInstant(`2022-10-${text}:00+09:00`);
  if (instant === undefined) throw new Error(text);
  return instant;
}

const incident: Incident = {
  id: 'incident',
  slug: 'pangyo-2022',
  titles: { ko: '장애', en: 'Outage' },
  zone: 'Asia/Seoul',
  state: 'open',
  openedAt: at('15T15:19'),
  parties: [
    { code: 'kakao', titles: { ko: '카카오', en: 'Kakao' } },
    { code: 'ministry', titles: { ko: '과기정통부', en: 'Ministry' } },
  ],
  functions: [
    { service: 'melon', function: 'streaming', titles: { ko: '스트리밍', en: 'Streaming' } },
    { service: 'melon', function: 'search', titles: { ko: '검색', en: 'Search' } },
  ],
  sources: [{ number: 32, address: 'https://example.org' }],
};

function statement(change: Partial<ImpactStatement> = {}): ImpactStatement {
  const { note, corrects, ...rest } = change;
  return {
    id: 'one',
    incidentId: 'incident',
    service: 'melon',
    function: 'streaming',
    scope: {},
    severity: 'down',
    intervals: [
      {
        from: at('15T15:30'),
        fromPrecision: 'approximate',
        until: at('16T08:00'),
        untilPrecision: 'no_later_than',
      },
    ],
    statedBy: 'kakao',
    sources: [32],
    reason: 'first statement',
    ...rest,
    ...(note === undefined ? {} : { note }),
    ...(corrects === undefined ? {} : { corrects }),
  };
}

function impact(change: Partial<Impact> = {}): Impact {
  return { ...statement(), threadId: 'one', version: 1, ...change };
}

function adopted(change: Partial<Impact> = {}): AdoptedImpact {
  const stated = impact(change);
  const adoption = {
    id: `a-${stated.id}`,
    impactId: stated.id,
    reason: 'r',
    adoptedAt: at('20T23:00'),
  };
  return { ...stated, adoption };
}

const now = at('20T23:00');
const from = at('15T15:30');
const backwards = [{ from, fromPrecision: 'exact', until: from, untilPrecision: 'exact' }] as const;
const overlapping = [
  ...statement().intervals,
  { from: at('16T07:59'), fromPrecision: 'exact' } as const,
];

describe('stating an impact', () => {
  it('records the first statement as version 1 of its own thread', () => {
    const decision = decideImpactStatement(statement(), { incident, known: [], now });
    expect(decision).toEqual({ ok: true, value: { ...statement(), threadId: 'one', version: 1 } });
  });

  it('records a correction by the same party as the next version', () => {
    const correction = statement({ id: 'two', corrects: 'one', reason: 'log found' });
    const decision = decideImpactStatement(correction, { incident, known: [impact()], now });
    expect(decision).toMatchObject({ ok: true, value: { id: 'two', threadId: 'one', version: 2 } });
  });

  it('takes intervals that touch', () => {
    const intervals = [
      ...statement().intervals,
      { from: at('16T08:00'), fromPrecision: 'exact' } as const,
    ];
    expect(decideImpactStatement(statement({ intervals }), { incident, known: [], now }).ok).toBe(
      true,
    );
  });

  // In the order of the checks: each row also breaks every rule below it.
  it.each([
    [{ statedBy: 'nobody', service: 'x', sources: [9], intervals: [] }, 'party_unknown'],
    [{ service: 'x', sources: [9], intervals: [] }, 'function_unknown'],
    [{ sources: [9], intervals: [] }, 'source_unknown'],
    [{ intervals: [], corrects: 'none' }, 'impact_without_interval'],
    [{ intervals: backwards, corrects: 'none' }, 'interval_ends_before_start'],
    [{ intervals: overlapping, corrects: 'none' }, 'intervals_overlap'],
    [{ corrects: 'none' }, 'corrected_impact_unknown'],
    [{ id: 'three', corrects: 'old', statedBy: 'ministry' }, 'corrected_impact_superseded'],
    [{ id: 'three', corrects: 'one', statedBy: 'ministry' }, 'correction_of_another_statement'],
    [{ id: 'three', corrects: 'one', function: 'search' }, 'correction_of_another_statement'],
  ])('refuses %j with %s', (change, code) => {
    const old = impact({ id: 'old', threadId: 'old' });
    const newer = impact({ id: 'newer', threadId: 'old', version: 2 });
    const known = [impact(), old, newer];
    const decision = decideImpactStatement(statement(change), { incident, known, now });
    expect(decision).toMatchObject({ ok: false, refusal: { code } });
  });

  it.each([
    ['begins', { from: at('20T23:06'), fromPrecision: 'exact' }],
    ['ends', { from, fromPrecision: 'exact', until: at('20T23:06'), untilPrecision: 'exact' }],
  ] as const)('refuses a time that %s in the future, and names its interval', (_, interval) => {
    const wanted = { incident, known: [], now };
    const refused = decideImpactStatement(statement({ intervals: [interval] }), wanted);
    expect(refused).toEqual({ ok: false, refusal: { code: 'interval_in_future', position: 0 } });
  });

  it('takes an end in the future that is planned', () => {
    const planned = { until: at('22T00:00'), untilPrecision: 'planned' } as const;
    const intervals = [{ from, fromPrecision: 'exact', ...planned } as const];
    expect(decideImpactStatement(statement({ intervals }), { incident, known: [], now }).ok).toBe(
      true,
    );
  });

  it('refuses anything about a closed incident first', () => {
    const closed = { ...incident, state: 'closed' } as const;
    const decision = decideImpactStatement(statement({ statedBy: 'x' }), {
      now,
      incident: closed,
      known: [],
    });
    expect(decision).toMatchObject({ ok: false, refusal: { code: 'incident_closed' } });
  });
});

describe('adopting an impact', () => {
  const request = { id: 'adoption', impactId: 'one', reason: 'the only time published' };
  const state = {
    incidentState: 'open',
    known: [impact()],
    adopted: [],
    now: at('20T23:00'),
  } as const;

  it('displaces the statement adopted before and measures the change', () => {
    const longer = impact({
      id: 'two',
      threadId: 'two',
      statedBy: 'ministry',
      intervals: [
        {
          from: at('15T15:00'),
          fromPrecision: 'exact',
          until: at('16T07:00'),
          untilPrecision: 'exact',
        },
      ],
    });
    const decision = decideAdoption(
      { ...request, impactId: 'two' },
      { ...state, known: [impact(), longer], adopted: [adopted()] },
    );
    expect(decision).toMatchObject({
      ok: true,
      value: {
        displacedAdoptionId: 'a-one',
        change: { addedMs: 30 * 60_000, removedMs: 60 * 60_000 },
      },
    });
  });

  it('leaves statements about another severity adopted', () => {
    const decision = decideAdoption(request, {
      ...state,
      adopted: [adopted({ severity: 'degraded' })],
    });
    expect(decision.ok && decision.value.displacedAdoptionId).toBe(undefined);
  });

  it.each<[object, object, AdoptionRefusal['code']]>([
    [{ impactId: 'none', reason: '' }, { incidentState: 'closed' }, 'incident_closed'],
    [{ impactId: 'none', reason: '' }, {}, 'impact_unknown'],
    [{ reason: '' }, { known: [impact(), impact({ id: 'two', version: 2 })] }, 'impact_superseded'],
    [
      { reason: '' },
      { known: [impact({ intervals: [{ from, fromPrecision: 'exact' }] })] },
      'impact_still_open',
    ],
    [{ reason: ' ' }, {}, 'adoption_without_reason'],
  ])('refuses %j in %j', (changed, changedState, code) => {
    const decision = decideAdoption({ ...request, ...changed }, { ...state, ...changedState });
    expect(decision).toMatchObject({ ok: false, refusal: { code } });
  });
});

describe('adopted intervals', () => {
  const search = adopted({
    id: 'search',
    function: 'search',
    intervals: [
      {
        from: at('16T08:00'),
        fromPrecision: 'exact',
        until: at('18T09:00'),
        untilPrecision: 'exact',
      },
    ],
  });
  const onPc = adopted({
    id: 'pc',
    scope: { platform: 'pc' },
    function: 'search',
    severity: 'degraded',
  });

  it('are those of one function', () => {
    const set = adoptedIntervals([adopted(), search], { service: 'melon', function: 'streaming' });
    expect(set).toEqual([{ from: at('15T15:30'), until: at('16T08:00') }]);
  });

  it('of a whole service join where functions failed one after the other', () => {
    const set = adoptedIntervals([adopted(), search], { service: 'melon' });
    expect(set).toEqual([{ from: at('15T15:30'), until: at('18T09:00') }]);
  });

  it('limited to a platform count only for that platform', () => {
    const selection = { service: 'melon', function: 'search', severity: 'degraded' } as const;
    expect(adoptedIntervals([onPc], selection)).toEqual([]);
    expect(adoptedIntervals([onPc], { ...selection, scope: { platform: 'ios' } })).toEqual([]);
    expect(adoptedIntervals([onPc], { ...selection, scope: { platform: 'pc' } })).toHaveLength(1);
  });

  it('of another service are none', () => {
    expect(adoptedIntervals([adopted()], { service: 'webtoon' })).toEqual([]);
  });

  it('cut off a running outage at the instant given, and never guess one', () => {
    const running = adopted({ intervals: [{ from, fromPrecision: 'exact' }] });
    const set = adoptedIntervals([running], { service: 'melon', openUntil: at('15T16:30') });
    expect(totalMs(set)).toBe(60 * 60_000);
    expect(() => statedIntervals(running)).toThrow('cut it at');
  });

  it('give each contested subject one key', () => {
    expect(impactKey(impact())).toBe('melon/streaming/*/*/*/down');
    expect(impactKey(onPc)).toBe('melon/search/*/pc/*/degraded');
  });

  it('change by what is added less what is removed', () => {
    const stretch = fc
      .tuple(fc.nat(1_000), fc.integer({ min: 1, max: 1_000 }))
      .map(([start, length]) => ({
        intervals: [
          {
            from: instantFromEpochMs(start),
            fromPrecision: 'exact' as const,
            until: instantFromEpochMs(start + length),
          },
        ],
      }));
    fc.assert(
      fc.property(stretch, stretch, (before, after) => {
        const { addedMs, removedMs } = measureAdoption({ before, after });
        const lengthOf = (stated: typeof before) => totalMs(statedIntervals(stated));
        expect(lengthOf(before) + addedMs - removedMs).toBe(lengthOf(after));
      }),
    );
  });
});
