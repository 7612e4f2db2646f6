import { describe, expect, it } from 'vitest';
import { assert, type JsonValue } from '../kernel/index.ts';
import { isAsked, meetsCondition } from './questionnaire.ts';
import { type ClaimContent, decideSubmission } from './submit-claim.ts';
import { parseQuestionnaire } from './wire/parse-questionnaire.ts';

const words = (code: string) => ({ code, ko: code, en: code });
const question = { ...words('orders'), kind: 'count', isRequired: true };
const form = {
  version: 1,
  opensAt: '2022-10-19T11:00:00+09:00',
  closesAt: '2022-11-07T00:00:00+09:00',
  currency: 'KRW',
  partyClasses: [words('user'), words('small_business')],
  categories: [words('own'), words('affiliate')],
  kinds: [words('loss'), { ...words('opinion'), hasAmount: false }],
  services: [{ ...words('talk'), functions: [words('main')], category: 'own' }],
  questions: [{ ...question, when: { kinds: ['loss'] } }],
  evidenceKinds: [{ ...words('sales-records'), hint: { ko: '매출', en: 'Sales' } }],
};

function parsed(document: JsonValue) {
  const outcome = parseQuestionnaire(document);
  assert(outcome.ok, 'test: the form is right', outcome);
  return outcome.value;
}

describe('a condition', () => {
  const sorting = { partyClass: 'user', kind: 'loss', service: 'talk' };

  it.each([
    [undefined, true],
    [{}, true],
    [{ kinds: ['loss', 'opinion'] }, true],
    [{ kinds: ['opinion'] }, false],
    [{ kinds: ['loss'], services: ['talk'], partyClasses: ['user'] }, true],
    [{ kinds: ['loss'], services: ['music'] }, false],
    [{ partyClasses: ['small_business'] }, false],
  ])('%j: %s', (condition, isMet) => expect(meetsCondition(condition, sorting)).toBe(isMet));

  it('of a question holds beside the classes it is asked of', () => {
    const [asked] = parsed(form).questions;
    assert(asked !== undefined, 'test: the form has a question');
    expect(isAsked(asked, sorting)).toBe(true);
    expect(isAsked({ ...asked, partyClasses: ['small_business'] }, sorting)).toBe(false);
    expect(isAsked(asked, { ...sorting, kind: 'opinion' })).toBe(false);
  });
});

describe('a required question with a condition', () => {
  const questionnaire = parsed(form);
  const file = (kind: string) =>
    decideSubmission(
      {
        ...{ claimId: '0192f000-0000-7000-8000-000000000009', incidentId: 'i', channel: 'api' },
        ...{ questionnaireVersion: 1, partyClass: 'user', category: 'own', kind, service: 'talk' },
        ...{ functionName: 'main', currency: questionnaire.currency, answers: {}, evidence: [] },
      } as ClaimContent,
      {
        ...{ questionnaire, existing: undefined, contentHash: 'aa' },
        ...{ filedAt: questionnaire.opensAt, now: questionnaire.opensAt },
      },
    );

  it('has to be answered only where it is asked', () => {
    expect(file('loss')).toMatchObject({ refusal: { code: 'answer_missing' } });
    expect(file('opinion')).toMatchObject({ ok: true });
  });
});

describe('a questionnaire document', () => {
  it.each([
    ['/services/0/category', { services: [{ ...form.services[0], category: 'other' }] }],
    [
      '/services/0/covered/partyClasses',
      {
        services: [
          {
            ...form.services[0],
            covered: { ko: '자동', en: 'By itself', partyClasses: ['driver'] },
          },
        ],
      },
    ],
    ['/questions/0/when/services', { questions: [{ ...question, when: { services: ['music'] } }] }],
    ['/questions/0/partyClasses', { questions: [{ ...question, partyClasses: ['driver'] }] }],
    [
      '/evidenceKinds/0/when/kinds',
      { evidenceKinds: [{ ...words('sales-records'), when: { kinds: ['gain'] } }] },
    ],
  ])('names a code it does not have: %s', (pointer, change) => {
    const outcome = parseQuestionnaire({ ...form, ...change });
    expect(outcome).toMatchObject({ refusal: { findings: [{ pointer }] } });
  });
});
