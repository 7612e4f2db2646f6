import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseRational, renderDecimal } from '../../kernel/index.ts';
import { newUuid, type Platform, sql, systemActor } from '../../platform/index.ts';
import {
  type DeterminationRefusal,
  type Given,
  hashFile,
  listGivenRuns,
  type PartyDue,
} from '../../settlement/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import { openInstallation } from '../shell/installation.ts';
import { type Column, renderCount, renderMinor, renderTable } from '../shell/table.ts';
import { requireWritable } from './open-population.ts';

/** The options that say beyond what is paid. */
export interface EarlierOptions {
  readonly earlier?: readonly string[];
  readonly due?: string;
}

/** The option that names an earlier awards file, with its help; repeated for each file. */
export const earlierOption = [
  '--earlier <file>',
  'awards of an approved run of the same parties, as it wrote them; once for each such run',
  (file: string, before: readonly string[] = []) => [...before, file],
] as const;

/** The option that names the file of what is due, with its help. */
export const dueOption = [
  '--due <file>',
  'where to write what each party gets beyond the earlier runs, as Parquet: what is handed out',
] as const;

/** Says no where only one of the two is given, or where a file would be written over another. */
export function requireEarlier(
  { earlier = [], due }: EarlierOptions,
  files: { readonly awards: string; readonly read: readonly string[] },
): void {
  const refused = (message: string) => new CommandExit(message, exitCode.wrongInput);
  if (due === undefined && earlier.length === 0) return;
  if (due === undefined) {
    throw refused('--earlier needs a file for what each party is due beyond it: --due DUE.parquet');
  }
  const gone = earlier.find((file) => !existsSync(file));
  if (gone !== undefined) throw refused(`--earlier ${gone}: there is no such file`);
  requireWritable(files.awards, { option: '--awards', read: earlier });
  requireWritable(due, { option: '--due', read: [...files.read, ...earlier, files.awards] });
}

/** Opens the installation for some work, and lets go of it. */
export async function withPlatform<T>(work: (platform: Platform) => Promise<T>): Promise<T> {
  const installation = await openInstallation();
  try {
    return await work(installation.platform);
  } finally {
    await installation.close();
  }
}

/** Gives the incident that a document is published for, or says that it is not. */
export async function requireIncident(platform: Platform, policyHash: string): Promise<string> {
  const { rows } = await platform.context({ actor: systemActor }).read((tx) =>
    sql<{ incidentId: string }>`select incident_id as "incidentId" from claims.policy_version
      where hash = ${policyHash} and published_at is not null`.execute(tx),
  );
  const [version] = rows;
  if (version) return version.incidentId;
  const message = 'Exactly this document is not published. Publish it first, in the console.';
  throw new CommandExit(message, exitCode.wrongInput);
}

/** Finds an awards file that the installation keeps itself, with the files of a case, by its hash. */
async function findKept(dataDir: string, hash: string): Promise<string | undefined> {
  const cases = join(dataDir, 'cases');
  const names = existsSync(cases) ? await readdir(cases, { recursive: true }) : [];
  for (const name of names) {
    if (!/^awards-.*\.parquet$/.test(basename(name))) continue;
    const file = join(cases, name);
    if ((await hashFile(file)) === hash) return file;
  }
  return undefined;
}

/** Finds the runs that files are of, with those files that are not given and kept by ourselves. */
async function findEarlier(
  platform: Platform,
  { run, files }: { readonly run: Given['run']; readonly files: Map<string, string> },
): Promise<Awaited<ReturnType<typeof listGivenRuns>>> {
  const ctx = platform.context({ actor: systemActor });
  const found = await ctx.read((tx) => listGivenRuns(tx, { run, hashes: [...files.keys()] }));
  if (found.ok || found.refusal.code !== 'determination_earlier_missing') return found;
  const { hash } = found.refusal;
  const kept = await findKept(platform.config.dataDir, hash);
  if (kept === undefined) return found;
  files.set(hash, kept);
  return findEarlier(platform, { run, files });
}

/**
 * Puts the awards files of earlier runs in the order of their approval, before anything is
 * determined: a file that is not that of an approved run, and one that is missing and not kept by
 * the installation itself, end the command.
 */
export function orderEarlier(of: {
  readonly policyHash: string;
  readonly population: string;
  readonly earlier: readonly string[];
}): Promise<readonly string[]> {
  return withPlatform(async (platform) => {
    const files = new Map<string, string>();
    for (const file of of.earlier) files.set(await hashFile(file), file);
    const incidentId = await requireIncident(platform, of.policyHash);
    const populationHash = await hashFile(of.population);
    const run = { id: newUuid(), incidentId, policyHash: of.policyHash, populationHash };
    const found = await findEarlier(platform, { run, files });
    if (!found.ok) throw new CommandExit(sayRefusal(found.refusal, files), exitCode.conflict);
    const ordered = found.value.flatMap(({ awardsHash }) => files.get(awardsHash) ?? []);
    if (ordered.length > 0) return ordered;
    const message =
      '--due: no approved run is known to be of these parties. Name the awards file of each with --earlier.';
    throw new CommandExit(message, exitCode.wrongInput);
  });
}

