import { expect, test } from 'vitest';
import type { JsonValue } from '../../kernel/index.ts';
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
    '  매출 손실 300,000원: 300,000원 이하 구간',
    '달라지는 경우: 매출 손실이 1원 더 많으면 (300,001원 이상) → 사람이 개별로 심사합니다.',
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
    '  loss of sales of KRW 300,001 falls in the band above KRW 300,000',
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
    '  condition a taxi driver: met',
    '  KRW 39,000 × 6 ÷ 31 = KRW 7,548.3870…',
    '    monthly = KRW 39,000 [134]',
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
  expect(lines.slice(3)).toEqual([
    '  outage: 30시간',
    '  30시간에 든 24시간 단위: 2 (시작한 것도 셈)',
    '  2 × 100원 = 200원',
    '  200원 → 150원 (상한 150원 적용)',
    '달라지는 경우: outage이(가) 6시간 더 짧으면 (24시간 이하) → 현금 100원 (50원 적음)',
  ]);
});

test('the arithmetic with its figures, its rounding, and a cap that was not reached', () => {
  const block = `constant monthly = 39_000 KRW source "table"
fact days : count from incident "중단 일수" / "days without service"
award cash monthly × days ÷ 31 rounded up to 10 KRW at most 10_000 KRW`;
  const determination = determine(block, { days: 6 });
  expect(renderExplanation(determination, { locale: 'en' }).slice(3)).toEqual([
    '  KRW 39,000 × 6 ÷ 31 = KRW 7,548.3870…',
    '    monthly = KRW 39,000 table',
    '    days without service: 6',
    '  KRW 7,548.3870… → KRW 7,550 (rounded up to a multiple of KRW 10)',
    '  the cap of KRW 10,000 was not reached',
    '  exact figure before rounding: KRW 7,548.3870… (234000/31) → cash KRW 7,550',
    'It would change if days without service were 1 more (7 or more): cash KRW 8,810 (KRW 1,260 more)',
    'It would change if days without service were 1 less (5 or less): cash KRW 6,300 (KRW 1,250 less)',
  ]);
  expect(renderExplanation(determination, { locale: 'ko' }).slice(3)).toEqual([
    '  39,000원 × 6 ÷ 31 = 7,548.3870…원',
    '    monthly = 39,000원 table',
    '    중단 일수: 6',
    '  7,548.3870…원 → 7,550원 (10원 단위 올림)',
    '  상한 10,000원에 이르지 않음',
    '  반올림·올림·내림 전의 정확한 값: 7,548.3870…원 (234000/31) → 현금 7,550원',
    '달라지는 경우: 중단 일수가 1 더 많으면 (7 이상) → 현금 8,810원 (1,260원 많음)',
    '달라지는 경우: 중단 일수가 1 더 적으면 (5 이하) → 현금 6,300원 (1,250원 적음)',
  ]);
});

test('conditions in the words of the declarations, parts under what they are parts of', () => {
  const block = `fact class : choice(person "개인" / "a person", firm "소상공인" / "a small business") from company "구분" / "class"
fact best : money at least 0 KRW from evidence "최고 주 매출" / "sales of the best week"
fact bad : money at least 0 KRW from evidence "장애 주 매출" / "sales of the outage week"
let loss = best − bad
for class is firm and (loss is above 10_000 KRW or not (best is at least 1_000_000 KRW))
award cash loss × 20 % rounded down to 10 KRW`;
  const facts = { class: 'firm', best: 900_000, bad: 850_005 };
  expect(renderExplanation(determine(block, facts), { locale: 'ko' }).slice(2, 10)).toEqual([
    '§1 Rule',
    '  구분: 소상공인',
    '  조건 구분 = 소상공인 그리고 (loss > 10,000원 또는 아님: 최고 주 매출 ≥ 1,000,000원): 맞음',
    '  49,995원 × 20 % = 9,999원',
    '    loss = 900,000원 − 850,005원 = 49,995원',
    '      최고 주 매출: 900,000원',
    '      장애 주 매출: 850,005원',
    '  9,999원 → 9,990원 (10원 단위 내림)',
  ]);
  expect(renderExplanation(determine(block, facts), { locale: 'en' })[4]).toBe(
    '  condition class = a small business and (loss > KRW 10,000 or not sales of the best week ≥ KRW 1,000,000): met',
  );
});

