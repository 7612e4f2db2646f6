import { type Command, Option } from 'commander';
import {
  accept,
  moneyFromMajor,
  type Outcome,
  parseCurrency,
  parseRational,
  refuse,
} from '../../kernel/index.ts';
import { namesOfAwards } from '../../policy/award-names/index.ts';
import type { PolicyDocument } from '../../policy/index.ts';
import {
  type AwardsLayout,
  type Simulation,
  type SimulationRefusal,
  simulatePolicies,
} from '../../settlement/population/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import { openProgress } from '../shell/progress.ts';
import { keepSimulation } from './keep-simulation.ts';
import { renderPopulationRefusal, requireWritable, withPopulation } from './open-population.ts';
import { renderSimulation } from './render-simulation.ts';

interface SimulateOptions {
  readonly population: string;
  /** what the population is called, where it is a table that was copied */
  readonly name?: string;
  readonly out?: string;
  readonly layout: AwardsLayout;
  readonly against?: string;
  readonly budget?: string;
  readonly sensitivity?: string;
  readonly badRows: 'stop' | 'set-aside';
  readonly memory: string;
  readonly record?: string;
  readonly json?: boolean;
}

/** Adds `simulate` to the policy command. @param requirePolicy reads a policy without errors */
export function addSimulate(
  command: Command,
  requirePolicy: (file: string) => PolicyDocument,
): void {
  command
    .command('simulate')
    .description('Apply policies to a whole population: cost, who wins, who is missed, what holds.')
    .argument('<file...>', 'policy documents')
    .requiredOption(
      '--population <file>',
      'Parquet, CSV or postgresql://…?table=…: party_id, party_class, a column per fact',
    )
    .option('--out <file>', 'where to write what each party gets, as Parquet')
    .addOption(
      new Option('--layout <layout>', 'rows of --out: one per party and award, or one per party')
        .choices(['awards', 'parties'])
        .default('awards'),
    )
    .option('--against <file>', 'another version, to tell who gets more and who gets less')
    .option('--budget <amount>', 'cut the awards to a budget, exactly pro rata, such as 500000000')
    .option('--sensitivity <name>', 'cost at other values of a constant or bound, or of "all"')
    .addOption(
      new Option('--bad-rows <what>', 'what to do with rows that cannot be taken')
        .choices(['stop', 'set-aside'])
        .default('stop'),
    )
    .option('--memory <megabytes>', 'memory that the run may use', '3072')
    .option('--record <e-mail>', 'keep the result with the drafted versions, as this policy author')
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', afterHelp)
    .action((files: readonly string[], options: SimulateOptions) =>
      withPopulation(options.population, ({ file, name }) =>
        simulateFiles(files, { ...options, population: file, name }, requirePolicy),
      ),
    );
}

const afterHelp = `
A population is a Parquet file, a CSV or TSV file with a header line (.gz too), or a table of PostgreSQL:
  --population 'postgresql://reader@db.example.org/shop?table=public.parties'
A table is read as it is at one instant; the password comes from PGPASSWORD or ~/.pgpass.

Rows that cannot be taken (a wrong type, out of the declared range, no such choice, no such date, too
many or too few cells, not UTF-8, no party_id) are named with row, party, field, what was found and what
would be right, and counted for each field:
  --bad-rows stop        ends the run there, with exit code 2 (the default)
  --bad-rows set-aside   leaves them out and tells how many
An empty cell or null is no bad row: the fact is not known for that party, and nothing is taken for zero.
A column that no fact has is not read; a party that stands there twice always ends the run.

--layout parties is the way for tens of millions: two columns per award, how it ended and how much.
Exit 1 when something that must hold does not, 2 when the input cannot be taken.`;

async function simulateFiles(
  files: readonly string[],
  options: SimulateOptions,
  requirePolicy: (file: string) => PolicyDocument,
): Promise<void> {
  const documents = files.map(requirePolicy);
  if (options.out !== undefined) {
    const read = [options.population, ...files, ...(options.against ? [options.against] : [])];
    requireWritable(options.out, { option: '--out', read });
  }
  const progress = openProgress('Simulating');
  const outcome = await simulatePolicies({
    population: options.population,
    documents,
    ...(options.against === undefined ? {} : { against: requirePolicy(options.against) }),
    badRows: options.badRows === 'stop' ? 'stop' : 'set_aside',
    ...(options.out === undefined ? {} : { out: options.out }),
    layout: options.layout,
    ...(options.budget === undefined ? {} : { budget: readBudget(options.budget, documents) }),
    ...(options.sensitivity === undefined ? {} : { sensitivity: options.sensitivity }),
    memoryLimitMegabytes: readMemory(options.memory),
    onProgress: (part, share) => progress.report(share, part),
  });
  const simulation = requireSimulation(named(outcome, options));
  progress.done(`${simulation.population.rowCount} parties`);
  if (options.record !== undefined && outcome.ok) {
    await keepSimulation(outcome.value, options.record);
  }
  const text = options.json
    ? JSON.stringify(simulation, null, 2)
    : renderSimulation(simulation, documents.flatMap(namesOfAwards));
  process.stdout.write(`${text}\n`);
  if (simulation.invariants.some(({ holds }) => !holds)) throw new CommandExit('', exitCode.failed);
}

/** Calls a table that was copied by its own name. */
function named(
  outcome: Outcome<Simulation, SimulationRefusal>,
  { name, population: copy }: SimulateOptions,
): Outcome<Simulation, SimulationRefusal> {
  if (name === undefined || name === copy) return outcome;
  if (outcome.ok) {
    const population = { ...outcome.value.population, file: name };
    return accept({ ...outcome.value, population });
  }
  return 'file' in outcome.refusal ? refuse({ ...outcome.refusal, file: name }) : outcome;
}

function readMemory(text: string): number {
  const megabytes = Number(text);
  if (Number.isInteger(megabytes) && megabytes >= 256) return megabytes;
  const message = `--memory ${text}: write a whole number of megabytes, at least 256`;
  throw new CommandExit(message, exitCode.wrongInput);
}

function readBudget(text: string, documents: readonly PolicyDocument[]) {
  const [amount = '', written] = text.trim().split(/\s+/);
  const currency = parseCurrency(written ?? documents[0]?.header.currency ?? '');
  const value = parseRational(amount.replaceAll(',', ''));
  const expected = 'write an amount in major units, such as 500000000 or "1000.50 EUR"';
  if (!currency || !value || value.numerator < 0n) {
    throw new CommandExit(`--budget ${text}: ${expected}`, exitCode.wrongInput);
  }
  try {
    return { budgetMinor: moneyFromMajor(value, currency).amountMinor, currency };
  } catch {
    const message = `--budget ${text}: ${currency} has no such parts; ${expected}`;
    throw new CommandExit(message, exitCode.wrongInput);
  }
}

function requireSimulation(outcome: Outcome<Simulation, SimulationRefusal>): Simulation {
  if (outcome.ok) return outcome.value;
  throw new CommandExit(renderRefusal(outcome.refusal), exitCode.wrongInput);
}

function renderRefusal(refusal: SimulationRefusal): string {
  switch (refusal.code) {
    case 'simulation_figure_unknown':
      return `no figure is named ${refusal.name}; there are: ${refusal.known.join(' · ')}`;
    case 'simulation_budget_too_large':
      return `the budget is too large to be shared exactly; write at most ${refusal.most} minor units`;
    default:
      return renderPopulationRefusal(refusal);
  }
}
