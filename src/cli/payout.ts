import { Command, Option } from 'commander';
import { isUuid, type Outcome } from '../kernel/index.ts';
import { type Context, newUuid, type Role, sql, systemActor, toJson } from '../platform/index.ts';
import {
  approvePayoutRun,
  countPayouts,
  followPayouts,
  listRuns,
  loadRun,
  pausePayoutRun,
  preparePayoutRun,
  previewPayoutRun,
  sendPayoutRun,
  stopPayoutRun,
} from '../settlement/index.ts';
import { findRail, installedRailOf } from '../settlement/rails/index.ts';
import { checkCommand } from './payout/check.ts';
import { daysCommand, fundCommand } from './payout/fund.ts';
import { grantsCommand } from './payout/grants.ts';
import { statementCommand } from './payout/statement.ts';
import { unclaimedCommand, type WithIncident } from './payout/unclaimed.ts';
import { CommandExit, exitCode } from './shell/exit.ts';
import { openInstallation } from './shell/installation.ts';
import { openProgress } from './shell/progress.ts';
import { renderCount, renderMinor, renderTable } from './shell/table.ts';

interface PayoutOptions {
  readonly as?: string;
  readonly database?: string;
  readonly json?: boolean;
  readonly yes?: boolean;
}

async function staffContext(
  contextOf: (actor: Context['actor']) => Context,
  email: string,
): Promise<Context> {
  interface Member {
    readonly id: string;
    readonly name: string;
    readonly roles: Role[];
  }
  const { rows } = await contextOf(systemActor).read((tx) =>
    sql<Member>`select id, name, roles from platform.staff
      where email = ${email} and disabled_at is null`.execute(tx),
  );
  const member = rows[0];
  if (member === undefined) {
    const message = `Nobody active has the address ${email}. See: amends staff list`;
    throw new CommandExit(message, exitCode.wrongInput);
  }
  return contextOf({ kind: 'staff', ...member });
}

async function withContext<T>(
  options: PayoutOptions,
  work: (ctx: Context) => Promise<T>,
): Promise<T> {
  const { database, as } = options;
  const installation = await openInstallation(database === undefined ? {} : { database });
  const contextOf = (actor: Context['actor']) => installation.platform.context({ actor });
  try {
    return await work(
      as === undefined ? contextOf(systemActor) : await staffContext(contextOf, as),
    );
  } finally {
    await installation.close();
  }
}

function exitCodeOf(code: string): number {
  if (code.endsWith('_not_found')) return exitCode.wrongInput;
  return code === 'payout_run_state_refused' ? exitCode.needsApproval : exitCode.conflict;
}

function accepted<V>(outcome: Outcome<V>): V {
  if (outcome.ok) return outcome.value;
  const { code, ...params } = outcome.refusal;
  const message = `Refused: ${code} ${JSON.stringify(toJson(params))}`;
  throw new CommandExit(message, exitCodeOf(code));
}

function print(options: PayoutOptions, value: unknown, text: string): void {
  const json = `${JSON.stringify(toJson(value), null, 2)}`;
  process.stdout.write(`${options.json ? json : text}\n`);
}

async function loadIncidentId(ctx: Context, slug: string): Promise<string> {
  const { rows } = await ctx.read((tx) =>
    sql<{ id: string }>`select id from incident.incident where slug = ${slug}`.execute(tx),
  );
  if (rows[0] === undefined) {
    throw new CommandExit(`There is no incident "${slug}".`, exitCode.wrongInput);
  }
  return rows[0].id;
}

function requireRunId(runId: string): void {
  if (isUuid(runId)) return;
  const message = `"${runId}" is not the id of a payout run. See: amends payout list <incident>`;
  throw new CommandExit(message, exitCode.wrongInput);
}

async function prepare(
  slug: string,
  options: PayoutOptions & {
    readonly currency: string;
    readonly rail: string;
    readonly remedy: string;
  },
): Promise<void> {
  await withContext(options, async (ctx) => {
    const incidentId = await loadIncidentId(ctx, slug);
    const { currency, rail, remedy } = options;
    const request = { runId: newUuid(), incidentId, currency, rail, remedy };
    if (options.yes !== true) {
      const preview = await previewPayoutRun(ctx, request);
      const leftOutCount = preview.leftOut
        .filter(({ reason }) => reason !== 'paid')
        .reduce((total, { awardCount }) => total + awardCount, 0);
      const text =
        `Would pay ${renderCount(preview.payoutCount)} awards, ${currency} ${renderMinor(preview.totalMinor, currency)}; ` +
        `leaves out ${renderCount(leftOutCount)}. Nothing is recorded without --yes.`;
      print(options, { isDryRun: true, ...preview }, text);
      return;
    }
    accepted(await findRail(ctx, rail, remedy));
    const run = accepted(await preparePayoutRun(ctx, request));
    const text = `${run.runId}  ${renderCount(run.payoutCount)} ${run.payoutCount === 1 ? 'payout' : 'payouts'}, ${currency} ${renderMinor(run.totalMinor, currency)}`;
    print(options, run, text);
  });
}

