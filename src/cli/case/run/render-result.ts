import type { JsonValue } from '../../../kernel/index.ts';
import { toJson } from '../../../platform/index.ts';
import { renderCount, renderTable } from '../../table.ts';
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
  return result.determined.flatMap(({ policy, run }) =>
    run.totals.map((total) => [
      policy,
      total.partyClass,
      total.clause,
      total.name ?? total.remedy,
      total.quantity === null ? '' : `${total.quantity} ${total.unit ?? ''}`,
      renderCount(total.partyCount),
      total.amountMinor === null ? '' : `${renderCount(total.amountMinor)} ${total.currency}`,
    ]),
  );
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
      `  ${currency}: ${renderCount(transferCount)} transfers, ${renderCount(debitsMinor)} moved, sum over all accounts ${sumMinor}`,
  );
  const { size, faults } = result.log;
  const verdict = isLogVerified(result) ? 'verified' : `NOT verified (${faults.length} faults)`;
  return [
    `Case ${result.caseId} at scale ${result.scale}`,
    '',
    'Automatic awards',
    renderTable(awardColumns, awardRows(result)),
    '',
    `Ledger ${isBalanced(result) ? 'balanced' : 'NOT balanced'}`,
    ...balances,
    '',
    `Transparency log: ${size} entries, root ${rootOf(result)}, ${verdict}`,
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
