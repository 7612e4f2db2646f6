import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../index.ts';
import { awardNameIn, namesOfAwards } from './award-names.ts';

const policy = (version: string, rules: string) => {
  const parsed = parsePolicy(`---
policy: gifts
version: "${version}"
title:
  ko: 선물
  en: Gifts
currency: KRW
zone: Asia/Seoul
applies: automatic
---

${rules}`);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
  return parsed.value;
};

const first = policy(
  '1',
  `## §1 이모티콘

\`\`\`amends
for everyone
award item "이모티콘" / "emoticon set" 1
award voucher "쿠폰" / "coupon" 2_000 KRW, or if preferred voucher "큰 쿠폰" / "large coupon" 3_000 KRW
award item "한 말" 1
award cash 100 KRW
\`\`\`

## §2 다른 이모티콘

\`\`\`amends
for everyone
award item "이모티콘" / "animated emoticon set" 1
\`\`\`
`,
);
const second = policy(
  '2',
  '## §1 쿠폰\n\n```amends\nfor everyone\naward voucher "쿠폰" / "voucher" 1_000 KRW\n```\n',
);
const names = [...namesOfAwards(first), ...namesOfAwards(second)];
const emoticon = { remedy: 'item', name: '이모티콘' };
const coupon = { remedy: 'voucher', name: '쿠폰' };

describe('the name of an award', () => {
  it.each([
    ['in Korean as it was kept', { ...emoticon, clause: '§1' }, 'ko', '이모티콘'],
    ['in English by its clause', { ...emoticon, clause: '§1' }, 'en', 'emoticon set'],
    ['in English by another clause', { ...emoticon, clause: '§2' }, 'en', 'animated emoticon set'],
    ['as kept where clauses differ and none is known', emoticon, 'en', '이모티콘'],
    ['by the version that decided', { ...coupon, policyHash: first.hash }, 'en', 'coupon'],
    ['by another version', { ...coupon, policyHash: second.hash }, 'en', 'voucher'],
    ['as kept where versions differ and none is known', coupon, 'en', '쿠폰'],
    ['of what may be had instead', { remedy: 'voucher', name: '큰 쿠폰' }, 'en', 'large coupon'],
    [
      'as kept where it is written in one language',
      { remedy: 'item', name: '한 말' },
      'en',
      '한 말',
    ],
    [
      'as kept where no policy has it',
      { remedy: 'item', name: '사람이 준 것' },
      'en',
      '사람이 준 것',
    ],
    ['as kept of another remedy', { remedy: 'points', name: '이모티콘' }, 'en', '이모티콘'],
    [
      'by the version where its clause is not told',
      { ...coupon, clause: '*', policyHash: first.hash },
      'en',
      'coupon',
    ],
    ['of nothing', { remedy: 'cash', name: null }, 'en', undefined],
    ['of an empty name', { remedy: 'cash', name: '' }, 'en', undefined],
  ] as const)('is given %s', (_, award, locale, expected) => {
    expect(awardNameIn(names, award, locale)).toBe(expected);
  });

  it('is listed once for each clause that awards it', () => {
    expect(namesOfAwards(first).map(({ clause, label }) => `${clause} ${label.en}`)).toEqual([
      '§1 emoticon set',
      '§1 coupon',
      '§1 large coupon',
      '§1 한 말',
      '§2 animated emoticon set',
    ]);
  });
});
