import { createHash } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { type ClaimSummary, claimConsumers, summariseClaims } from '../../../claims/index.ts';
import { listAwardNames, listPoliciesInForce } from '../../../claims/policies/index.ts';
import { type Assessment, recordAssessment } from '../../../continuity/index.ts';
import {
  disclosureConsumers,
  type LogReport,
  listLedgerHeads,
  signCheckpoint,
  verifyLog,
} from '../../../disclosure/index.ts';
import { addMs, type Instant, rational, renderRational } from '../../../kernel/index.ts';
import {
  type Consumer,
  type Context,
  countDeliveries,
  drainOutbox,
  listFailedDeliveries,
  makeFolder,
  type Platform,
  subscribeConsumers,
  toJson,
  withSpan,
} from '../../../platform/index.ts';
import type { AwardName } from '../../../policy/award-names/index.ts';
import {
  type ClassTotal,
  type Determined,
  ledgerHeads,
  listPayoutsByClass,
  listTrialBalances,
  publishLedgerHead,
  settlementConsumers,
} from '../../../settlement/index.ts';
import { CommandExit, exitCode } from '../../shell/exit.ts';
import { openProgress } from '../../shell/progress.ts';
import { generatePopulation } from '../generate/generate-population.ts';
import { planPopulation } from '../generate/population-plan.ts';
import { type Scale, type ScaledFigure, scaledPublished } from '../generate/scale.ts';
import type { Case } from '../read/case.ts';
import { assessContinuity } from './assess-continuity.ts';
import { type CaseRun, contextFor } from './case-run.ts';
import { determinePopulation, hasPopulation } from './determine-population.ts';
import { fileClaims } from './file-claims.ts';
import { loadCohorts } from './load-cohorts.ts';
import { expectAccepted, incidentIdOf, loadIncident } from './load-incident.ts';
import {
  type CasePolicy,
  draftPolicies,
  publishForm,
  publishPolicies,
  readPolicies,
} from './publish-policies.ts';
import { publishCaseReport } from './publish-report.ts';
import { reviewClaims } from './review-claims.ts';
import { settleAwards } from './settle-awards.ts';
import { recordSimulations } from './simulate-policies.ts';
import { type ServicePayouts, sumPayouts } from './sum-payouts.ts';

/** What a replay gave, to print and to compare with another replay. */
export interface CaseResult {
  readonly caseId: string;
  readonly scale: string;
  readonly determined: readonly { readonly policy: string; readonly run: Determined }[];
  /** what the policies of the case call the things they award */
  readonly awardNames: readonly AwardName[];
  readonly claims: readonly ClaimSummary[];
  readonly payouts: readonly ClassTotal[];
  readonly servicePayouts: readonly ServicePayouts[];
  readonly published: ReadonlyMap<string, ScaledFigure>;
  readonly balances: Awaited<ReturnType<typeof listTrialBalances>>;
  readonly log: LogReport;
  readonly continuity: Assessment;
}

const restoredToPlanMs = 71 * 86_400_000; // 20 October to the plan of 29 December 2022, at noon

async function ensurePopulation(
  run: CaseRun,
  options: { readonly found: Case; readonly scale: Scale },
): Promise<string> {
  const { found, scale } = options;
  const path = join(run.filesDir, 'population.parquet');
  if (hasPopulation(path)) return path;
  const progress = openProgress('Making the population');
  progress.report(0);
  await makeFolder(run.filesDir);
  const plan = planPopulation(found.population, { scale, seed: found.case.seed });
  const part = `${path}.part`;
  await generatePopulation(plan, { path: part, threads: 2, memoryLimit: '4GB' });
  await rename(part, path);
  progress.done(`${plan.partyCount.toLocaleString('en')} parties`);
  return path;
}

function filesDirOf(platform: Platform, options: { found: Case; scale: string }): string {
  const { found, scale } = options;
  const definition = JSON.stringify(toJson([found.case.seed, found.population]));
  const digest = createHash('sha256').update(definition).digest('hex').slice(0, 12);
  const name = `${found.case.id}@${scale.replace('/', 'of')}-${digest}`;
  return join(platform.config.dataDir, 'cases', name);
}

const deliveriesToShow = 2000;

