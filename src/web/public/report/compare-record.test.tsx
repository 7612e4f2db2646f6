import { describe, expect, it } from 'vitest';
import type { ReportDocument } from '../../../disclosure/reports/index.ts';
import { ChangesPage } from './changes.page.tsx';
import { compareRecords } from './compare-record.ts';

const impact = {
  ...{ service: 'talk', function: 'send', scope: {}, severity: 'down', statedBy: 'company' },
  ...{ sources: [7], reason: 'the notice' },
  intervals: [{ from: '2022-10-15T06:30:00Z', until: '2022-10-15T23:00:00Z' }],
};
const entry = {
  ...{ at: '2022-10-15T06:19:00Z', precision: 'exact', statedBy: 'company', sources: [4] },
  ...{ isContested: false, text: { ko: '불이 났다.', en: 'A fire began.' } },
};
const shares = (own: string, supplier: string) => [
  { kind: 'own', party: null, share: own },
  { kind: 'supplier', party: 'landlord', share: supplier },
];
const statement = {
  ...{ statedBy: 'company', isAssumed: false, sources: [9] },
  ...{ reason: { ko: '합의', en: 'Agreed' }, shares: shares('7/10', '3/10') },
};
const promise = {
  title: { ko: '세 곳으로', en: 'Three sites' },
  ...{ owner: 'CTO', dueOn: '2023-12-31', keptOn: null, proof: null, proofUrl: null },
};
const written = { ko: {}, en: {} };

const was = {
  incident: {
    ...{ titles: { ko: '장애', en: 'Outage' }, zone: 'Asia/Seoul' },
    ...{ openedAt: '2022-10-15T06:30:00Z', restoredAt: '2022-10-20T14:00:00Z' },
    parties: [
      { code: 'company', titles: { ko: '회사', en: 'The company' } },
      { code: 'landlord', titles: { ko: '건물주', en: 'The landlord' } },
    ],
    functions: [
      { service: 'talk', function: 'send', titles: { ko: '메시지 전송', en: 'Sending messages' } },
    ],
  },
  text: written,
  ...{ impacts: [impact], timeline: [entry], findings: [], responsibilities: [statement] },
  clocks: [
    {
      ...{ code: 'notice', charge: 'paid', state: 'running', sources: [], delayMs: null },
      titles: { ko: '알림', en: 'Notice' },
      ...{ dueAt: '2022-11-20T00:00:00Z', metAt: null },
    },
  ],
  policies: [
    {
      policyId: 'small',
      version: '1',
      hash: 'a'.repeat(64),
      titles: { ko: '소상공인', en: 'Small' },
    },
  ],
  figures: {},
  continuity: { losses: [], promises: [promise] },
} as unknown as ReportDocument;

const changesTo = (now: object, locale: 'ko' | 'en' = 'en') =>
  compareRecords(was, { ...was, ...now } as ReportDocument, locale).map(({ title, entries }) => [
    title,
    ...entries.map((runs) =>
      runs
        .filter(({ kind }) => kind !== 'same')
        .map(({ kind, text }) => `${kind === 'added' ? '+' : '-'}${text}`)
        .join(' '),
    ),
  ]);

const later = {
  impacts: [
    { ...impact, intervals: [{ from: '2022-10-15T06:30:00Z', until: '2022-10-16T00:00:00Z' }] },
  ],
};

describe('the record of two versions of a report', () => {
  it('is alike where nothing differs', () => {
    expect(changesTo({})).toEqual([]);
  });

  it('shows a corrected time as the words that differ, in either language', () => {
    expect(changesTo(later)).toEqual([['How long each service was out', '-08 +09']]);
    const [ko] = changesTo(later, 'ko');
    expect(ko?.[0]).toBe('서비스별 장애 시간');
  });

  it.each([
    ['an end that was moved', { incident: { ...was.incident, restoredAt: null } }, 'was out', '+–'],
    [
      'an entry that came',
      { timeline: [entry, { ...entry, text: { ko: '꺼졌다.', en: 'It was out.' } }] },
      'In order of time',
      '+Sat 15 Oct 2022, 15:19 KST · It was out. · Stated by The company · [4]',
    ],
    [
      'an entry that went',
      { timeline: [] },
      'In order of time',
      '-Sat 15 Oct 2022, 15:19 KST · A fire began. · Stated by The company · [4]',
    ],
    [
      'an account that is contested',
      { timeline: [{ ...entry, isContested: true }] },
      'In order of time',
      '+Accounts differ',
    ],
    [
      'a cause',
      { findings: [{ ...entry, layer: 'facility' }] },
      'Causes',
      '+Facility · A fire began.',
    ],
    [
      'shares',
      { responsibilities: [{ ...statement, shares: shares('6/10', '4/10') }] },
      'Shares of responsibility',
      '-70 +60',
    ],
    [
      'what shares rest on',
      { responsibilities: [{ ...statement, sources: [9, 12] }] },
      'Shares of responsibility',
      '12',
    ],
    [
      'a duty that was met',
      { clocks: [{ ...was.clocks[0], state: 'met', metAt: '2022-10-28T00:00:00Z' }] },
      'Legal deadlines',
      '+Met',
    ],
    [
      'other terms',
      { policies: [{ ...was.policies[0], version: '2', hash: 'b'.repeat(64) }] },
      'The terms',
      '-1',
    ],
    [
      'a promise that was kept',
      { continuity: { losses: [], promises: [{ ...promise, keptOn: '2023-11-01' }] } },
      'Promises',
      'kept 2023-11-01',
    ],
  ])('tells of %s', (_, now, title, said) => {
    const [change, ...others] = changesTo(now);
    expect(others).toEqual([]);
    expect(change?.[0]).toContain(title);
    expect(change?.slice(1).join('\n')).toContain(said);
  });

  it('tells shares of one cause apart from those of the whole', () => {
    const ofCause = { ...statement, cause: { ko: '화재', en: 'The fire' } };
    const [change] = changesTo({ responsibilities: [statement, ofCause] });
    expect(change).toHaveLength(2);
    expect(change?.[1]).toMatch(/^\+Of the cause: The fire · The company: 70 %/);
  });

  it('stands on the page of what changed, and is said to be alike where it is', async () => {
    const links = { home: '', otherLanguage: '', report: '' };
    const pageTo = async (now: object) => {
      const document = { ...was, ...now } as ReportDocument;
      const view = {
        ...{ was: { document: was, version: 1 }, now: { document, version: 2 }, links },
        ...{ locale: 'en' as const, awardNames: [] },
      };
      return String(await (<ChangesPage view={view} />));
    };
    expect(await pageTo(later)).toMatch(/<del title="removed">08<\/del>/);
    expect(await pageTo({})).toContain('Nothing of the record changed');
  });
});
