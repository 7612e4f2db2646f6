import { expect, test } from 'vitest';
import { determine } from '../trial-document.ts';
import { renderDetermination } from './render-determination.ts';
import { renderExplanation } from './render-explanation.ts';

const bands = `fact loss : money from claimant "매출 손실" / "loss of sales"
needs receipt
award cash by loss
  up to 300_000 KRW : 30_000 KRW
  above             : review`;

test('an award in Korean: the band, its bound, and what would have changed it', () => {
  const determination = determine(bands, { loss: 300_000, evidence: ['receipt'] });
  expect(renderExplanation(determination, { locale: 'ko' })).toEqual([
    '시험 (trial, 판 1)',
    '§1: 현금 30,000원',
    '§1 Rule',
    '  매출 손실: 300,000원',
    '  매출 손실 300,000원: 300,000원 이하 구간 「up to 300_000 KRW : 30_000 KRW」',
    '달라지는 경우: 매출 손실 300,001원 이상 → 사람이 개별로 심사합니다.',
  ]);
});

test('evidence still to be shown, in English', () => {
  const determination = determine(bands, { loss: 300_001 });
  expect(renderExplanation(determination, { locale: 'en' })).toEqual([
    'Trial (trial, version 1)',
    'An award follows once the evidence is shown.',
    'Evidence needed: receipt',
    '§1 Rule – evidence is missing',
    '  loss of sales: KRW 300,001',
    '  loss of sales of KRW 300,001 falls in the band above KRW 300,000: “above : review”',
  ]);
});

const points = `constant monthly = 39_000 KRW source "[134]"
fact driver : yes/no from company "택시 기사" / "a taxi driver"
for driver
award points "포인트" / "points" monthly × 6 ÷ 31 rounded up to 10 KRW at 1 KRW each
  expires after 90 days`;

test('the exact figure before rounding, the constant with its source, the string attached', () => {
  expect(renderExplanation(determine(points, { driver: true }), { locale: 'en' })).toEqual([
    'Trial (trial, version 1)',
    '§1: 7,550 points (points)',
    '§1 Rule',
    '  a taxi driver: yes',
    '  condition “driver”: met',
    '  monthly = KRW 39,000 [134]',
    '  KRW 7,548.3870… → KRW 7,550 (rounded up to a multiple of KRW 10)',
    '  exact figure before rounding: 7,548.387096… (234000/31) → 7,550 points (points)',
    '  with a string attached: “expires after 90 days”',
    'It would change if a taxi driver were no: No award is due.',
  ]);
});

test('caps, floors and counting are told', () => {
  const block = `fact outage : duration from incident
award cash (begun 24 hours in outage) × 100 KRW at most 150 KRW`;
  const lines = renderExplanation(determine(block, { outage: '30 hours' }), { locale: 'ko' });
  expect(lines.slice(3, 6)).toEqual([
    '  outage: 30시간',
    '  30시간에 든 24시간 단위: 2 (시작한 것도 셈)',
    '  200원 → 150원 (상한 적용: 「at most 150 KRW」)',
  ]);
});

test('what is missing, and nothing invented', () => {
  const lines = renderExplanation(determine(bands, { evidence: ['receipt'] }), { locale: 'en' });
  expect(lines).toEqual([
    'Trial (trial, version 1)',
    'This cannot be decided yet.',
    'Facts needed: loss of sales (loss)',
    '§1 Rule',
  ]);
});

test('as JSON: text for money and exact figures, and nothing lost on the way', () => {
  const json = renderDetermination(determine(points, { driver: true }));
  expect(JSON.parse(JSON.stringify(json))).toEqual(json);
  expect(json).toMatchObject({
    status: 'award',
    awards: [
      {
        remedy: 'points',
        name: '포인트',
        quantity: '7550',
        unit: 'point',
        clause: '§1',
        exact: '234000/31',
        burdens: [{ kind: 'expires', text: 'expires after 90 days' }],
      },
    ],
  });
});

test('a choice is told with the text of its declaration', () => {
  const block = `fact class : choice(person "개인" / "a person", firm "소상공인") from company "구분" / "class"
award cash by class
  is person : none
  is firm   : 5 KRW`;
  const lines = renderExplanation(determine(block, { class: 'firm' }), { locale: 'ko' });
  expect(lines).toContain('  구분: 소상공인');
  expect(lines).toContain('달라지는 경우: 구분 개인 → 보상 대상이 아닙니다.');
});
