import { describe, expect, it } from 'vitest';
import { assert, type Instant, type IntervalSet, parseInstant } from '../../kernel/index.ts';
import { type PolicyDocument, parsePolicy } from '../../policy/index.ts';
import { type AppliedPolicy, type PartyGroup, reckonCorrection } from './reckon-correction.ts';
import type { RecordChange } from './record-change.ts';

const at = (text: string): Instant => parseInstant(text) as Instant;

function documentOf(statements: string): PolicyDocument {
  const parsed = parsePolicy(
    `---\npolicy: hours\nversion: "1"\ntitle: { ko: "시간", en: "Hours" }\ncurrency: KRW\nzone: Asia/Seoul\napplies: automatic\n---\n\n## §1 Hours\n\n\`\`\`amends\n${statements}\n\`\`\`\n`,
  );
  assert(parsed.ok, 'the policy is read', parsed);
  return parsed.value;
}

const hourly = documentOf(`fact outage : duration from incident
fact service : choice(mail, maps) from company
let hours = completed 1 hour in outage
award cash 1_000 KRW × hours then rounded half up to 1 KRW in addition
award extension "기간" 1 day in addition`);

/** The outage lasted three hours until somebody found that it had lasted four and a half. */
const set = (from: string, until: string): IntervalSet => [{ from: at(from), until: at(until) }];
const before = set('2022-10-15T15:00:00+09:00', '2022-10-15T18:00:00+09:00');
const after = set('2022-10-15T15:00:00+09:00', '2022-10-15T19:30:00+09:00');
const change: RecordChange = {
  incidentId: 'i',
  service: 'mail',
  subjects: [{ subject: 'statement', before, after }],
};

const group = (facts: PartyGroup['facts'], parties: number, partyClass = 'user'): PartyGroup => ({
  ...{ facts, parties, partyClass },
});

function applied(groups: readonly PartyGroup[], document = hourly): AppliedPolicy {
  return { policyId: 'hours', version: '1', document, groups, unknownParties: 7 };
}

describe('what a correction of the record means in money', () => {
  it('is what the parties who follow the record get then, less what they get now', () => {
    const groups = [
      group({ outage: '3 h', service: 'mail' }, 10),
      group({ outage: '180 min', service: 'mail' }, 5, 'driver'),
    ];
    const cost = reckonCorrection(change, [applied(groups)]);
    expect(cost.lines).toEqual([
      {
        ...{ policyId: 'hours', version: '1', partyClass: 'user', remedy: 'cash', name: null },
        ...{ currency: 'KRW', unit: null, parties: 10 },
        ...{ beforeMinor: '30000', afterMinor: '40000', differenceMinor: '10000' },
      },
      expect.objectContaining({ partyClass: 'driver', parties: 5, differenceMinor: '5000' }),
    ]);
    expect(cost.facts).toEqual([
      {
        ...{ policyId: 'hours', fact: 'outage', subject: 'statement', measure: 'length' },
        parties: 15,
      },
    ]);
    expect(cost.policies).toMatchObject([{ parties: 15, unchangedParties: 0, unknownParties: 7 }]);
  });

  it('leaves out whoever has times of their own, another service, or none', () => {
    const groups = [
      group({ outage: '2 h', service: 'mail' }, 10),
      group({ outage: '3 h', service: 'maps' }, 10),
      group({ service: 'mail' }, 10),
    ];
    const cost = reckonCorrection(change, [applied(groups)]);
    expect(cost.lines).toEqual([]);
    expect(cost.policies).toMatchObject([{ parties: 30, unchangedParties: 30 }]);
  });

  it('can be less: nothing is hidden where a correction shortens the outage', () => {
    const shorter = {
      ...change,
      subjects: [{ subject: 'statement' as const, before: after, after: before }],
    };
    const cost = reckonCorrection(shorter, [
      applied([group({ outage: '270 min', service: 'mail' }, 6)]),
    ]);
    expect(cost.lines[0]?.differenceMinor).toBe('-6000');
  });

  it('follows beginnings, ends, days and whole stretches, each by its kind', () => {
    const dated = documentOf(`fact ended : instant from incident
fact day : date from incident
fact stretches : interval set from incident
award cash 1_000 KRW × (completed 1 hour in total(stretches)) then rounded half up to 1 KRW in addition
award points "점" 10 in addition`);
    const facts = {
      ended: '2022-10-15T18:00:00+09:00',
      day: '2022-10-15',
      stretches: [{ from: '2022-10-15T15:00:00+09:00', until: '2022-10-15T18:00:00+09:00' }],
    };
    const cost = reckonCorrection(change, [applied([group(facts, 5)], dated)]);
    expect(cost.facts.map(({ fact, measure }) => [fact, measure])).toEqual([
      ['ended', 'end'],
      ['stretches', 'intervals'],
    ]);
    expect(cost.lines.map((line) => line.differenceMinor)).toEqual(['5000']);
  });

  it('tells that more or other things in kind are given, without a sum of money', () => {
    const inKind = documentOf(`fact outage : duration from incident
award extension "기간" outage × 3 in hours`);
    const cost = reckonCorrection(change, [applied([group({ outage: '3 h' }, 5)], inKind)]);
    expect(cost.lines).toMatchObject([
      { remedy: 'extension', parties: 5, beforeMinor: null, differenceMinor: null },
    ]);
  });

  it('is nothing where nothing was on record before', () => {
    const first = { ...change, subjects: [{ subject: 'statement' as const, before: [], after }] };
    const cost = reckonCorrection(first, [applied([group({ outage: '3 h', service: 'mail' }, 9)])]);
    expect(cost.lines).toEqual([]);
  });
});