/** Consumes what waits, with progress where there is much; what it sets off may add to it. */
async function drainShown(
  run: CaseRun,
  { consumers, now }: { readonly consumers: readonly Consumer[]; readonly now: Instant },
): Promise<void> {
  const waiting = await countDeliveries(run.platform);
  if (waiting < deliveriesToShow) {
    await drainOutbox(run.platform, consumers, { now });
    return;
  }
  const progress = openProgress('Letting every room hear of it');
  const consumed = await drainOutbox(run.platform, consumers, {
    now,
    onProgress: (count) => progress.report(Math.min(0.99, count / waiting), `${count} events`),
  });
  progress.done(`${consumed} events`);
}

/** Lets every room hear what happened; an event that a room cannot take in ends the command. */
async function settleOutbox(
  run: CaseRun,
  options: { readonly consumers: readonly Consumer[]; readonly now: Instant },
): Promise<void> {
  await drainShown(run, options);
  const failed = await listFailedDeliveries(run.platform);
  if (failed.length === 0) return;
  const lines = failed.map(
    ({ consumer, eventType, lastError }) => `  ${consumer} on ${eventType}: ${lastError}`,
  );
  const text = `Some events could not be taken in; the next run tries them again:`;
  throw new CommandExit([text, ...lines].join('\n'), exitCode.failed);
}

function traced<T>(run: CaseRun, step: string, work: () => Promise<T>): Promise<T> {
  const attributes = { 'amends.case.id': run.caseId, 'amends.case.scale': run.scale };
  return withSpan(`case ${step}`, { attributes }, work);
}

async function determineAll(
  run: CaseRun,
  options: {
    readonly population: string;
    readonly policies: readonly CasePolicy[];
    readonly now: Instant;
  },
): Promise<CaseResult['determined']> {
  const { population, policies, now } = options;
  const determined: { policy: string; run: Determined }[] = [];
  const inForce = await contextFor(run, 'treasurer', { now, step: 'in force' }).read((tx) =>
    listPoliciesInForce(tx, { incidentId: run.incidentId, at: now }),
  );
  for (const { document } of policies) {
    if (document.header.applies !== 'automatic') continue;
    if (!inForce.some(({ hash }) => hash === document.hash)) continue;
    const about = { population, document, now };
    const result = await traced(run, 'determine', () => determinePopulation(run, about));
    determined.push({ policy: document.header.policy, run: result });
  }
  return determined;
}

/**
 * The rooms' consumers, without the one that publishes a ledger's head whenever it grew: how often
 * that is depends on what is heard of together, and a replay gives the same log however it is cut.
 */
function replayConsumers(): readonly Consumer[] {
  const settling = settlementConsumers.filter(({ name }) => name !== ledgerHeads.name);
  return [...claimConsumers(), ...settling, ...disclosureConsumers];
}

/** Puts the ledger's head in the log, once it has all transfers; a run again finds it there. */
async function recordLedgerHead(ctx: Context, incidentId: string): Promise<void> {
  await ctx.transact(async (tx) => {
    const published = (await listLedgerHeads(tx, incidentId)).at(-1);
    const publishedCount = published?.transferCount;
    await publishLedgerHead(ctx, tx, { incidentId, publishedCount });
  });
}

/** Has the policies drafted, simulated over the whole population, and published by another person. */
async function bringIntoForce(
  run: CaseRun,
  options: {
    readonly population: string;
    readonly policies: readonly CasePolicy[];
    readonly now: Instant;
  },
): Promise<void> {
  await draftPolicies(run, options);
  await traced(run, 'simulate', () => recordSimulations(run, options));
  await traced(run, 'publish', () => publishPolicies(run, options));
}

/**
 * Gives who records the incident: on the day of the report, when there is one, because the record
 * tells of what came long after the plan.
 */
function recorder(run: CaseRun, options: { readonly found: Case; readonly now: Instant }): Context {
  const now = options.found.report?.publishedAt ?? options.now;
  return contextFor(run, 'investigator', { now, step: 'incident' });
}

/** Publishes the public report, if the case has one, and signs the log; gives who signed. */
async function publishAndSign(
  run: CaseRun,
  options: { readonly found: Case; readonly consumers: readonly Consumer[]; readonly now: Instant },
): Promise<Context> {
  const { found, consumers, now } = options;
  const { report } = found;
  const signedAt = report?.publishedAt ?? now;
  if (report !== undefined) {
    const publishing = { report, now: signedAt };
    await traced(run, 'report', () => publishCaseReport(run, publishing));
    await settleOutbox(run, { consumers, now: signedAt });
  }
  const system = contextFor(run, 'system', { now: signedAt, step: 'log' });
  await traced(run, 'sign', () => signCheckpoint(system));
  return system;
}

