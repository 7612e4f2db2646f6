import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { instantFromEpochMs } from '../../kernel/index.ts';
import { renderStatementHtml } from './render-statement.ts';
import { type ClaimStatement, composeStatement } from './statement.ts';
import { renderStatementPdf } from './statement-queries.ts';

const at = instantFromEpochMs(Date.UTC(2022, 11, 1, 3));
const statement: ClaimStatement = {
  claimNumber: '7K4M-Q2XD-9F',
  incidentTitle: { ko: '판교 화재 <2022>', en: 'Fire at Pangyo <2022>' },
  zone: 'Asia/Seoul',
  madeAt: at,
  awards: [
    {
      ...{ remedy: 'cash', name: null, clause: '§2', amountMinor: 1_030_000n, currency: 'KRW' },
      ...{ quantity: null, unit: null, approvedAt: at, state: 'confirmed', rail: 'bank' },
      ...{ railReference: 'A019', sentAt: at, changedAt: at },
    },
    {
      ...{ remedy: 'extension', name: null, clause: '§5', amountMinor: null, currency: null },
      ...{ quantity: '3', unit: 'day', approvedAt: at, state: 'issued', rail: null },
      ...{ railReference: null, sentAt: null, changedAt: null },
    },
  ],
  ledger: { transferCount: 12n, headHash: 'ab'.repeat(32) },
};

describe('a claimant’s statement', () => {
  it('says in both languages what was decided, when it was sent, by what, and how to check it', () => {
    const ko = composeStatement(statement, 'ko');
    expect(ko.awards.map(({ heading }) => heading)).toEqual(['1,030,000원', 'extension 3 day']);
    expect(ko.awards[0]?.facts).toContainEqual(['상태', '입금됨']);
    expect(ko.awards[0]?.facts).toContainEqual(['지급 번호', 'A019']);
    expect(ko.facts[2]?.[1]).toContain('2022년 12월 1일');
    expect(ko.proof?.text).toContain('ab'.repeat(32));
    const en = composeStatement(statement, 'en');
    expect(en.awards[0]).toMatchObject({ heading: 'KRW 1,030,000' });
    expect(en.awards[0]?.facts).toContainEqual(['State', 'Paid']);
    expect(composeStatement({ ...statement, awards: [] }, 'en').empty).toMatch(/No award/);
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
