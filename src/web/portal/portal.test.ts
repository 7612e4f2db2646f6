import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseQuestionnaire, type Questionnaire } from '../../claims/index.ts';
import { assert, type Instant, parseInstant, renderInstant } from '../../kernel/index.ts';
import { createVault } from '../../platform/index.ts';
import { portal as en } from '../messages/en/portal.ts';
import * as enRefusals from '../messages/en/refusals.ts';
import { portal as ko } from '../messages/ko/portal.ts';
import * as koRefusals from '../messages/ko/refusals.ts';
import { composeClaim } from './compose-claim.ts';
import { type Draft, openParts, sealParts } from './draft.ts';
import { findOpenStep, parseAmount, parseContact, parseLocalMinute } from './parse-answer.ts';
import { exampleQuestionnaire } from './portal.examples.ts';
import {
  findCoverage,
  keepAnswers,
  listEvidenceKinds,
  listSteps,
  settledAnswer,
} from './question.ts';
import { renderClock } from './status-clock.ts';
import { renderStages } from './status-view.ts';

function at(text: string): Instant {
  const instant = parseInstant(text);
  assert(instant !== undefined, 'test: an instant', { text });
  return instant;
}

const parsed = parseQuestionnaire(exampleQuestionnaire);
assert(parsed.ok, 'test: the example questionnaire is right', parsed);
const questionnaire: Questionnaire = parsed.value;
const codesOf = (answers: Readonly<Record<string, string>>): string[] =>
  listSteps(questionnaire, { locale: 'en', answers }).map(({ code }) => code);

describe('amounts as people write them', () => {
  test.each([
    ['1,200,000', 1_200_000n],
    ['1 200 000원', 1_200_000n],
    ['₩30000', 30_000n],
    ['１２００', 1200n],
    ['0', 0n],
    ['30만원', 300_000n],
    ['1억 2,000만 원', 120_000_000n],
    ['3천만', 30_000_000n],
    ['120만 5천원', 1_205_000n],
    ['5천원', 5_000n],
  ])('%s', (text, minor) => expect(parseAmount(text, 'KRW')).toBe(minor));

  test.each([
    '',
    '-1',
    '12.5',
    '백만원',
    '만',
    '원',
    '1만2만',
    '30만원쯤',
    '1e6',
    '1'.repeat(16),
  ])('%s is not one in won', (text) => expect(parseAmount(text, 'KRW')).toBeUndefined());

  test('decimals count where the currency has them', () =>
    expect(parseAmount('12.50', 'USD')).toBe(1250n));
});

describe('contacts and times', () => {
  test.each([
    ['010-1234-5678', '01012345678'],
    ['+82 10 1234 5678', '+821012345678'],
    [' Kim@Example.COM ', 'kim@example.com'],
    ['010\u2013 1234\u2013 5678', '01012345678'],
    ['\u202a010-1234-5678\u202c', '01012345678'],
    ['０１０－１２３４－５６７８', '01012345678'],
    ['kim\u200b@example.com', 'kim@example.com'],
    ['kim@example', undefined],
    ['1234', undefined],
  ])('%s', (text, right) => expect(parseContact(text)).toBe(right));

  test('a minute is read on the clocks of the incident', () => {
    const minute = parseLocalMinute('2022-10-15 15:30', 'Asia/Seoul');
    expect(minute === undefined ? '' : renderInstant(minute)).toBe('2022-10-15T06:30:00.000Z');
  });

  test.each(['2022-02-30 10:00', '2022-10-15 25:00', '2022-10-15', ''])('%s is none', (text) =>
    expect(parseLocalMinute(text, 'Asia/Seoul')).toBeUndefined());
});

