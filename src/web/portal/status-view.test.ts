import { expect, test } from 'vitest';
import type { Assessment } from '../../claims/assess-claim.ts';
import { findWorkedOut } from '../../claims/lookup-commands.ts';
import { renderDecision, renderStages } from './status-view.ts';

const policyHash = 'a'.repeat(64);
const line = { remedy: 'cash', currency: 'KRW', clause: '§2', policyHash };
const suggested = { ...line, amountMinor: '50000' };
const set = { ...line, amountMinor: '1772225' };
const finding = {
  ...{ policyId: 'small', version: '1', policyHash, status: 'award' as const, facts: {} },
  ...{ awards: [suggested], missing: [], evidence: [], reasons: [] },
};
const assessment: Assessment = { suggestion: 'award', findings: [finding] };

test('the arithmetic of a policy explains only what is granted as it gives it', () => {
  const worked = (awards: Parameters<typeof findWorkedOut>[1]) => [
    ...findWorkedOut(assessment, awards),
  ];
  expect(worked([{ ...suggested, awardId: 'x' }])).toEqual([policyHash]);
  expect(worked([set])).toEqual([]);
  expect(worked([suggested, set])).toEqual([]);
  expect([...findWorkedOut(null, [set])]).toEqual([]);
});

test('an award that a person set says so, with the words of its clause in the language', () => {
  const clause = {
    ...{ policyHash, clause: '§2', version: '1', title: '§2 지급액 / The amount' },
    policyTitle: { ko: '현금 지원', en: 'Cash support' },
    paragraphs: ['개별로 심사합니다. [141] [142]', 'A larger loss is reviewed. [141]'],
  };
  const decision = {
    ...{ outcome: 'award', reasonCode: 'individual_review', curedBy: [] },
    ...{
      approvedAt: 0 as never,
      awards: [set],
      explanations: [],
      shortfalls: [],
      clauses: [clause],
    },
    awardNames: [],
  };
  const [ko] = renderDecision(decision, 'ko').awards;
  expect(ko).toMatchObject({ isReviewed: true, explanation: [] });
  expect(ko?.clause).toBe('현금 지원, §2 지급액');
  expect(ko?.clauseLines).toEqual(['개별로 심사합니다.']);
  const explained = {
    ...{ policyHash, title: clause.policyTitle, ko: ['계산'], en: ['sum'], clauses: [] },
    shortfall: { ko: { unmet: ['모자람'], changes: ['달라짐'] }, en: { unmet: [], changes: [] } },
  };
  const [en] = renderDecision({ ...decision, explanations: [explained] }, 'en').awards;
  expect(en).toMatchObject({ isReviewed: false, explanation: ['sum'] });
  expect(en?.clauseLines).toEqual(['A larger loss is reviewed.']);
  const denied = { ...decision, outcome: 'deny', awards: [], shortfalls: [explained] };
  expect(renderDecision(denied, 'ko').shortfalls).toEqual([
    { policyTitle: '현금 지원', unmet: ['모자람'], changes: ['달라짐'] },
  ]);
});

test('an award is called what its policy calls it in the language, and what was kept otherwise', () => {
  const award = {
    ...{ remedy: 'item', name: '이모티콘 (영구)', quantity: '1', unit: 'item' },
    ...{ clause: '§1', policyHash },
  };
  const label = { ko: award.name, en: 'emoticon set, permanent' };
  const decision = {
    ...{ outcome: 'award', reasonCode: 'policy_met', curedBy: [], approvedAt: 0 as never },
    ...{
      awards: [award, { ...award, name: '충전기' }],
      explanations: [],
      shortfalls: [],
      clauses: [],
    },
    awardNames: [{ policyHash, clause: '§1', remedy: 'item', label }],
  };
  const titles = (locale: 'ko' | 'en') =>
    renderDecision(decision, locale).awards.map(({ title }) => title.split(' · ')[1]);
  expect(titles('en')).toEqual(['emoticon set, permanent', '충전기']);
  expect(titles('ko')).toEqual(['이모티콘 (영구)', '충전기']);
});

test.each([
  ['sent', '보냈습니다. 은행의 확인을 기다립니다.'],
  ['failed', '보상금이 계좌에 들어가지 못했습니다. 저희가 계좌를 확인해 다시 보냅니다.'],
  ['returned', '보상금이 계좌에 들어가지 못했습니다. 저희가 계좌를 확인해 다시 보냅니다.'],
] as const)('what comes next while a payment is %s is true of it', (state, next) => {
  const at = 0 as never;
  const payments = [
    { state: 'confirmed' as const, changedAt: at },
    { state, changedAt: at },
  ];
  const progress = { state: 'approved' as const, submittedAt: at, isAwarded: true, payments };
  expect(renderStages(progress, { locale: 'ko', zone: 'Asia/Seoul' }).nextText).toBe(next);
});
