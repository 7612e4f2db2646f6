import { describe, expect, it } from 'vitest';
import { parseAmount, writeAmount } from '../amount.ts';
import type { ClaimAward, ClaimDecision, ClaimDetail, Form } from '../claim-data.ts';
import { askedQuestions, beginEntry, findEntryFaults, readAnswer } from '../enter/entry-draft.ts';
import { choicesOf } from './correction-fields.tsx';
import {
  beginDraft,
  findAppealed,
  findDraftFaults,
  toDecisionBody,
  toWrittenAwards,
} from './decision-draft.ts';

describe('an amount as people write it', () => {
  it.each([
    ['30,000', 'KRW', '30000'],
    ['₩ 1 000', 'KRW', '1000'],
    ['30,000원', 'KRW', '30000'],
    ['12.5', 'USD', '1250'],
    ['12.50', 'KRW', undefined],
    ['-1', 'KRW', undefined],
    ['', 'KRW', undefined],
  ])('%s in %s is %s minor units', (text, currency, minor) => {
    expect(parseAmount(text, currency)).toBe(minor);
  });

  it('is written back so that it reads the same', () => {
    expect(writeAmount('1234567', 'KRW')).toBe('1,234,567');
    expect(writeAmount('5', 'USD')).toBe('0.05');
    expect(parseAmount(writeAmount('123456', 'USD'), 'USD')).toBe('123456');
  });
});

const award: ClaimAward = {
  awardId: 'a',
  remedy: 'cash',
  amountMinor: '30000',
  currency: 'KRW',
  clause: '§2',
  policyHash: 'h',
  exact: '30000',
};
const claim = { suggestedAwards: [award] } as unknown as ClaimDetail;

describe('a decision draft', () => {
  it('begins with the suggestion, which is sent as it is without being spelt out', () => {
    const draft = beginDraft(claim, undefined);
    expect(findDraftFaults(draft, [award])).toEqual([]);
    expect(toDecisionBody(draft, [award])).toEqual({
      outcome: 'award',
      reasonCode: 'policy_met',
    });
  });

  it('needs a note once an amount differs, and sends the typed amount without an exact figure', () => {
    const [first] = beginDraft(claim, undefined).awards;
    if (first === undefined) throw new Error('the suggestion is on the desk');
    const draft = { ...beginDraft(claim, undefined), awards: [{ ...first, amount: '60,000' }] };
    expect(findDraftFaults(draft, [award])).toEqual(['note']);
    const { awardId: _id, exact: _exact, ...line } = award;
    expect(toDecisionBody({ ...draft, note: ' seen ' }, [award])).toEqual({
      outcome: 'award',
      reasonCode: 'policy_met',
      note: 'seen',
      awards: [{ ...line, amountMinor: '60000' }],
    });
    const unread = { ...draft, awards: [{ ...first, amount: '0' }] };
    expect(findDraftFaults(unread, [award])).toEqual(['awards', 'note']);
  });

  it('of an appeal begins with what was granted, whatever is suggested now', () => {
    const draft = beginDraft({ ...claim, suggestedAwards: [] }, [award]);
    expect([draft.reasonCode, draft.awards[0]?.amount]).toEqual(['appeal_upheld', '30,000']);
  });
});

const form = {
  currency: 'KRW',
  partyClasses: [],
  categories: [],
  kinds: [
    { code: 'loss', ko: '', en: '' },
    { code: 'opinion', ko: '', en: '', hasAmount: false },
  ],
  services: [{ code: 'mail', ko: '', en: '', functions: [], category: 'kakao' }],
  questions: [
    { code: 'share', kind: 'ratio', ko: '', en: '', choices: [], isRequired: true },
    {
      code: 'orders',
      kind: 'count',
      ko: '',
      en: '',
      choices: [],
      isRequired: false,
      when: { kinds: ['loss'] },
    },
  ],
} as unknown as Form;

