import type { JsonValue } from '../../../kernel/index.ts';
import { toJson } from '../../../platform/index.ts';
import { awardNameIn } from '../../../policy/award-names/index.ts';
import { renderCount, renderMinor, renderTable } from '../../shell/table.ts';
import type { CaseResult } from './run-case.ts';

const awardColumns = [
  { title: 'policy', align: 'left' },
  { title: 'class', align: 'left' },
  { title: 'clause', align: 'left' },
  { title: 'remedy', align: 'left' },
  { title: 'each', align: 'right' },
  { title: 'parties', align: 'right' },
  { title: 'together', align: 'right' },
] as const;

function awardRows(result: CaseResult): string[][] {
  const rows = result.determined.flatMap(({ policy, run }) =>
    run.totals.map((total) => [
      policy,
      total.partyClass,
      total.clause,
      awardNameIn(result.awardNames, { ...total, policyHash: run.policyHash }, 'en') ??
        total.remedy,
      total.quantity === null ? '' : `${total.quantity} ${total.unit ?? ''}`,
      renderCount(total.partyCount),
      total.amountMinor === null
        ? ''
        : `${renderMinor(total.amountMinor, total.currency)} ${total.currency}`,
    ]),
  );
  return [...rows, ...sumRows(result)];
}

/** What all automatic awards come to, in each currency; those given as days or items are not money. */
function sumRows(result: CaseResult): string[][] {
  const sums = new Map<string, bigint>();
  for (const { amountMinor, currency } of result.determined.flatMap(({ run }) => run.totals)) {
    if (amountMinor === null || currency === null) continue;
    sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(amountMinor));
  }
  return [...sums].map(([currency, minor]) => [
    ...['all', '', '', '', '', ''],
    `${renderCount(minor)} ${currency}`,
  ]);
}

const claimColumns = [
  { title: 'class', align: 'left' },
  { title: 'service', align: 'left' },
  { title: 'claims', align: 'right' },
  { title: 'decisions', align: 'right' },
  { title: 'awards', align: 'right' },
  { title: 'denials', align: 'right' },
  { title: 'closed', align: 'right' },
  { title: 'waiting', align: 'right' },
  { title: 'awarded', align: 'right' },
  { title: 'payouts', align: 'right' },
  { title: 'paid', align: 'right' },
] as const;