async function approve(runId: string, options: PayoutOptions): Promise<void> {
  requireRunId(runId);
  await withContext(options, async (ctx) => {
    const run = accepted(await approvePayoutRun(ctx, runId));
    print(options, run, `${run.id} is ${run.state}`);
  });
}

async function send(runId: string, options: PayoutOptions): Promise<void> {
  requireRunId(runId);
  await withContext(options, async (ctx) => {
    const run = await ctx.read((tx) => loadRun(tx, runId));
    if (run === undefined) {
      throw new CommandExit(`There is no payout run ${runId}.`, exitCode.wrongInput);
    }
    if (options.yes !== true) {
      const text = `Would send ${renderCount(run.payoutCount)} ${run.payoutCount === 1n ? 'payout' : 'payouts'} (${run.state}). Add --yes.`;
      print(options, { isDryRun: true, ...run }, text);
      return;
    }
    const rail = installedRailOf(ctx, run.rail);
    const progress = openProgress('sending');
    const sent = accepted(
      await sendPayoutRun(ctx, {
        runId,
        rail,
        onProgress: ({ settledCount, payoutCount }) => progress.report(settledCount / payoutCount),
      }),
    );
    await followPayouts(ctx, { runId, rail });
    progress.done();
    const counts = await ctx.read((tx) => countPayouts(tx, runId));
    const text = counts.map(({ state, payoutCount }) => `${state} ${renderCount(payoutCount)}`);
    print(options, { ...sent, payouts: counts }, text.join(', '));
  });
}

async function pause(runId: string, options: PayoutOptions): Promise<void> {
  requireRunId(runId);
  await withContext(options, async (ctx) => {
    const run = accepted(await pausePayoutRun(ctx, runId));
    print(options, run, `${run.id} is ${run.state}`);
  });
}

async function stop(runId: string, options: PayoutOptions): Promise<void> {
  requireRunId(runId);
  if (options.yes !== true) {
    print(options, { isDryRun: true, runId }, `Would stop ${runId}. Add --yes.`);
    return;
  }
  await withContext(options, async (ctx) => {
    const run = accepted(await stopPayoutRun(ctx, runId));
    print(options, run, `${run.id} is ${run.state}`);
  });
}

async function list(slug: string, options: PayoutOptions): Promise<void> {
  await withContext(options, async (ctx) => {
    const incidentId = await loadIncidentId(ctx, slug);
    const runs = await ctx.read((tx) => listRuns(tx, incidentId));
    const columns = [
      { title: 'run', align: 'left' },
      { title: 'state', align: 'left' },
      { title: 'payouts', align: 'right' },
      { title: 'total', align: 'right' },
    ] as const;
    const rows = runs.map((run) => [
      run.id,
      run.state,
      renderCount(run.payoutCount),
      `${run.currency} ${renderMinor(run.totalMinor, run.currency)}`,
    ]);
    print(options, runs, renderTable(columns, rows));
  });
}

function subcommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--as <email>', 'the member of staff who acts; the platform itself unless given')
    .option('--database <name>', 'a database beside the platform’s own, as `case run` uses')
    .option('--json', 'print one JSON document');
}

const withIncident: WithIncident = (slug, work) =>
  withContext({}, async (ctx) => work(ctx, await loadIncidentId(ctx, slug)));

/** `amends payout`: prepare, approve, send and list payout runs. Moves nothing without --yes. */
export function payoutCommand(): Command {
  return new Command('payout')
    .description('prepare, approve, send and list payout runs')
    .addCommand(statementCommand())
    .addCommand(fundCommand(withIncident))
    .addCommand(daysCommand(withIncident))
    .addCommand(grantsCommand(withIncident))
    .addCommand(unclaimedCommand(withIncident))
    .addCommand(checkCommand((work) => withContext({}, work)))
    .addCommand(
      subcommand('pause', 'pause a run that is being sent; `send` goes on with it')
        .argument('<run>')
        .action(pause),
    )
    .addCommand(
      subcommand('stop', 'stop a run: what is not sent is withdrawn; a dry run without --yes')
        .argument('<run>')
        .option('--yes', 'stop it')
        .action(stop),
    )
    .addCommand(
      subcommand('list', "list an incident's payout runs").argument('<incident>').action(list),
    )
    .addCommand(
      subcommand('prepare', 'prepare a run over every award that is owed; a dry run without --yes')
        .argument('<incident>')
        .option('--currency <code>', 'the currency to pay', 'KRW')
        .option('--rail <name>', 'the way to pay', 'simulated')
        .addOption(
          new Option('--remedy <name>', 'what to give')
            .choices(['cash', 'points', 'credit', 'voucher', 'extension', 'item'])
            .default('cash'),
        )
        .option('--yes', 'record it')
        .action(prepare),
    )
    .addCommand(
      subcommand('approve', 'approve a run another person prepared')
        .argument('<run>')
        .action(approve),
    )
    .addCommand(
      subcommand('send', 'send an approved run, or go on with an interrupted one')
        .argument('<run>')
        .option('--yes', 'send it')
        .action(send),
    );
}