test('hours and minutes to the nearest bound, longer and shorter', () => {
  const block = `fact outage : duration from incident "장애 시간" / "the outage"
award cash by outage
  below 2 hours : none
  below 6 hours : 3_000 KRW
  up to 9 hours : 6_000 KRW
  above : 9_000 KRW`;
  const linesOf = (outage: string, locale: 'ko' | 'en') =>
    renderExplanation(determine(block, { outage }), { locale }).slice(5);
  expect(linesOf('354 min', 'en')).toEqual([
    'It would change if the outage were 6 minutes longer (6 hours or more): cash KRW 6,000 (KRW 3,000 more)',
    'It would change if the outage were more than 3 hours 54 minutes shorter (less than 2 hours): No award is due.',
  ]);
  expect(linesOf('354 min', 'ko')).toEqual([
    '달라지는 경우: 장애 시간이 6분 더 길면 (6시간 이상) → 현금 6,000원 (3,000원 많음)',
    '달라지는 경우: 장애 시간이 3시간 54분보다 더 짧으면 (2시간 미만) → 보상 대상이 아닙니다.',
  ]);
  expect(linesOf('9 hours', 'en')[0]).toBe(
    'It would change if the outage were any longer (more than 9 hours): cash KRW 9,000 (KRW 3,000 more)',
  );
});

test('dates in days, and points beside money that stay as they are are not told again', () => {
  const block = `fact ended_on : date from incident "끝난 날" / "the day it ended"
fact claimed_on : date from claimant "신청일" / "the day of the claim"
award cash 500 KRW when claimed_on is at most add_days(ended_on, 30)
award points 7 KRW at 1 KRW each`;
  const facts = { ended_on: '2022-10-15', claimed_on: '2022-11-16' };
  expect(renderExplanation(determine(block, facts), { locale: 'en' }).slice(-2)).toEqual([
    'It would change if the day of the claim were 2 days earlier (on or before 2022-11-14): cash KRW 500',
    'It would change if the day it ended were 2 days later (on or after 2022-10-17): cash KRW 500',
  ]);
  expect(renderExplanation(determine(block, facts), { locale: 'ko' }).at(-1)).toBe(
    '달라지는 경우: 끝난 날이 2일 더 늦으면 (2022-10-17부터) → 현금 500원',
  );
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
  expect(lines).toContain('달라지는 경우: 구분이 「개인」이면 → 보상 대상이 아닙니다.');
});

test('a long list is told by its first hundred values and how many more there are', () => {
  const block = 'fact lost : list of duration from incident\naward extension sum(lost) in hours';
  const lost = [...Array.from({ length: 101 }, (_, index) => `${index + 1} min`), '5 hours'];
  const determination = determine(block, { lost: [...lost, { times: 2_000, value: '3 hours' }] });
  const [en, ko] = (['en', 'ko'] as const).map((locale) =>
    renderExplanation(determination, { locale }).find(
      (line) => line.includes('1 hour 40') || line.includes('1시간 40분'),
    ),
  );
  expect(en).toContain('1 hour 40 minutes, … and 2,002 more');
  expect(en).not.toContain('5 hours');
  expect(ko).toContain('1시간 40분, … 외 2,002개');
});

function explain(
  block: string,
  facts: Readonly<Record<string, JsonValue>>,
  locale: 'ko' | 'en',
): string {
  return renderExplanation(determine(block, facts), { locale }).join('\n');
}

test('shares are told in percent, with their fraction where it is no short decimal', () => {
  const block = `fact uptime : ratio at least 0 at most 1 from incident "가동률" / "the uptime"
fact factor : number from company "계수" / "the factor"
let share "비율" / "the share" = by uptime from 99.9 % : 0 % below 99.9 % : 12.5 %
let third "나머지" / "the third" = 100 % − 1 ÷ 3
award cash 1_000 KRW × share + 900 KRW × third × factor rounded down to 1 KRW`;
  const en = explain(block, { uptime: '0.9985', factor: '0.5' }, 'en');
  expect(en).toContain('the uptime of 99.85 % falls in the band below 99.9 %');
  expect(en).toContain('the share = 12.5 %');
  expect(en).toContain('66.666666… % (2/3)');
  expect(en).toContain('the factor: 0.5');
  expect(en).toContain('the uptime were 0.05 percentage points more (99.9 % or more)');
  const ko = explain(block, { uptime: '0.9985', factor: '0.5' }, 'ko');
  expect(ko).toContain('가동률 99.85%');
  expect(ko).toContain('0.05%포인트 더 많으면 (99.9% 이상)');
});

