import { z } from '@hono/zod-openapi';
import { canonicalJson, type JsonValue } from '../../../kernel/index.ts';
import { sha256 } from '../../../platform/index.ts';

const instant = z.iso.datetime();
const seconds = z.number().min(0).max(86_400);
/** null where nobody counted, as on a real deployment without claimants of the drill's own */
const count = z.number().int().min(0).nullable();

const result = z
  .strictObject({
    letter: z.string().min(1).max(40),
    title: z.string().min(1).max(200),
    limitSeconds: seconds.nullable().openapi({ description: 'the most that is accepted' }),
    floorSeconds: seconds.nullable().openapi({ description: 'the least that the settings allow' }),
    floor: z.string().max(300),
    gapSeconds: z
      .array(seconds)
      .min(1)
      .max(50)
      .openapi({ description: 'the longest time without a receipt, of each run' }),
    rejoinSeconds: z
      .array(seconds.nullable())
      .openapi({ description: 'until every site was whole again, of each run; null: it was not' }),
    receipts: count,
    ticketsGiven: count,
    ticketsRedeemed: count,
    refused: count,
    errorPages: count,
    lost: count,
    doubles: count,
    splitBrain: count,
    paidTwice: count,
    isRight: z.boolean().openapi({ description: 'what the checker says of the histories' }),
  })
  .openapi('SitesDrillResult');

/** What a drill of whole sites showed, as `npm run drill` and `amends drill run` write it. */
export const sitesReportSchema = z
  .strictObject({
    format: z.literal('amends-sites-drill/1'),
    place: z.string().min(1).max(200).openapi({ description: 'which sites, in a few words' }),
    startedAt: instant,
    doneAt: instant,
    perSecond: z.number().min(0).nullable().openapi({ description: 'claimants per second' }),
    startSeconds: seconds.nullable().openapi({ description: 'until the sites stood' }),
    results: z.array(result).min(1).max(50),
  })
  .openapi('SitesDrillReport');

export type SitesReport = z.output<typeof sitesReportSchema>;
export type SitesResult = SitesReport['results'][number];

/** Gives the SHA-256 of a report, in hexadecimal: of its canonical JSON, so that spelling does not matter. */
export function hashSitesReport(report: SitesReport): string {
  return Buffer.from(sha256(canonicalJson(report as JsonValue))).toString('hex');
}

/** Gives the middle of the seconds without a receipt over the runs; of an even number the higher of two. */
export function medianGap({ gapSeconds }: Pick<SitesResult, 'gapSeconds'>): number {
  const sorted = [...gapSeconds].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Tells whether nothing was refused, lost or doubled, every site came back, and the histories are right. */
export function isResultKept(each: SitesResult): boolean {
  const { refused, errorPages, lost, doubles, splitBrain, paidTwice } = each;
  const counts = [refused, errorPages, lost, doubles, splitBrain, paidTwice];
  return (
    counts.every((value) => (value ?? 0) === 0) &&
    each.isRight &&
    each.ticketsGiven === each.ticketsRedeemed &&
    !each.rejoinSeconds.includes(null)
  );
}
