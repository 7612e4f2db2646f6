import { Command, InvalidArgumentError } from 'commander';
import { listLedgerHeads } from '../disclosure/index.ts';
import { type Instant, parseInstant, renderInstant } from '../kernel/index.ts';
import { type Context, sql, systemActor, toJson } from '../platform/index.ts';
import {
  listAccounts,
  listBalances,
  listPayoutFindings,
  listTransfers,
  listTrialBalances,
  renderJournalEntry,
  verifyLedger,
} from '../settlement/index.ts';
import { CommandExit, exitCode } from './shell/exit.ts';
import { openInstallation } from './shell/installation.ts';
import { openProgress } from './shell/progress.ts';
import { renderCount, renderMinor, renderTable } from './shell/table.ts';

interface LedgerOptions {
  readonly incident?: string;
  readonly database?: string;
  readonly json?: boolean;
}

interface Incident {
  readonly id: string;
  readonly slug: string;
}

async function withContext<T>(
  options: LedgerOptions,
  work: (ctx: Context) => Promise<T>,
): Promise<T> {
  const { database } = options;
  const installation = await openInstallation(database === undefined ? {} : { database });
  try {
    return await work(installation.platform.context({ actor: systemActor }));
  } finally {
    await installation.close();
  }
}

async function listIncidentsWithLedger(ctx: Context, slug?: string): Promise<Incident[]> {
  const { rows } = await ctx.read((tx) =>
    sql<Incident>`select incident.id, incident.slug from settlement.ledger
      join incident.incident on incident.id = ledger.incident_id
      where ${slug ?? null}::text is null or incident.slug = ${slug ?? null}::text
      order by incident.slug`.execute(tx),
  );
  if (slug !== undefined && rows.length === 0) {
    const known = await listIncidentsWithLedger(ctx);
    const names = known.map((incident) => incident.slug).join(', ') || 'none yet';
    const message = `No incident "${slug}" has a ledger. Incidents with one: ${names}.`;
    throw new CommandExit(message, exitCode.wrongInput);
  }
  return rows;
}

