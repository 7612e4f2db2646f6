import { Command } from 'commander';
import { toJson } from '../../platform/index.ts';
import { expireGrants, type GrantTotal, listGrantTotals } from '../../settlement/fund/index.ts';
import { renderCount, renderMinor, renderTable } from '../shell/table.ts';
import type { WithIncident } from './unclaimed.ts';

const amountOf = (minor: bigint | null, currency: string | null): string =>
  minor === null ? '-' : `${currency ?? ''} ${renderMinor(minor, currency)}`.trim();

function renderTotals(totals: readonly GrantTotal[]): string {
  const right = ['parties', 'nominal', 'expected cost', 'given', 'used', 'expired'];
  const columns = [
    { title: 'remedy', align: 'left' as const },
    ...right.map((title) => ({ title, align: 'right' as const })),
  ];
  const rows = totals.map((total) => [
    [total.remedy, total.name].filter((part) => part !== null).join(' '),
    renderCount(total.partyCount),
    amountOf(total.nominalMinor, total.currency),
    amountOf(total.expectedCostMinor, total.costCurrency),
    renderCount(total.givenCount),
    amountOf(total.usedMinor, total.currency),
    amountOf(total.expiredMinor, total.currency),
  ]);
  return renderTable(columns, rows);
}

/** `amends payout grants`: what was given other than in cash; --expire books what has expired. */
export function grantsCommand(withIncident: WithIncident): Command {
  return new Command('grants')
    .description('show what is given other than in cash: nominal worth and expected cost apart')
    .argument('<incident>')
    .option('--expire', 'first book what has expired by now as breakage')
    .option('--json', 'print one JSON document')
    .action((slug: string, options: { expire?: boolean; json?: boolean }) =>
      withIncident(slug, async (ctx, incidentId) => {
        const expiredCount = options.expire === true ? await expireGrants(ctx, incidentId) : 0;
        const totals = await ctx.read((tx) => listGrantTotals(tx, incidentId));
        const text =
          options.json === true
            ? JSON.stringify(toJson({ expiredCount, totals }), null, 2)
            : renderTotals(totals);
        process.stdout.write(`${text}\n`);
      }),
    );
}
