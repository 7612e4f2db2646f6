import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { instantFromEpochMs, parseInstant, rational } from '../../../kernel/index.ts';
import type { Case } from '../read/case.ts';
import { readCase } from '../read/read-case.ts';
import { planClaims } from './claim-plan.ts';
import { type GeneratedClaim, generateClaims } from './generate-claims.ts';
import { renderSalesCsv } from './sales-csv.ts';
import { parseScale, type Scale, scaledCount, scaledPublished } from './scale.ts';
import { seededAt } from './seeded.ts';

let source: Case;

beforeAll(async () => {
  const read = await readCase(join(import.meta.dirname, '../../../../cases/pangyo-2022'));
  if (!read.ok) throw new Error('the reference case is malformed');
  source = read.value;
});

function scaleOf(text: string): Scale {
  const scale = parseScale(text);
  if (!scale.ok) throw new Error(`not a scale: ${text}`);
  return scale.value;
}

function countBy(
  claims: readonly GeneratedClaim[],
  keyOf: (claim: GeneratedClaim) => string,
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const claim of claims) counts[keyOf(claim)] = (counts[keyOf(claim)] ?? 0) + 1;
  return counts;
}

describe('generated claims', () => {
  it('are the same for the same seed', () => {
    const scale = scaleOf('0.001');
    expect([...generateClaims({ source, scale })]).toEqual([...generateClaims({ source, scale })]);
  });

  it('differ for another seed', () => {
    const scale = scaleOf('0.001');
    const other = { ...source, case: { ...source.case, seed: 'another' } };
    const ids = [...generateClaims({ source, scale })].map(({ claimId }) => claimId);
    const otherIds = [...generateClaims({ source: other, scale })].map(({ claimId }) => claimId);
    expect(otherIds.filter((id) => ids.includes(id))).toEqual([]);
  });

  it('go on from any index as if never interrupted', () => {
    const scale = scaleOf('0.001');
    const all = [...generateClaims({ source, scale })];
    fc.assert(
      fc.property(fc.nat(all.length), (fromIndex) => {
        const rest = [...generateClaims({ source, scale, fromIndex })];
        expect(rest).toEqual(all.slice(fromIndex));
      }),
      { numRuns: 10 },
    );
  });

  it('sum exactly, per kind and per class, at any scale', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), (parts) => {
        const scale = rational(BigInt(parts), 20_000n);
        const plan = planClaims(source, scale);
        const kakao = plan.cells.filter(({ category }) => category === 'kakao');
        const total = kakao.reduce((sum, { count }) => sum + count, 0);
        const sumOf = (keep: (cell: (typeof kakao)[number]) => boolean) =>
          kakao.filter(keep).reduce((sum, { count }) => sum + count, 0);
        expect(plan.cells.reduce((sum, { count }) => sum + count, 0)).toBe(plan.claimCount);
        expect(plan.days.reduce((sum, { count }) => sum + count, 0)).toBe(plan.claimCount);
        for (const cell of plan.cells) {
          expect(cell.count).toBeGreaterThanOrEqual(0);
          expect(cell.services.reduce((sum, { count }) => sum + count, 0)).toBe(cell.count);
        }
        // Within one of the exact share: what largest remainder promises.
        for (const [kind, published] of [
          ['paid', 14918],
          ['free_with_loss', 13195],
          ['no_loss', 59082],
        ] as const) {
          const exact = (published * total) / 87195;
          expect(Math.abs(sumOf((cell) => cell.kind === kind) - exact)).toBeLessThan(1);
        }
        for (const [partyClass, published] of [
          ['general', 69604],
          ['small_business', 17440],
          ['mid_large_business', 151],
        ] as const) {
          const exact = (published * total) / 87195;
          const ours = sumOf((cell) => cell.partyClass === partyClass);
          expect(Math.abs(ours - exact)).toBeLessThan(1);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('at scale 1 are the published numbers, in order of arrival, each with its own id', () => {
    const claims = [...generateClaims({ source, scale: scaleOf('1') })];
    expect(claims).toHaveLength(105_116);
    expect(countBy(claims, ({ category }) => category)).toEqual({
      kakao: 87_195,
      affiliate: 17_921,
    });
    const kakao = claims.filter(({ category }) => category === 'kakao');
    expect(countBy(kakao, ({ kind }) => kind)).toEqual({
      paid: 14_918,
      free_with_loss: 13_195,
      no_loss: 59_082,
    });
    expect(countBy(kakao, ({ partyClass }) => partyClass)).toEqual({
      general: 69_604,
      small_business: 17_440,
      mid_large_business: 151,
    });
    expect(new Set(claims.map(({ claimId }) => claimId)).size).toBe(105_116);
    const sixthDay = parseInstant('2022-10-24T00:00:00+09:00') ?? 0;
    expect(claims.filter(({ submittedAt }) => submittedAt < sixthDay)).toHaveLength(45_000);
    const opened = parseInstant('2022-10-19T11:00:00+09:00') ?? 0;
    const closed = parseInstant('2022-11-07T00:00:00+09:00') ?? 0;
    let previous: number = instantFromEpochMs(opened);
    for (const { submittedAt } of claims) {
      expect(submittedAt >= previous && submittedAt < closed).toBe(true);
      previous = submittedAt;
    }
    const losses = kakao.filter(
      (claim) => claim.kind === 'free_with_loss' && claim.partyClass === 'small_business',
    );
    expect(losses).toHaveLength(8_461);
    const inFirstBand = losses.filter(({ statedLossMinor = 0n }) => statedLossMinor <= 300_000n);
    expect(Math.abs(inFirstBand.length - 8_461 / 2)).toBeLessThan(1);
    expect(
      claims.filter(({ kind, statedLossMinor }) => kind === 'no_loss' && statedLossMinor),
    ).toEqual([]);
  });

  it('answer only questions the questionnaire asks', () => {
    const asked = new Set(source.questionnaire.questions.map(({ code }) => code));
    const kinds = new Set(source.questionnaire.evidenceKinds.map(({ code }) => code));
    for (const claim of generateClaims({ source, scale: scaleOf('0.01') })) {
      for (const code of Object.keys(claim.answers)) expect(asked).toContain(code);
      for (const kind of claim.hasEvidence) expect(kinds).toContain(kind);
    }
  });
});

describe('a sales file', () => {
  it('shows exactly the loss between its best week and the outage week', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000_000 }), fc.nat(), (lossMinor, index) => {
        const rows = renderSalesCsv(lossMinor, seededAt(7, index)).trim().split('\n').slice(1);
        const sales = rows.map((row) => Number(row.split(',')[1]));
        // Saturdays: 3 September is row 2, 15 October row 44.
        const weekFrom = (row: number) =>
          sales.slice(row, row + 7).reduce((sum, one) => sum + one, 0);
        const weeks = [2, 9, 16, 23, 30, 37, 44, 51].map(weekFrom);
        expect(rows).toHaveLength(61);
        expect(rows[44]).toMatch(/^2022-10-15,/);
        expect(Math.max(...weeks) - weekFrom(44)).toBe(lossMinor);
        expect(Math.min(...sales)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('a scale', () => {
  it.each(['0', '-0.1', '1.001', 'half', ''])('of %j is refused', (text) => {
    expect(parseScale(text)).toEqual({
      ok: false,
      refusal: { code: 'scale_out_of_range', found: text },
    });
  });

  it.each([
    ['0.001', 105_116, 105],
    ['0.01', 105_116, 1_051],
    ['1', 105_116, 105_116],
    ['0.5', 3, 2],
  ])('of %s makes %i into %i', (text, count, scaled) => {
    expect(scaledCount(count, scaleOf(text))).toBe(scaled);
  });

  it('shrinks published counts but not amounts per person', () => {
    const figures = scaledPublished(source.published, scaleOf('0.01'));
    expect(figures.get('reports')).toMatchObject({ published: 105_116, scaled: 1_051 });
    expect(figures.get('taxi_pro_minor')).toMatchObject({ published: 7_550, scaled: 7_550 });
  });
});
