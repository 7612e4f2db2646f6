import { describe, expect, it } from 'vitest';
import { addMs, type Instant, parseInstant, renderInstant } from '../../kernel/index.ts';
import { readIncidentClock } from '../close-incident.ts';
import type { Incident } from '../incident.ts';
import { knownClocks } from './legal-clocks.ts';
import { decideMilestone } from './milestone.ts';

const at = (text: string): Instant => parseInstant(text) as Instant;
const openedAt = at('2026-03-02T06:00:00Z');
const now = at('2026-03-20T00:00:00Z');
const incident: Incident = {
  ...{ id: 'i', slug: 's', titles: { ko: '가', en: 'a' }, zone: 'Europe/Berlin', state: 'open' },
  ...{ openedAt, parties: [], functions: [], sources: [] },
};

function read(code: string, known: Partial<Incident> & { metAt?: Instant } = {}) {
  const { metAt, ...change } = known;
  const rule = knownClocks.find((one) => one.rule.code === code)?.rule;
  if (rule === undefined) throw new Error(`no duty ${code}`);
  const clock = {
    ...{ id: 'c', incidentId: 'i', rule, charge: 'paid' as const, sources: [] },
    ...(metAt === undefined ? {} : { metAt }),
  };
  return readIncidentClock(clock, { incident: { ...incident, ...change }, now });
}

describe('the duties known by heart', () => {
  const awareAt = at('2026-03-02T07:00:00Z');
  const classifiedAt = at('2026-03-02T10:00:00Z');
  const restoredAt = at('2026-03-02T12:00:00Z');

  it.each([
    ['dora_initial_classification', { classifiedAt }, '2026-03-02T14:00:00.000Z'],
    ['dora_initial_awareness', { awareAt }, '2026-03-03T07:00:00.000Z'],
    ['dora_intermediate', { classifiedAt }, '2026-03-05T10:00:00.000Z'],
    ['dora_final', { classifiedAt }, '2026-04-02T22:00:00.000Z'],
    ['nis2_early_warning', { awareAt }, '2026-03-03T07:00:00.000Z'],
    ['nis2_notification', { awareAt }, '2026-03-05T07:00:00.000Z'],
    ['nis2_final', { awareAt }, '2026-04-02T22:00:00.000Z'],
    ['kr_tba_33_2_compensation_2025', { restoredAt }, '2026-04-01T22:00:00.000Z'],
  ])('%s is due when its law says', (code, known, due) => {
    const reading = read(code, known);
    expect('dueAt' in reading && reading.dueAt ? renderInstant(reading.dueAt) : '').toBe(due);
  });

  it('have not begun before what they run from is on record', () => {
    for (const { rule } of knownClocks.filter(({ regime }) => regime !== 'kr')) {
      expect(read(rule.code)).toMatchObject({ state: 'not_begun', waitsFor: rule.startsFrom });
    }
  });

  it('say what was met and what was missed, by the millisecond', () => {
    const dueAt = addMs(classifiedAt, 4 * 3_600_000);
    const known = { classifiedAt };
    const code = 'dora_initial_classification';
    expect(read(code, { ...known, metAt: addMs(dueAt, -1) }).state).toBe('met');
    expect(read(code, { ...known, metAt: dueAt }).state).toBe('missed');
    expect(read(code, known)).toMatchObject({ state: 'missed', delayMs: now - dueAt });
  });

  it('do not hold before they were law', () => {
    const long = { openedAt: at('2024-01-01T00:00:00Z'), awareAt: at('2024-01-01T01:00:00Z') };
    expect(read('nis2_early_warning', long)).toMatchObject({ exemption: 'not_yet_law' });
  });
});

describe('a milestone', () => {
  const milestone = {
    ...{ id: 'm', incidentId: 'i', kind: 'awareness' as const, reachedAt: openedAt },
    reason: 'the first alarm',
  };
  it.each([
    [{}, {}, undefined],
    [{ reachedAt: addMs(openedAt, -1) }, {}, 'milestone_before_outage'],
    [{ reachedAt: addMs(now, 300_001) }, {}, 'time_in_future'],
    [{ reason: ' ' }, {}, 'milestone_without_reason'],
    [{ reason: ' ' }, { state: 'closed' as const }, 'incident_closed'],
  ])('is taken or refused by what it says: %#', (change, of, code) => {
    const decided = decideMilestone(
      { ...milestone, ...change },
      { incident: { ...incident, ...of }, now },
    );
    expect(decided.ok ? undefined : decided.refusal.code).toBe(code);
  });
});
