import { Command, InvalidArgumentError } from 'commander';
import { type Instant, parseInstant, renderInstant } from '../../kernel/index.ts';
import { toJson } from '../../platform/index.ts';
import {
  type DayTotals,
  type Fund,
  listDayTotals,
  listFunds,
} from '../../settlement/fund/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import { renderMinor, renderTable } from '../shell/table.ts';
import type { WithIncident } from './unclaimed.ts';

function parseMoment(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === undefined) {
    throw new InvalidArgumentError('An instant such as 2022-11-01T00:00:00+09:00 is expected.');
  }
  return instant;
}

const names: readonly (readonly [keyof Fund, string])[] = [
  ['setAsideMinor', 'set aside'],
  ['provisionMinor', '  not owed yet'],
  ['approvedMinor', 'approved'],
  ['owedMinor', '  to be sent'],
  ['reservedMinor', '  of it sent, no answer yet'],
  ['inFlightMinor', '  in flight'],
  ['paidMinor', '  paid'],
  ['returnedMinor', '  returned'],
  ['unclaimedMinor', '  unclaimed'],
  ['givenAwayMinor', '  given to the stated place'],
  ['outstandingMinor', 'outstanding'],
  ['feesMinor', 'fees'],
  ['toRecoverMinor', 'to be recovered'],
  ['unitsPromisedMinor', 'points, credit, vouchers: promised'],
  ['unitsHeldMinor', '  held by claimants'],
  ['unitsUsedMinor', '  used'],
  ['unitsExpiredMinor', '  expired (breakage)'],
];

function renderFund(fund: Fund): string {
  const columns = [
    { title: fund.currency, align: 'left' as const },
    { title: 'amount', align: 'right' as const },
  ];
  const rows = names.map(([key, name]) => [name, renderMinor(fund[key] as bigint, fund.currency)]);
  return renderTable(columns, rows);
}

/** `amends payout fund`: where the money of an incident stands, now or at a past instant. */
export function fundCommand(withIncident: WithIncident): Command {
  return new Command('fund')
    .description('show where the money stands: set aside, approved, in flight, paid, outstanding')
    .argument('<incident>')
    .option('--at <instant>', 'as it stood then, inclusive', parseMoment)
    .option('--json', 'print one JSON document')
    .action((slug: string, { at, json }: { at?: Instant; json?: boolean }) =>
      withIncident(slug, async (ctx, incidentId) => {
        const asked = { incidentId, ...(at === undefined ? {} : { at }) };
        const funds = await ctx.read((tx) => listFunds(tx, asked));
        const moment = at === undefined ? {} : { at: renderInstant(at) };
        const text =
          json === true
            ? JSON.stringify(toJson({ ...moment, funds }), null, 2)
            : funds.map(renderFund).join('\n') || 'Nothing was set aside or awarded yet.';
        process.stdout.write(`${text}\n`);
      }),
    );
}

function renderDays(days: readonly DayTotals[]): string {
  const titles = ['decided', 'in ledger', 'paid', 'statements', 'agree'];
  const columns = [
    { title: 'day', align: 'left' as const },
    ...titles.map((title) => ({ title, align: 'right' as const })),
  ];
  const rows = days.map((day) => [
    `${day.day} ${day.currency}`,
    renderMinor(day.decidedMinor, day.currency),
    renderMinor(day.ledgerAwardedMinor, day.currency),
    renderMinor(day.ledgerPaidMinor, day.currency),
    renderMinor(day.statementMinor, day.currency),
    day.isDecidedInLedger && day.isLedgerInStatement ? 'yes' : 'NO',
  ]);
  return renderTable(columns, rows);
}

/** `amends payout days`: decisions, ledger and statements day by day; ends with 1 when they differ. */
export function daysCommand(withIncident: WithIncident): Command {
  return new Command('days')
    .description('compare decisions, ledger and statements day by day, to the won')
    .argument('<incident>')
    .option('--json', 'print one JSON document')
    .action((slug: string, { json }: { json?: boolean }) =>
      withIncident(slug, async (ctx, incidentId) => {
        const days = await ctx.read((tx) => listDayTotals(tx, incidentId));
        const text = json === true ? JSON.stringify(toJson(days), null, 2) : renderDays(days);
        process.stdout.write(`${text}\n`);
        const last = new Map(days.map((day) => [day.currency, day]));
        const isRight = [...last.values()].every(
          (day) => day.isDecidedInLedger && day.isLedgerInStatement,
        );
        if (!isRight) throw new CommandExit('', exitCode.failed);
      }),
    );
}
