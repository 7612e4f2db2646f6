import { expect, test } from 'vitest';
import { determine } from '../trial-document.ts';
import { renderShortfall } from './render-shortfall.ts';

const block = `fact loss : money from claimant "매출 손실" / "loss of sales"
fact outage : duration from incident "장애 시간" / "time without service"
fact small : yes/no from company "소상공인" / "a small business"
for small and outage is at least 6 hours and loss is above 10_000 KRW
award cash by loss
  below 300_000 KRW : none
  from 300_000 KRW  : 30_000 KRW`;

const facts = { loss: 300_000, outage: '7 hours', small: true };
type Given = Parameters<typeof determine>[1];

const told = (given: Given, text = block) => {
  const determination = determine(text, given);
  return {
    ko: renderShortfall(determination, { locale: 'ko' }),
    en: renderShortfall(determination, { locale: 'en' }),
  };
};

test('the part of a condition that failed is told, with its value, and what would change it', () => {
  expect(told({ ...facts, outage: '5 hours' })).toEqual({
    ko: {
      unmet: ['§1 Rule: 필요한 조건은 장애 시간 6시간 이상, 확인된 값은 장애 시간 5시간'],
      changes: ['달라지는 경우: 장애 시간이 1시간 더 길면 (6시간 이상) → 현금 30,000원'],
    },
    en: {
      unmet: [
        '§1 Rule: needed: time without service 6 hours or more; found: time without service 5 hours',
      ],
      changes: [
        'It would change if time without service were 1 hour longer (6 hours or more): cash KRW 30,000',
      ],
    },
  });
});

const rows: readonly (readonly [string, Given, string])[] = [
  [
    'a yes that is a no',
    { ...facts, small: false },
    '필요한 조건은 소상공인 예, 확인된 값은 소상공인 아니요',
  ],
  [
    'the last part',
    { ...facts, loss: 10_000 },
    '필요한 조건은 매출 손실 10,000원 초과, 확인된 값은 매출 손실 10,000원',
  ],
  [
    'a band that gives nothing',
    { ...facts, loss: 299_999 },
    '매출 손실 299,999원: 300,000원 미만 구간 – 해당 구간에는 보상이 없습니다',
  ],
];
test.each(rows)('%s', (_name, given, line) => {
  expect(told(given).ko.unmet).toEqual([`§1 Rule: ${line}`]);
});

test('a fact in two parts, or a choice of parts, is told with the whole condition', () => {
  const twice = `fact loss : money from claimant "손실" / "loss"
for loss is above 10 KRW and loss is below 20 KRW
award cash 1 KRW`;
  expect(told({ loss: 30 }, twice).ko.unmet).toEqual([
    '§1 Rule: 필요한 조건은 ‘손실 > 10원 그리고 손실 < 20원’, 확인된 값은 손실 30원',
  ]);
  const either = `fact loss : money from claimant "손실" / "loss"
fact late : yes/no from claimant "늦음" / "late"
for loss is above 10 KRW or not late
award cash 1 KRW`;
  expect(told({ loss: 5, late: true }, either).en.unmet).toEqual([
    '§1 Rule: needed: ‘loss > KRW 10 or not late’; found: loss KRW 5, late yes',
  ]);
});

test('a next part that asks for what was read before may have failed as well', () => {
  const text = `fact loss : money from claimant "손실" / "loss"
fact late : yes/no from claimant "늦음" / "late"
for loss is above 10 KRW and not late and loss is below 20 KRW
award cash 1 KRW`;
  expect(told({ loss: 30, late: false }, text).ko.unmet[0]).toContain('손실 < 20원');
});

test('an exclusion is told with its reason', () => {
  const text = `fact delay : duration from claimant "신청이 늦은 시간" / "how late it was filed"
for everyone
exclude when delay is above 24 hours because too_late "늦은 신청" / "claimed too late"
award cash 1 KRW`;
  expect(told({ delay: '30 hours' }, text).ko.unmet).toEqual([
    '§1 Rule: 늦은 신청 (제외하는 조건은 신청이 늦은 시간 24시간 초과, 확인된 값은 신청이 늦은 시간 30시간)',
  ]);
});

test('what gives something, or waits for documents, is no shortfall', () => {
  expect(told(facts).ko.unmet).toEqual([]);
  const text = block.replace('award cash', 'needs receipt\naward cash');
  expect(told({ ...facts, evidence: [] }, text).ko.unmet).toEqual([]);
});