function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(toJson(value), null, 2)}\n`);
}

async function verify(ctx: Context, options: LedgerOptions): Promise<void> {
  const results = [];
  for (const incident of await listIncidentsWithLedger(ctx, options.incident)) {
    const progress = openProgress(`verifying ${incident.slug}`);
    const published = await ctx.read((tx) => listLedgerHeads(tx, incident.id));
    const [verified, payoutFindings] = await Promise.all([
      verifyLedger(ctx, incident.id, {
        published,
        onProgress: (checked) => progress.report(0, `${renderCount(checked)} transfers`),
      }),
      ctx.read((tx) => listPayoutFindings(tx, incident.id)),
    ]);
    progress.done(`${renderCount(verified?.transferCount ?? 0n)} transfers`);
    const trialBalance = await ctx.read((tx) => listTrialBalances(tx, incident.id));
    const findings = [...(verified?.findings ?? []), ...payoutFindings];
    const publishedHeadCount = published.length;
    const more = { findings, publishedHeadCount, trialBalance };
    results.push({ incident: incident.slug, ...verified, ...more });
  }
  const isRight = results.every(({ findings }) => findings?.length === 0);
  if (options.json) printJson({ isRight, ledgers: results });
  else process.stdout.write(renderVerification(results));
  if (!isRight) throw new CommandExit('', exitCode.failed);
}

interface Verified {
  readonly incident: string;
  readonly transferCount?: bigint;
  readonly headHash?: string;
  readonly publishedHeadCount: number;
  readonly findings?: readonly { code: string; subject: string }[];
  readonly trialBalance: readonly { currency: string; sumMinor: bigint }[];
}

function renderVerification(results: readonly Verified[]): string {
  if (results.length === 0) return 'No incident has a ledger yet.\n';
  return results
    .map(({ incident, transferCount = 0n, headHash, findings = [], ...rest }) => {
      const { trialBalance, publishedHeadCount } = rest;
      const sums = trialBalance.map(
        ({ currency, sumMinor }) => `${currency} ${renderMinor(sumMinor, currency)}`,
      );
      const found = findings.map(({ code, subject }) => `  ${code}: ${subject}\n`).join('');
      const verdict =
        findings.length === 0
          ? 'right: hashes, chain, sums and pending transfers re-derived, payouts as they say'
          : `${findings.length} findings`;
      const count = renderCount(transferCount);
      const heads = `${renderCount(publishedHeadCount)} heads in the transparency log agree`;
      return [
        `${incident}: ${verdict}`,
        `  ${count} transfers, head ${headHash}, sums to ${sums.join(', ')}`,
        ...(findings.some(({ code }) => code === 'published_head_differs') ? [] : [`  ${heads}`]),
        found,
      ].join('\n');
    })
    .join('');
}

const pageSize = 5_000;

async function exportJournal(ctx: Context, options: LedgerOptions): Promise<void> {
  for (const incident of await listIncidentsWithLedger(ctx, options.incident)) {
    process.stdout.write(`; Books of ${incident.slug}, exported by Amends.\n\n`);
    await ctx.read(async (tx) => {
      const accounts = new Map((await listAccounts(tx, incident.id)).map((one) => [one.id, one]));
      for (let afterPosition = 0n; ; ) {
        const page = { incidentId: incident.id, afterPosition, limit: pageSize };
        const transfers = await listTransfers(tx, page);
        for (const transfer of transfers) {
          process.stdout.write(renderJournalEntry(transfer, accounts));
        }
        const last = transfers.at(-1);
        if (last === undefined) return;
        afterPosition = last.position;
      }
    });
  }
}

function parseMoment(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === undefined) {
    throw new InvalidArgumentError('An instant such as 2022-11-01T00:00:00+09:00 is expected.');
  }
  return instant;
}

async function printBalances(
  ctx: Context,
  options: LedgerOptions & { readonly at?: Instant },
): Promise<void> {
  const { at } = options;
  for (const incident of await listIncidentsWithLedger(ctx, options.incident)) {
    const asked = { incidentId: incident.id, ...(at === undefined ? {} : { at }) };
    const balances = await ctx.read((tx) => listBalances(tx, asked));
    if (options.json) {
      const moment = at === undefined ? {} : { at: renderInstant(at) };
      printJson({ incident: incident.slug, ...moment, accounts: balances });
      continue;
    }
    const rows = balances.map((account) => [
      account.code,
      account.currency,
      renderMinor(account.debitsPostedMinor, account.currency),
      renderMinor(account.creditsPostedMinor, account.currency),
      renderMinor(account.pendingMinor, account.currency),
      renderMinor(account.balanceMinor, account.currency),
    ]);
    const left = ['account', 'currency'].map((title) => ({ title, align: 'left' as const }));
    const right = ['debits', 'credits', 'pending', 'balance'].map((title) => ({
      title,
      align: 'right' as const,
    }));
    process.stdout.write(`${incident.slug}\n${renderTable([...left, ...right], rows)}\n`);
  }
}

function subcommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--incident <slug>', 'only this incident')
    .option('--database <name>', 'a database beside the platform’s own, as `case run` uses')
    .option('--json', 'print one JSON document');
}

/** `amends ledger`: verify the books, show balances, export them for independent checking. */
export function ledgerCommand(): Command {
  const verifyCommand = subcommand('verify', 're-derive every ledger from its transfers').action(
    (options: LedgerOptions) => withContext(options, (ctx) => verify(ctx, options)),
  );
  const balancesCommand = subcommand('balances', 'show balances, now or at a past instant')
    .option('--at <instant>', 'as of this instant, inclusive', parseMoment)
    .action((options: LedgerOptions & { at?: Instant }) =>
      withContext(options, (ctx) => printBalances(ctx, options)),
    );
  const exportCommand = subcommand('export', 'print the books as a plain-text journal')
    .requiredOption('--format <format>', 'ledger: what `ledger` and `hledger` read', 'ledger')
    .action((options: LedgerOptions & { format: string }) => {
      if (options.format !== 'ledger' && options.format !== 'hledger') {
        const message = `The format "${options.format}" is not known; there is: ledger.`;
        throw new CommandExit(message, exitCode.wrongInput);
      }
      return withContext(options, (ctx) => exportJournal(ctx, options));
    });
  return new Command('ledger')
    .description('verify, show and export the books')
    .addCommand(verifyCommand)
    .addCommand(balancesCommand)
    .addCommand(exportCommand);
}
