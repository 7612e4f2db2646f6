import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { addMs, instantFromEpochMs } from '../../kernel/index.ts';
import { renderStatementHtml } from './render-statement.ts';
import { type ClaimStatement, composeStatement } from './statement.ts';
import { renderStatementPdf } from './statement-queries.ts';

const at = instantFromEpochMs(Date.UTC(2022, 11, 1, 3));
const policyHash = 'c'.repeat(64);
const statement: ClaimStatement = {
  claimNumber: '7K4M-Q2XD-9F',
  incidentTitle: { ko: '판교 화재 <2022>', en: 'Fire at Pangyo <2022>' },
  zone: 'Asia/Seoul',
  madeAt: at,
  awards: [
    {
      ...{
        policyHash,
        remedy: 'cash',
        name: null,
        clause: '§2',
        amountMinor: 1_030_000n,
        currency: 'KRW',
      },
      ...{ quantity: null, unit: null, approvedAt: at, state: 'confirmed', rail: 'bank' },
      ...{ railKind: 'bulk', railReference: 'A019', sentAt: at, changedAt: at, held: null },
    },
    {
      ...{
        policyHash,
        remedy: 'extension',
        name: null,
        clause: '§5',
        amountMinor: null,
        currency: null,
      },
      ...{ quantity: '3', unit: 'day', approvedAt: at, state: 'issued', rail: null },
      ...{ railKind: null, railReference: null, sentAt: null, changedAt: null, held: null },
    },
    {
      ...{
        policyHash,
        remedy: 'points',
        name: null,
        clause: '§6',
        amountMinor: 3_000n,
        currency: 'KRW',
      },
      ...{ quantity: null, unit: null, approvedAt: at, state: 'issued', rail: 'talk' },
      ...{ railKind: 'app', railReference: 'A020', sentAt: at, changedAt: at },
      held: { usedMinor: 1_000n, expiredMinor: 500n, expiresAt: addMs(at, 365 * 86_400_000) },
    },
    {
      ...{
        policyHash,
        remedy: 'voucher',
        name: '카페',
        clause: '§7',
        amountMinor: 5_000n,
        currency: 'KRW',
      },
      ...{ quantity: null, unit: null, approvedAt: at, state: 'unknown', rail: 'talk' },
      ...{ railKind: 'app', railReference: 'A021', sentAt: at, changedAt: at, held: null },
    },
    {
      ...{
        policyHash,
        remedy: 'item',
        name: '충전기',
        clause: '§8',
        amountMinor: null,
        currency: null,
      },
      ...{ quantity: '2', unit: 'item', approvedAt: at, state: 'returned', rail: 'talk' },
      ...{ railKind: 'app', railReference: 'A022', sentAt: at, changedAt: at, held: null },
    },
  ],
  awardNames: [
    { policyHash, clause: '§7', remedy: 'voucher', label: { ko: '카페', en: 'for a coffee shop' } },
  ],
  ledger: { transferCount: 12n, headHash: 'ab'.repeat(32) },
};