test('stretches of time are told in the zone of the policy, the first twenty of many', () => {
  const block = `fact outages : interval set from incident "장애" / "the outages"
award extension total(outages) in hours`;
  const run = (hour: number) => {
    const from = Date.UTC(2022, 9, 15, 15 + hour);
    return { from: new Date(from).toISOString(), until: new Date(from + 600_000).toISOString() };
  };
  const few = explain(block, { outages: [run(0)] }, 'en');
  expect(few).toContain('Sun 16 Oct 2022, 00:00 KST – Sun 16 Oct 2022, 00:10 KST');
  const outages = Array.from({ length: 25 }, (_, hour) => run(hour));
  expect(explain(block, { outages }, 'en')).toContain('; … and 5 more');
  expect(explain(block, { outages }, 'ko')).toContain('2022년 10월 16일 (일) 0시 00분 – ');
});

test('a row of a table is told with its calculation, a choice by its text, and nothing twice', () => {
  const block = `fact users : choice(home "가정" / "a home", firm "사업장" / "a firm") from company "고객" / "the customer"
fact power : number at least 0 from company "계약 전력" / "kilowatts"
fact steps : count from incident "단위" / "steps"
let beyond "넘는 전력" / "kilowatts beyond" = greater of (power − 6, 0)
for beyond × 1 is above 0
award credit by users
  is home : 34.50 EUR
  is firm : (by power up to 100 : 172.50 EUR above 100 : 2.30 EUR × beyond + 1.15 EUR × power × steps)
  at most 3_000 EUR
  then rounded half up to 0.01 EUR`;
  const facts = { users: 'firm', power: 101, steps: 5 };
  const lines = renderExplanation(determine(block, facts, { currency: 'EUR' }), { locale: 'en' });
  expect(lines.slice(2, 13)).toEqual([
    '§1 Rule',
    '  condition 95 > 0: met',
    '  the customer: a firm',
    '  the customer: the row for a firm',
    '  kilowatts of 101 falls in the band above 100',
    '  EUR 2.30 × 95 + EUR 1.15 × 101 × 5 = EUR 799.25',
    '    kilowatts beyond = 95',
    '    kilowatts: 101',
    '    steps: 5',
    '  the cap of EUR 3,000.00 was not reached',
    'It would change if the customer were a home: credit EUR 34.50 (EUR 764.75 less)',
  ]);
  expect(explain(block, facts, 'ko')).toContain('  고객: 사업장에 해당');
});

test('records are told by the texts of their fields, a share worked out in a table in percent', () => {
  const block = `fact regions : list of (charge : money at least 0 KRW "요금" / "the charge", out : count "멈춘 분" / "minutes out", tier : choice(free "무료" / "free of charge", paid "유료" / "paid for") "등급" / "the tier") from company "지역" / "the regions"
let owed "합계" / "together" = sum(charge of each × (by 1 − out of each ÷ 1_000 from 99 % : 0 % below 99 % : 10 %) for each of regions)
award credit owed less 50 KRW then rounded down to 1 KRW`;
  const facts = { regions: [{ charge: 1_000, out: 11, tier: 'paid' }] };
  const en = explain(block, facts, 'en');
  expect(en).toContain('the regions: (the charge KRW 1,000, minutes out 11, the tier paid for)');
  expect(en).toContain('the value of 98.9 % falls in the band below 99 %');
  expect(en).toContain('KRW 100 − KRW 50 = KRW 50 (taken off)');
  const ko = explain(block, facts, 'ko');
  expect(ko).toContain('지역: (요금 1,000원, 멈춘 분 11, 등급 유료)');
  expect(ko).toContain('값 98.9%: 99% 미만 구간');
  expect(ko).toContain('100원 − 50원 = 50원 (공제)');
});

test('a moment is told to the second where it is not a whole minute, as before or after', () => {
  const block = `fact began : instant from incident "시작" / "when it began"
fact ended : instant from incident "끝" / "when it ended"
award cash 1_000 KRW when ended − began is above 1 hour`;
  const facts = { began: '2024-03-01T00:00+09:00', ended: '2024-03-01T01:00:01+09:00' };
  const en = explain(block, facts, 'en');
  expect(en).toContain('when it ended: Fri 1 Mar 2024, 01:00:01 KST');
  expect(en).toContain('1 second earlier (on or before Fri 1 Mar 2024, 01:00 KST)');
  const ko = explain(block, { ...facts, ended: '2024-03-01T01:00+09:00' }, 'ko');
  expect(ko).toContain('끝이 조금이라도 더 늦으면 (2024년 3월 1일 (금) 1시 00분 뒤)');
});