/**
 * Loads what claimants need to file in a case, and nothing more: the incident, its policies and its
 * questionnaire. Gives the incident's id; a repeat changes nothing.
 */
export async function openCaseForClaims(platform: Platform, found: Case): Promise<string> {
  const { restoredAt, openedAt } = found.incident;
  const now = addMs(restoredAt ?? openedAt, restoredToPlanMs);
  const { projectDir } = platform.config;
  const scale = rational(1n, 1000n); // what the policies are simulated over before they are published
  const run: CaseRun = {
    caseId: found.case.id,
    caseDir: found.dir,
    scale: renderRational(scale),
    platform,
    filesDir: filesDirOf(platform, { found, scale: renderRational(scale) }),
    incidentId: incidentIdOf(found.case.id),
  };
  await loadIncident(recorder(run, { found, now }), found);
  await publishForm(run, { found, now });
  const policies = await readPolicies(found, { projectDir });
  const population = await ensurePopulation(run, { found, scale });
  await bringIntoForce(run, { population, policies, now });
  return run.incidentId;
}

/**
 * Takes a case through the rooms. Each part is idempotent or resumed where it stopped, so a second
 * run, or one after a crash, gives the same figures and changes nothing that was done.
 */
export async function runCase(
  platform: Platform,
  options: { readonly found: Case; readonly scale: Scale },
): Promise<CaseResult> {
  const { found } = options;
  const scale = renderRational(options.scale);
  const { restoredAt, openedAt } = found.incident;
  const now = addMs(restoredAt ?? openedAt, restoredToPlanMs);
  const { projectDir } = platform.config;
  const policies = await readPolicies(found, { projectDir });
  const continuity = await assessContinuity(found);
  const run: CaseRun = {
    caseId: found.case.id,
    caseDir: found.dir,
    scale,
    platform,
    filesDir: filesDirOf(platform, { found, scale }),
    incidentId: incidentIdOf(found.case.id),
  };
  const consumers = replayConsumers();
  await subscribeConsumers(platform, consumers);
  const loading = openProgress('Loading the incident');
  loading.report(0);
  await traced(run, 'load', async () => {
    await loadIncident(recorder(run, { found, now }), found);
    const cohorts = contextFor(run, 'investigator', { now, step: 'cohorts' });
    await loadCohorts(cohorts, { found, scale: options.scale });
  });
  loading.done();
  await publishForm(run, { found, now });
  const population = await traced(run, 'populate', () => ensurePopulation(run, options));
  await bringIntoForce(run, { population, policies, now });
  const filed = await traced(run, 'file', () =>
    fileClaims(run, { found, scale: options.scale, now }),
  );
  await settleOutbox(run, { consumers, now });
  await traced(run, 'review', () => reviewClaims(run, { claimCount: filed, now }));
  await settleOutbox(run, { consumers, now });
  await traced(run, 'settle', () => settleAwards(run, now));
  const determined = await determineAll(run, { population, policies, now });
  await settleOutbox(run, { consumers, now });
  const investigator = contextFor(run, 'investigator', { now, step: 'continuity' });
  const { inventory, losses, assessment } = continuity;
  const record = { inventory, losses, incidentId: run.incidentId };
  const recorded = await traced(run, 'assess', () => recordAssessment(investigator, record));
  expectAccepted('the continuity verdict', recorded);
  await settleOutbox(run, { consumers, now });
  await recordLedgerHead(contextFor(run, 'system', { now, step: 'ledger head' }), run.incidentId);
  await settleOutbox(run, { consumers, now });
  const system = await publishAndSign(run, { found, consumers, now });
  const log = await traced(run, 'verify', () => verifyLog(system));
  const totals = await system.read(async (tx) => ({
    balances: await listTrialBalances(tx, run.incidentId),
    claims: await summariseClaims(tx, run.incidentId),
    payouts: await listPayoutsByClass(tx, run.incidentId),
    servicePayouts: await sumPayouts(tx, run.incidentId),
    awardNames: await listAwardNames(tx, run.incidentId),
  }));
  const published = scaledPublished(found.published, options.scale);
  return {
    caseId: found.case.id,
    scale,
    determined,
    ...totals,
    published,
    log,
    continuity: assessment,
  };
}