/** Says why a run is not put up. @param files the earlier awards files by their hash */
export function sayRefusal(
  refusal: DeterminationRefusal,
  files: ReadonlyMap<string, string> = new Map(),
): string {
  switch (refusal.code) {
    case 'policy_not_begun': {
      const { policyId, version, from } = refusal;
      return `${policyId} ${version} begins on ${from}: until then an earlier version decides. Propose it from that day on.`;
    }
    case 'determination_earlier_unknown':
      return `--earlier ${files.get(refusal.hash) ?? ''}: no approved run of the incident wrote this file (SHA-256 ${refusal.hash}). Give the awards file as the run wrote it; its hash stands in the console under Determinations.`;
    case 'determination_earlier_missing':
      return `Run ${refusal.runId} determined the same parties, and its awards file is not given. Add it with --earlier: its SHA-256 is ${refusal.hash}.`;
    case 'determination_replacement_unfit':
      return `Run ${refusal.runId} determined other parties, or by another policy: leave its awards file out.`;
    case 'determination_due_outdated':
      return 'A run of the same parties was approved meanwhile. Determine anew, with its awards file too.';
    default:
      return `Refused: ${refusal.code}`;
  }
}

const left = (title: string): Column => ({ title, align: 'left' });
const right = (title: string): Column => ({ title, align: 'right' });

/** Writes what each class is due beyond earlier runs, and who gets less or is held back. */
export function renderDue({ lines }: PartyDue): string {
  const columns = [
    ...[left('class'), left('remedy'), right('granted before'), right('now'), right('due')],
    ...[right('parties due'), right('get less'), right('held back'), left('in')],
  ];
  const rows = lines.map((line) => {
    const { currency, unit } = line;
    const count = (text: string) =>
      currency === null ? quantity(text) : renderMinor(text, currency);
    return [
      ...[line.partyClass || '–', line.name === null ? line.remedy : `${line.remedy} ${line.name}`],
      ...[line.granted, line.now, line.due].map(count),
      ...[line.dueParties, line.lessParties, line.heldParties].map(renderCount),
      currency ?? unit ?? '',
    ];
  });
  return [
    'Beyond the earlier runs, reckoned party by party:',
    renderTable(columns, rows),
    ...(lines.some(({ lessParties }) => lessParties > 0)
      ? ['Whoever gets less than was granted keeps it.']
      : []),
    ...(lines.some(({ partyClass }) => partyClass === '')
      ? ['Under –: parties without a class, or that are not in this population any more.']
      : []),
    ...(lines.some(({ heldParties }) => heldParties > 0)
      ? [
          'Held back: it cannot be subtracted from what was granted, as months from days. Decide it.',
        ]
      : []),
  ].join('\n');
}

function quantity(text: string): string {
  const exact = parseRational(text);
  if (exact === undefined) return text;
  if (exact.denominator === 1n) return renderCount(exact.numerator);
  return `≈ ${renderDecimal(exact, { maxDigits: 2 })}`;
}

/**
 * Says what of the approved runs of a policy is reckoned by class because their files were not given,
 * or nothing where there are none.
 */
export async function sayByClass(
  platform: Platform,
  of: { readonly runId: string; readonly policyHash: string },
): Promise<string | undefined> {
  const { rows } = await platform.context({ actor: systemActor }).read((tx) =>
    sql<{ awardsHash: string }>`select run.awards_hash as "awardsHash"
      from settlement.determination_run run
      join settlement.determination_run own on own.id = ${of.runId}
      where run.incident_id = own.incident_id and run.state = 'approved' and (
        run.policy_hash = own.policy_hash or run.policy_hash in (
          select other.hash from claims.policy_version other
          join claims.policy_version mine on mine.policy_id = other.policy_id
            and mine.incident_id = other.incident_id
          where mine.hash = ${of.policyHash} and mine.incident_id = own.incident_id))`.execute(tx),
  );
  if (rows.length === 0) return undefined;
  const runs = rows.length === 1 ? 'A run' : `${rows.length} runs`;
  return `${runs} of this policy ${rows.length === 1 ? 'is' : 'are'} approved already. If the parties are the same, what is due beyond is reckoned by class, which
misses whoever took another's place: put it up with --earlier AWARDS.parquet --due DUE.parquet to have it reckoned party by party.`;
}