describe('a claimant’s statement', () => {
  it('says in both languages what was decided, when it was sent, by what, and how to check it', () => {
    const ko = composeStatement(statement, 'ko');
    expect(ko.awards.map(({ heading }) => heading)).toEqual([
      '1,030,000원',
      '이용 기간 연장 3일',
      '포인트 3,000원',
      '교환권 카페 5,000원',
      '지급 품목 충전기 2개',
    ]);
    expect(ko.awards[0]?.facts).toContainEqual(['지급 방법', '은행 이체 (bank)']);
    expect(ko.awards[0]?.facts).toContainEqual(['상태', '입금됨']);
    expect(ko.awards[0]?.facts).toContainEqual(['지급 번호', 'A019']);
    expect(ko.facts[2]?.[1]).toContain('2022년 12월 1일');
    expect(ko.proof?.text).toContain('ab'.repeat(32));
    const en = composeStatement(statement, 'en');
    expect(en.awards[0]).toMatchObject({ heading: 'KRW 1,030,000' });
    expect(en.awards[0]?.facts).toContainEqual(['State', 'Paid']);
    expect(en.awards.map(({ heading }) => heading).slice(1)).toEqual([
      ...['Longer subscription 3 days', 'Points KRW 3,000', 'Voucher for a coffee shop KRW 5,000'],
      'Item 충전기 2 pieces',
    ]);
    expect(composeStatement({ ...statement, awards: [] }, 'en').empty).toMatch(/No award/);
  });

  it('of a denied claim says when it was denied, which condition was not met, and its value', async () => {
    const denial = {
      approvedAt: at,
      shortfalls: [
        {
          title: { ko: '매출 지원', en: 'Support' },
          shortfall: {
            ko: { unmet: ['§1: 필요한 조건 <손실>'], changes: ['달라지는 경우: 더 많으면'] },
            en: { unmet: ['§1: needed a loss'], changes: [] },
          },
        },
      ],
    };
    const ko = composeStatement({ ...statement, awards: [], denial }, 'ko');
    expect(ko.empty).toContain('2022년 12월 1일');
    expect(ko.empty).toContain('보상하지 않기로');
    expect(ko.denial?.lines).toEqual([
      ...['매출 지원, §1: 필요한 조건 <손실>', '매출 지원, 달라지는 경우: 더 많으면'],
    ]);
    expect(await renderStatementHtml(ko)).toContain('필요한 조건 &lt;손실&gt;');
    const en = composeStatement({ ...statement, awards: [], denial }, 'en');
    expect(en.denial?.lines).toEqual(['Support, §1: needed a loss']);
    expect(composeStatement({ ...statement, awards: [] }, 'en').denial).toBeUndefined();
  });

  it('says of what is not money until when it may be used, how much was, and where it stands', () => {
    const [, , points, voucher, item] = composeStatement(statement, 'ko').awards;
    expect(points?.facts).toEqual(
      expect.arrayContaining([
        ['상태', '지급됨'],
        ['사용 기한', expect.stringContaining('2023년 12월 1일')],
        ['쓴 금액', '1,000원'],
        ['남은 금액', '1,500원'],
        ['기한이 지나 없어진 금액', '500원'],
        ['지급 방법', '회사 앱 (talk)'],
      ]),
    );
    expect(voucher?.facts).toContainEqual(['상태', '앱에 결과를 확인하는 중']);
    expect(item?.facts).toContainEqual(['상태', '회수됨']);
    const english = composeStatement(statement, 'en').awards[2];
    expect(english?.facts).toContainEqual(['Left', 'KRW 1,500']);
  });

  it('is a page whose text is escaped', async () => {
    const page = await renderStatementHtml(composeStatement(statement, 'ko'));
    expect(page).toContain('<html lang="ko">');
    expect(page).toContain('판교 화재 &lt;2022&gt;');
    expect(page).not.toContain('<2022>');
  });

  it('is a PDF with its font inside, whose text can be read out', async () => {
    const bytes = await renderStatementPdf(composeStatement(statement, 'ko'));
    const text = Buffer.from(bytes).toString('latin1');
    expect(text.startsWith('%PDF-1.7')).toBe(true);
    expect(text).toContain('/StructTreeRoot');
    expect(text).toMatch(/\/FontFile[23]/);
    const read = spawnSync('pdftotext', ['-', '-'], { input: bytes, encoding: 'utf8' });
    // Where poppler is installed, the words are compared, and the page is drawn: a font whose
    // outlines are lost still gives its text, on an empty page.
    if (read.error !== undefined) return;
    expect(read.stdout).toMatch(/보상 지급 명세서/);
    const drawn = spawnSync('pdftoppm', ['-r', '40', '-gray', '-'], { input: bytes });
    expect(drawn.stdout.filter((grey) => grey < 100).length).toBeGreaterThan(500);
  });
});