describe('a claim that an agent enters', () => {
  const whole = {
    ...beginEntry('ko'),
    partyClass: 'general',
    service: 'mail',
    functionName: 'main',
    kind: 'loss',
    contact: '010-1234-5678',
    answers: { share: '0.25' },
  };

  it('takes the category from its service and names what is missing', () => {
    expect(findEntryFaults(form, whole)).toEqual([]);
    const faults = findEntryFaults(form, { ...whole, answers: {}, bank: '우리', amount: 'many' });
    expect(faults).toEqual(['amount', 'payee', 'answer share']);
  });

  it('called in has a contact that is written to, and an account that is paid to', () => {
    const faults = (over: object) => findEntryFaults(form, { ...whole, ...over });
    expect(faults({ contact: '연락처 모름' })).toEqual(['contact']);
    expect(faults({ contact: 'kim@example' })).toEqual(['contact']);
    expect(faults({ contact: ' ' })).toEqual(['contact']);
    expect(faults({ contact: '+82 (10) 1234-5678' })).toEqual([]);
    expect(faults({ contact: 'kim@example.org' })).toEqual([]);
    expect(faults({ channel: 'paper', contact: '성남시 분당구 1' })).toEqual([]);
    const payee = { bank: '우리', holder: '김' };
    expect(faults({ ...payee, account: '12' })).toEqual(['account']);
    expect(faults({ ...payee, account: '1002-345-678901' })).toEqual([]);
  });

  it('is asked only what fits its kind of harm', () => {
    const codes = (kind: string) => askedQuestions(form, { ...whole, kind }).map((q) => q.code);
    expect([codes('loss'), codes('opinion')]).toEqual([['share', 'orders'], ['share']]);
    expect(findEntryFaults(form, { ...whole, kind: 'opinion', amount: 'many' })).toEqual([]);
  });

  it('has its answers written as their kind wants them', () => {
    const [share, orders] = form.questions;
    if (share === undefined || orders === undefined) throw new Error('the form has two questions');
    expect(readAnswer(orders, ' 1,200 ')).toBe('1200');
    expect(readAnswer({ ...share, kind: 'yes_no' }, 'no')).toBe(false);
    expect(readAnswer(share, ' ')).toBeUndefined();
  });
});

const decision = (over: object): ClaimDecision =>
  ({ state: 'approved', isAppeal: false, decidedBy: { id: 'one' }, ...over }) as ClaimDecision;
const first = decision({ decisionId: 'a', approvedBy: { id: 'two' } });
const answer = decision({
  ...{ decisionId: 'b', isAppeal: true, decidedBy: { id: 'three' }, approvedBy: { id: 'four' } },
});

describe('what an appeal is about', () => {
  it('is the first decision, then the answer to the first appeal, with everybody before', () => {
    expect(findAppealed([first])).toEqual({ decision: first, people: ['one', 'two'] });
    const second = findAppealed([first, answer]);
    expect(second).toEqual({ decision: answer, people: ['one', 'two', 'three', 'four'] });
  });

  it('counts whoever looked at a decision a second time', () => {
    const looked = decision({
      ...first,
      secondReview: { cause: 'sample', answeredBy: { id: 'x' } },
    });
    expect(findAppealed([looked])?.people).toEqual(['one', 'x', 'two']);
  });

  it('is nothing while no decision is approved, and an answer sent back is not it', () => {
    expect(findAppealed([decision({ state: 'pending' })])).toBeUndefined();
    const sentBack = decision({ ...answer, state: 'rejected', decidedBy: { id: 'five' } });
    expect(findAppealed([first, sentBack])).toEqual({ decision: first, people: ['one', 'two'] });
  });
});

describe('awards beside a corrected fact', () => {
  it('are the policy’s own to work out until somebody writes others', () => {
    const draft = beginDraft(claim, undefined);
    expect(toWrittenAwards(draft, [award])).toBeUndefined();
    expect(toWrittenAwards({ ...draft, awards: [] }, [award])).toBeUndefined();
    expect(toWrittenAwards({ ...draft, outcome: 'deny' }, [])).toBeUndefined();
    const [first] = draft.awards;
    if (first === undefined) throw new Error('the suggestion is on the desk');
    const written = { ...draft, awards: [{ ...first, amount: '70,000' }] };
    expect(toWrittenAwards(written, [award])).toMatchObject([{ amountMinor: '70000' }]);
    expect(toWrittenAwards(draft, [])).toMatchObject([{ amountMinor: '30000' }]);
  });
});

describe('a fact to correct', () => {
  const choice = (code: string) => ({ code, ko: code, en: code });
  const form = {
    partyClasses: [choice('general'), choice('small_business')],
    questions: [{ code: 'effect', choices: [choice('orders')] }, { code: 'share' }],
  } as unknown as Form;

  it('is chosen where the questionnaire has a closed list, and written otherwise', () => {
    expect(choicesOf('party_class', 'general', form)).toEqual(form.partyClasses);
    expect(choicesOf('effect', 'orders', form)).toEqual([choice('orders')]);
    expect(choicesOf('share', '0.2', form)).toBeUndefined();
    expect(choicesOf('party_class', 'a word of the policy', form)).toBeUndefined();
    expect(choicesOf('party_class', 'general', undefined)).toBeUndefined();
  });
});