describe('the pages of a claim', () => {
  test('begin with what sorting needs', () =>
    expect(codesOf({}).slice(0, 4)).toEqual(['party-class', 'service', 'category', 'kind']));

  test('ask for the function only where the service has several', () => {
    expect(codesOf({ service: 'talk' })).toContain('function');
    expect(codesOf({ service: 'music' })).not.toContain('function');
  });

  test('ask a class its own questions only', () => {
    expect(codesOf({ 'party-class': 'small_business' })).toContain('q-order_share');
    expect(codesOf({ 'party-class': 'user' })).not.toContain('q-order_share');
  });

  test('a condition holds or leaves the question out, and every list of it counts', () => {
    const when = { kinds: ['lost_sales'], services: ['talk'] };
    const questions = questionnaire.questions.map((question) => ({ ...question, when }));
    const codes = (kind: string, service: string): string[] =>
      listSteps({ ...questionnaire, questions }, { locale: 'ko', answers: { kind, service } }).map(
        ({ code }) => code,
      );
    expect(codes('lost_sales', 'talk')).toContain('q-affected_from');
    expect(codes('lost_sales', 'music')).not.toContain('q-affected_from');
    expect(codes('no_money', 'talk')).not.toContain('q-affected_from');
  });

  test('the category is asked only where the service does not say it', () => {
    const services = questionnaire.services.map((service) =>
      service.code === 'music' ? { ...service, category: 'daily' } : service,
    );
    const form = { ...questionnaire, services };
    const codes = (service: string): string[] =>
      listSteps(form, { locale: 'ko', answers: { service } }).map(({ code }) => code);
    expect(codes('talk')).toContain('category');
    expect(codes('music')).not.toContain('category');
    const answers = { service: 'music', category: 'trade' };
    expect(settledAnswer(form, { name: 'category', answers })).toBe('daily');
  });

  test('a hint of a question and of a document is shown in the language', () => {
    const hint = { ko: '기억나는 만큼', en: 'As far as you remember' };
    const form = {
      ...questionnaire,
      questions: questionnaire.questions.map((question) => ({ ...question, hint })),
      evidenceKinds: questionnaire.evidenceKinds.map((kind) => ({ ...kind, hint })),
    };
    const asked = { locale: 'en', answers: {} } as const;
    const step = listSteps(form, asked).find(({ code }) => code === 'q-affected_from');
    expect(step?.fields[0]?.hint).toBe('As far as you remember');
    expect(listEvidenceKinds(form, asked)[0]?.hint).toBe('As far as you remember');
  });

  test('a document that was asked for can be sent, whatever the kind of harm', () => {
    const when = { kinds: ['lost_sales'] };
    const evidenceKinds = questionnaire.evidenceKinds.map((kind) => ({ ...kind, when }));
    const kinds = questionnaire.kinds.map((kind) => ({ ...kind, hasAmount: false }));
    const asked = { locale: 'ko', answers: { kind: 'no_money' } } as const;
    const codes = (askedFor: readonly string[]): string[] =>
      listEvidenceKinds({ ...questionnaire, kinds, evidenceKinds }, { ...asked, askedFor }).map(
        ({ code }) => code,
      );
    expect(codes([])).toEqual([]);
    expect(codes(['proof-of-use'])).toEqual(['proof-of-use']);
  });

  test('a kind without money is asked for no amount, no account and no documents', () => {
    const kinds = questionnaire.kinds.map((kind) => ({
      ...kind,
      hasAmount: kind.code !== 'no_money',
    }));
    const answers = { kind: 'no_money' };
    const asked = { locale: 'ko', answers } as const;
    const codes = listSteps({ ...questionnaire, kinds }, asked).map(({ code }) => code);
    expect(codes).not.toContain('stated-loss');
    expect(codes).not.toContain('payee');
    expect(listEvidenceKinds({ ...questionnaire, kinds }, asked)).toEqual([]);
  });

  test('answers that a change made void are gone', () => {
    const steps = listSteps(questionnaire, { locale: 'ko', answers: { service: 'music' } });
    expect(keepAnswers(steps, { service: 'music', function: 'send' })).toEqual({
      service: 'music',
    });
  });

  test('an answer that is no longer offered is asked again', () => {
    const answers = { 'party-class': 'gone' };
    const reading = {
      locale: 'ko',
      zone: 'UTC',
      currency: 'KRW',
      now: at('2022-10-20T00:00:00Z'),
    } as const;
    const steps = listSteps(questionnaire, { locale: 'ko', answers });
    expect(findOpenStep(steps, answers, reading)?.code).toBe('party-class');
  });

  test('coverage is known once class and service are', () => {
    const asked = (answers: Readonly<Record<string, string>>) =>
      findCoverage(questionnaire, { locale: 'en', answers });
    expect(asked({ service: 'music' })).toBeUndefined();
    expect(asked({ 'party-class': 'user', service: 'talk' })).toBeUndefined();
    expect(asked({ 'party-class': 'user', service: 'music' })?.coveredText).toContain('3 days');
  });

  test('what covers some classes only is told to them only', () => {
    const services = questionnaire.services.map((service) =>
      service.covered === undefined
        ? service
        : { ...service, covered: { ...service.covered, partyClasses: ['user'] } },
    );
    const covers = (partyClass: string) =>
      findCoverage(
        { ...questionnaire, services },
        { locale: 'en', answers: { 'party-class': partyClass, service: 'music' } },
      );
    expect(covers('user')?.coveredText).toContain('3 days');
    expect(covers('company')).toBeUndefined();
  });
});

describe('a draft', () => {
  const vault = createVault(new Uint8Array(32).fill(7));
  const salt = new Uint8Array(16).fill(9);
  const draft = (story: string): Draft => ({
    claimId: '01890000-0000-7000-8000-000000000000',
    slug: 'example',
    version: 1,
    answers: { story },
  });

  test('opens as it was sealed', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 1500 }), (story) => {
        const parts = sealParts(draft(story), { vault, salt });
        expect(parts).toBeDefined();
        expect(openParts<Draft>(parts ?? [], vault)).toEqual(draft(story));
      }),
      { numRuns: 50 },
    );
  });

  test('that was changed does not open', () => {
    const [part = ''] = sealParts(draft('x'), { vault, salt }) ?? [];
    const changed = `${part.slice(0, 40)}${part[40] === 'A' ? 'B' : 'A'}${part.slice(41)}`;
    expect(openParts(['', changed], vault)).toBeUndefined();
    expect(openParts([part.slice(0, -4)], vault)).toBeUndefined();
  });

  test('shows nothing of what was written', () => {
    const parts = sealParts(draft('01012345678'), { vault, salt }) ?? [];
    expect(Buffer.from(parts.join(''), 'base64url').toString('latin1')).not.toContain('0101234');
  });
});