function groupBy<T, K>(rows: readonly T[], keyOf: (row: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}

interface Cash {
  /** Null of what is no money. */
  readonly currency: string | null;
  readonly minor: bigint;
}

function cashOf(rows: CaseResult['claims']): Cash[] {
  return rows
    .flatMap(({ awards }) => awards)
    .filter(({ remedy }) => remedy === 'cash')
    .map(({ amountMinor, currency }) => ({ currency, minor: BigInt(amountMinor) }));
}

function sumOf(rows: CaseResult['claims'], member: ClaimCount): number {
  return rows.reduce((sum, row) => sum + Number(row[member]), 0);
}

type ClaimCount = 'claimCount' | 'awardCount' | 'denyCount' | 'closeCount';

/** Money of one cell by currency, or nothing where there is none, so that sums stand out. */
function renderCash(cash: readonly Cash[]): string {
  return [...groupBy(cash, ({ currency }) => currency)]
    .map(([currency, own]) => ({ currency, sum: own.reduce((sum, { minor }) => sum + minor, 0n) }))
    .filter(({ sum }) => sum !== 0n)
    .map(({ currency, sum }) => `${renderMinor(sum, currency)} ${currency ?? ''}`.trim())
    .join(' + ');
}

type Payouts = CaseResult['servicePayouts'];

function claimRow(
  words: readonly string[],
  found: { readonly rows: CaseResult['claims']; readonly payouts: Payouts },
): string[] {
  const { rows, payouts } = found;
  const claims = sumOf(rows, 'claimCount');
  const outcomes = (['awardCount', 'denyCount', 'closeCount'] as const).map((member) =>
    sumOf(rows, member),
  );
  const decisions = outcomes.reduce((sum, count) => sum + count, 0);
  const paidCount = payouts.reduce((sum, row) => sum + row.paidCount, 0n);
  const paid = payouts.map(({ currency, paidMinor }) => ({ currency, minor: paidMinor }));
  return [
    ...words,
    ...[claims, decisions, ...outcomes, claims - decisions].map((count) => renderCount(count)),
    renderCash(cashOf(rows)),
    renderCount(paidCount),
    renderCash(paid),
  ];
}

function claimRows(result: CaseResult): string[][] {
  const payouts = groupBy(result.servicePayouts, (row) => `${row.partyClass} ${row.service}`);
  const groups = groupBy(result.claims, (row) => `${row.partyClass} ${row.service}`);
  const rows = [...groups].map(([key, group]) =>
    claimRow(key.split(' '), { rows: group, payouts: payouts.get(key) ?? [] }),
  );
  const whole = { rows: result.claims, payouts: result.servicePayouts };
  return [...rows, claimRow(['all', ''], whole)];
}

const publishedColumns = [
  { title: 'figure of 2022', align: 'left' },
  { title: 'published', align: 'right' },
  { title: 'at this scale', align: 'right' },
  { title: 'here', align: 'right' },
] as const;

type Keep = (row: CaseResult['claims'][number]) => boolean;

/** Our figure for a published one, where the replay counts the same thing. */
const countedHere: Readonly<Record<string, Keep>> = {
  reports: () => true,
  reports_kakao: ({ category }) => category === 'kakao',
  reports_affiliate: ({ category }) => category === 'affiliate',
  reports_paid: ({ category, kind }) => category === 'kakao' && kind === 'paid',
  reports_free_with_loss: ({ category, kind }) => category === 'kakao' && kind === 'free_with_loss',
  reports_no_loss: ({ category, kind }) => category === 'kakao' && kind === 'no_loss',
  reports_general: ({ category, partyClass }) => category === 'kakao' && partyClass === 'general',
  reports_small_business: ({ category, partyClass }) =>
    category === 'kakao' && partyClass === 'small_business',
  reports_mid_large_business: ({ category, partyClass }) =>
    category === 'kakao' && partyClass === 'mid_large_business',
  small_business_stated_loss: ({ category, kind, partyClass }) =>
    category === 'kakao' && kind === 'free_with_loss' && partyClass === 'small_business',
};

function paidTo(result: CaseResult, partyClass: string): { count: bigint; minor: bigint } {
  const rows = result.payouts.filter((row) => row.partyClass === partyClass);
  return {
    count: rows.reduce((sum, { paidCount }) => sum + paidCount, 0n),
    minor: rows.reduce((sum, { paidMinor }) => sum + paidMinor, 0n),
  };
}

function ourFigure(result: CaseResult, code: string): string {
  const keep = countedHere[code];
  if (keep !== undefined) return renderCount(sumOf(result.claims.filter(keep), 'claimCount'));
  if (code === 'users') return renderCount(result.determined[0]?.run.partyCount ?? 0);
  const paid = paidTo(result, 'small_business');
  if (code === 'small_business_paid') return renderCount(paid.count);
  if (code === 'small_business_paid_minor') return renderCount(paid.minor);
  return '';
}

function publishedRows(result: CaseResult): string[][] {
  return [...result.published.values()].map(({ code, titles, published, scaled, unit }) => [
    titles.en,
    `${renderCount(published)} ${unit}`,
    renderCount(scaled),
    ourFigure(result, code),
  ]);
}

function rootOf(result: CaseResult): string {
  return Buffer.from(result.log.root).toString('base64');
}

function isLogVerified(result: CaseResult): boolean {
  return result.log.faults.length === 0 && result.log.signedSize === result.log.size;
}

function isBalanced(result: CaseResult): boolean {
  return result.balances.every(({ sumMinor }) => sumMinor === 0n);
}

function continuityLines(result: CaseResult): string[] {
  return result.continuity.losses.map(({ domains, down, stuck, cycles }) => {
    const loops = cycles.map((cycle) => cycle.join(' → ')).join('; ');
    const stuckText = stuck.length === 0 ? 'nothing stuck' : `stuck: ${stuck.join(', ')}`;
    const loopText = loops === '' ? '' : `; loops: ${loops}`;
    return `  without ${domains.join(' + ')}: ${down.length} down, ${stuckText}${loopText}`;
  });
}

/** Renders what a replay gave as lines for a person. */
export function renderResult(result: CaseResult): string {
  const balances = result.balances.map(
    ({ currency, debitsMinor, sumMinor, transferCount }) =>
      `  ${currency}: ${renderCount(transferCount)} transfers, ${renderMinor(debitsMinor, currency)} moved, sum over all accounts ${renderMinor(sumMinor, currency)}`,
  );
  const { size, faults } = result.log;
  const verdict = isLogVerified(result) ? 'verified' : `NOT verified (${faults.length} faults)`;
  return [
    `Case ${result.caseId} at scale ${result.scale}`,
    '',
    'Claims (decisions are awards, denials and closures; money in won)',
    renderTable(claimColumns, claimRows(result)),
    '',
    'Beside what was published (KRW in won; empty: nothing here counts the same)',
    renderTable(publishedColumns, publishedRows(result)),
    '',
    'Automatic awards',
    renderTable(awardColumns, awardRows(result)),
    '',
    `Ledger ${isBalanced(result) ? 'balanced' : 'NOT balanced'}`,
    ...balances,
    '',
    `Transparency log: checkpoint of ${renderCount(size)} entries, root ${rootOf(result)}, ${verdict}`,
    '',
    "Continuity of that day's inventory",
    ...continuityLines(result),
  ].join('\n');
}

/** Renders what a replay gave as one JSON document. */
export function renderResultJson(result: CaseResult): JsonValue {
  return toJson({
    case: result.caseId,
    scale: result.scale,
    determinations: result.determined.map(({ policy, run }) => ({
      policy,
      policyHash: run.policyHash,
      populationHash: run.populationHash,
      awardsHash: run.awardsHash,
      partyCount: run.partyCount,
      accountsPerSecond: Math.round(run.accountsPerSecond),
      peakMemoryBytes: run.peakMemoryBytes,
      totals: run.totals,
    })),
    claims: result.claims,
    payouts: result.payouts,
    servicePayouts: result.servicePayouts,
    published: [...result.published.values()].map((figure) => ({
      ...figure,
      here: ourFigure(result, figure.code),
    })),
    ledger: { balanced: isBalanced(result), currencies: result.balances },
    log: { size: result.log.size, root: rootOf(result), verified: isLogVerified(result) },
    continuity: {
      inventoryHash: result.continuity.inventoryHash,
      stuck: Object.fromEntries(
        result.continuity.losses.map(({ domains, stuck }) => [domains.join('+'), stuck]),
      ),
    },
  });
}
