import { Command, InvalidArgumentError } from 'commander';
import { instantFromEpochMs } from '../../kernel/index.ts';
import { type Context, newUuid, sql, toJson } from '../../platform/index.ts';
import { faultSwitches, faultsOf, rehearsePayouts } from '../../settlement/rails/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import { openInstallation } from '../shell/installation.ts';
import { openProgress } from '../shell/progress.ts';
import { renderCount } from '../shell/table.ts';

interface RehearseOptions {
  readonly faults: readonly string[];
  readonly seed: string;
  readonly awards: number;
  readonly days: number;
  readonly json?: boolean;
}

const database = 'amends_rehearsal';
// A fixed first day, so that the same seed gives the same rehearsal whenever it is given.
const from = instantFromEpochMs(Date.UTC(2022, 11, 1, 3));

function parseFaults(text: string): readonly string[] {
  const names = text === 'all' ? Object.keys(faultSwitches) : text.split(',');
  const unknown = names.find((name) => !Object.hasOwn(faultSwitches, name));
  if (unknown === undefined) return names;
  throw new InvalidArgumentError(`${unknown} is none of ${Object.keys(faultSwitches).join(', ')}.`);
}

function parseCount(text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count >= 1 && count <= 100_000) return count;
  throw new InvalidArgumentError('A whole number from 1 to 100000 is expected.');
}

async function openIncident(ctx: Context): Promise<string> {
  const id = newUuid();
  await ctx.transact((tx) =>
    sql`insert into incident.incident (id, slug, title_ko, title_en, zone, opened_at)
      values (${id}, ${`rehearsal-${id}`}, '지급 연습', 'A rehearsal of payouts', 'Asia/Seoul',
        '2022-10-15T06:30:00Z')`.execute(tx),
  );
  return id;
}

async function rehearse(options: RehearseOptions): Promise<void> {
  const installation = await openInstallation({ database });
  try {
    const { platform } = installation;
    const people = { treasurer: newUuid(), approver: newUuid() };
    const cast = (role: 'treasurer' | 'approver', now: typeof from): Context =>
      platform.context({
        actor: { kind: 'staff', id: people[role], name: role, roles: [role] },
        now,
      });
    const incidentId = await openIncident(cast('treasurer', from));
    const progress = openProgress('rehearsing');
    const { seed, awards: awardCount, days: dayCount } = options;
    const verdict = await rehearsePayouts({
      ...{ cast, incidentId, seed, awardCount, dayCount, from },
      rail: `rehearsal-${incidentId}`,
      faults: faultsOf(options.faults),
      onDay: (day) => progress.report(day / dayCount, `day ${day}`),
    });
    progress.done();
    const faults = options.faults.map((name) => ({ name, says: faultSwitches[name]?.says }));
    if (options.json === true) {
      process.stdout.write(`${JSON.stringify(toJson({ seed, faults, ...verdict }), null, 2)}\n`);
    } else {
      const counts = (of: Readonly<Record<string, number | undefined>>): string =>
        Object.entries(of)
          .map(([name, count]) => `${renderCount(count ?? 0)} ${name.replaceAll('_', ' ')}`)
          .join(', ') || 'none';
      const lines = [
        ...faults.map(({ name, says }) => `${name}  the rail ${says}`),
        `${renderCount(verdict.awardCount)} awards, seed ${seed}, ${dayCount} days`,
        `ended      ${counts(verdict.ends)}`,
        `alarms     ${counts(verdict.alarms)}`,
        `exceptions ${counts(verdict.exceptions)}`,
        verdict.isRight
          ? 'right: nothing paid twice, and the books say what the rail really paid'
          : `WRONG: ${JSON.stringify(verdict.findings)}`,
      ];
      process.stdout.write(`${lines.join('\n')}\n`);
    }
    if (!verdict.isRight) throw new CommandExit('', exitCode.failed);
  } finally {
    await installation.close();
  }
}

/** `amends rail rehearse`: payouts over a rail that misbehaves, in a database of their own. */
export function rehearseCommand(): Command {
  const known = Object.entries(faultSwitches).map(([name, { says }]) => `  ${name}  ${says}`);
  return new Command('rehearse')
    .description(
      'rehearse payouts over a rail that misbehaves, and compare with what it really paid',
    )
    .option('--faults <list>', 'which faults, by comma, or all', parseFaults, ['F32', 'F42'])
    .option('--seed <text>', 'what chance depends on: the same gives the same', '1')
    .option('--awards <count>', 'how many awards are paid', parseCount, 50)
    .option('--days <count>', 'for how many days it goes on', parseCount, 10)
    .option('--json', 'print one JSON document')
    .addHelpText('after', `\nFaults:\n${known.join('\n')}`)
    .action(rehearse);
}