test('a composed claim carries each answer as claims keeps it', () => {
  const answers = {
    'party-class': 'small_business',
    service: 'music',
    category: 'trade',
    kind: 'lost_sales',
    'q-affected_from': '2022-10-15 15:30',
    'q-order_share': '35',
    'stated-loss': '1,200,000원',
    contact: '010-1234-5678',
  };
  const draft = { claimId: 'c', slug: 'example', version: 1, answers };
  const form = {
    incidentId: 'i',
    zone: 'Asia/Seoul',
    locale: 'ko',
    questionnaire,
    evidence: [],
  } as const;
  expect(composeClaim(draft, form)).toMatchObject({
    functionName: 'play',
    statedLossMinor: 1_200_000n,
    answers: { affected_from: '2022-10-15T06:30:00.000Z', order_share: '0.35' },
    personal: { contact: '01012345678', locale: 'ko' },
  });
});

describe('the stages', () => {
  const submittedAt = at('2022-10-20T00:00:00Z');
  const reading = { locale: 'en', zone: 'UTC' } as const;
  const current = (progress: Parameters<typeof renderStages>[0]): string | undefined =>
    renderStages(progress, reading).stages.find(({ state }) => state === 'now')?.title;
  const paid = (state: 'confirmed' | 'sent' | 'none') => ({ state, changedAt: submittedAt });

  test.each([
    ['submitted', [], false, 'Filed'],
    ['in_review', [], false, 'Being checked'],
    ['awaiting_evidence', [], false, 'Waiting for your documents'],
    ['decided', [], true, 'Decided'],
    ['approved', [], true, 'Decision approved'],
    ['approved', [paid('none')], true, 'Decision approved'],
    ['approved', [paid('sent'), paid('confirmed')], true, 'Compensation on its way'],
    ['approved', [paid('confirmed')], true, 'Compensation paid'],
    ['closed', [], false, 'Decision approved'],
  ] as const)('%s with %j', (state, payments, isAwarded, title) =>
    expect(current({ state, submittedAt, payments, isAwarded })).toBe(title));

  test('name the payment to come while the decision waits for its approval', () => {
    const { stages, isOver } = renderStages(
      { state: 'decided', submittedAt, payments: [], isAwarded: false },
      reading,
    );
    expect(stages.map(({ title }) => title)).toContain('Compensation paid');
    expect(isOver).toBe(false);
  });

  test('never call the present one done, and promise nothing when everything is', () => {
    const waiting = renderStages(
      { state: 'awaiting_evidence', submittedAt, payments: [], isAwarded: false },
      reading,
    );
    expect(waiting.stages.find(({ state }) => state === 'now')?.note).toBe('');
    const over = renderStages(
      { state: 'approved', submittedAt, payments: [paid('confirmed')], isAwarded: true },
      reading,
    );
    expect(over.isOver).toBe(true);
    const status = {
      ...{ state: 'approved' as const, submittedAt, stages: [] },
      decision: { outcome: 'award', approvedAt: submittedAt, reasonCode: 'x', curedBy: [] },
    };
    const decision = {
      ...{ ...status.decision, awards: [], explanations: [], shortfalls: [], clauses: [] },
      awardNames: [],
    };
    const given = { promises: { payWithinDays: 7 }, now: submittedAt, ...reading };
    const byWhen = (isOver: boolean) =>
      renderClock({ ...status, decision }, { ...given, isOver }).byWhen;
    expect(byWhen(false)).toContain('by ');
    expect(byWhen(true)).toBeUndefined();
  });

  test('promise no payment where nothing was awarded', () => {
    const { stages } = renderStages(
      { state: 'approved', submittedAt, payments: [], isAwarded: false },
      reading,
    );
    expect(stages.map(({ title }) => title)).not.toContain('Compensation paid');
  });
});

test('both languages have the same sentences', () => {
  const keysOf = (value: unknown, path = ''): string[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => keysOf(inner, `${path}.${key}`))
      : [path];
  expect(keysOf(en)).toEqual(keysOf(ko));
  expect(Object.keys(enRefusals.refusals)).toEqual(Object.keys(koRefusals.refusals));
  expect(Object.keys(enRefusals.reasonSentences)).toEqual(Object.keys(koRefusals.reasonSentences));
  expect(Object.keys(enRefusals.evidenceNames)).toEqual(Object.keys(koRefusals.evidenceNames));
});
