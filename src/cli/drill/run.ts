import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, InvalidArgumentError } from 'commander';
import type { SitesReport } from '../../continuity/drill/index.ts';
import { makeFolder } from '../../platform/index.ts';
import { openSites } from '../deploy/open-sites.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import { type Health, longestGapSeconds, whyNotWhole, whyStop } from './health.ts';
import { type DrillKept, keepDrill } from './keep-drill.ts';
import { keepWatch, openSiteWatch, type SiteWatch } from './watch-sites.ts';

interface RunOptions {
  readonly switchOver?: boolean;
  readonly lose?: string;
  readonly tls: string;
  readonly limit: number;
  readonly grace: number;
  readonly hold: number;
  readonly wait: number;
  readonly inventory?: string;
  readonly node?: readonly string[];
  readonly write?: boolean;
  readonly log?: boolean;
  readonly report?: string;
  readonly json?: boolean;
}

/** What a drill on a real deployment showed. */
interface DrillReport {
  readonly what: 'switch-over' | 'loss';
  readonly site: string;
  readonly startedAt: string;
  readonly doneAt: string;
  readonly gapSeconds: number;
  /** From the moment it was said to be back until every site was whole. */
  readonly rejoinSeconds: number;
  readonly result: 'passed' | 'failed';
  readonly stopped?: string;
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 86_400))
    throw new InvalidArgumentError('Seconds from 1 to 86400 are expected.');
  return value;
}

/** Adds `amends drill run`. */
export function addRun(parent: Command): void {
  parent
    .command('run')
    .description(
      'Hold a drill on the sites of a real deployment: only when every site is whole, and stopped when another than the one lost falls ill.',
    )
    .argument('<sites>', 'the file that describes the sites (YAML)')
    .requiredOption(
      '--tls <folder>',
      'the certificates of the site this runs at, as /etc/amends/tls',
    )
    .option('--switch-over', 'let another site become the primary, as for planned work')
    .option('--lose <site>', 'watch while somebody takes this site down, whole, and brings it back')
    .option('--limit <seconds>', 'stop when no site takes claims for longer', seconds, 30)
    .option(
      '--grace <seconds>',
      'stop when a site that is no part of it is silent for longer',
      seconds,
      15,
    )
    .option('--hold <seconds>', 'how long the site stays lost', seconds, 60)
    .option(
      '--wait <seconds>',
      'how long to wait for somebody to take it down, or bring it back',
      seconds,
      900,
    )
    .option('--inventory <folder>', 'the inventory the record is made for')
    .option(
      '--node <ids...>',
      'nodes of the inventory that kept running (default: database filing)',
    )
    .option('--write', 'write the records into the inventory')
    .option('--log', 'keep them in this installation too: their hashes go to the transparency log')
    .option('--report <file>', 'write what it showed, as amends drill publish takes it')
    .option('--json', 'one JSON document on stdout')
    .action(run);
}

interface Stage {
  readonly names: readonly string[];
  readonly options: RunOptions;
  readonly watch: SiteWatch;
  readonly seen: Health[];
}

const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`);

async function run(path: string, options: RunOptions): Promise<void> {
  const deployment = await openSites(path);
  const names = deployment.sites.map(({ name }) => name);
  requireOneKind(options, names);
  const watch = openSiteWatch(deployment, options.tls);
  const first = await watch.look();
  const amiss = whyNotWhole(first, names);
  if (amiss !== undefined) {
    throw new CommandExit(`The drill has not begun: ${amiss}. Mend that first.`, exitCode.conflict);
  }
  const stage: Stage = { names, options, watch, seen: [first] };
  const enough = new AbortController();
  const watching = keepWatch(watch, stage.seen, { signal: enough.signal });
  const report = await (options.switchOver === true ? switchOver(stage) : lose(stage)).finally(
    async () => {
      enough.abort();
      await watching;
    },
  );
  const kept = await keepReport(report, options);
  await writeSitesReport(report, { deployment: deployment.name, options });
  if (options.json === true)
    process.stdout.write(`${JSON.stringify({ ...report, records: kept }, null, 2)}\n`);
  else process.stdout.write(renderReport(report));
  if (report.result === 'failed') throw new CommandExit('', exitCode.failed);
}

function requireOneKind(
  { switchOver: isSwitchOver, lose: site, write, inventory }: RunOptions,
  names: readonly string[],
): void {
  if ((isSwitchOver === true) === (site !== undefined)) {
    throw new CommandExit(
      'Say what to do: either --switch-over or --lose SITE.',
      exitCode.wrongInput,
    );
  }
  if (site !== undefined && !names.includes(site)) {
    throw new CommandExit(
      `No site is called "${site}". There are: ${names.join(', ')}.`,
      exitCode.wrongInput,
    );
  }
  if (write === true && inventory === undefined) {
    throw new CommandExit(
      '--write needs --inventory FOLDER: where the records go.',
      exitCode.wrongInput,
    );
  }
}

/** Waits until something is seen; a sentence when the drill must stop, or the time is up. */
async function waitUntil(
  { seen, names, options }: Stage,
  about: {
    readonly lost?: string;
    readonly waitSeconds: number;
    readonly isSo: (health: Health) => boolean;
  },
): Promise<string | undefined> {
  const until = Date.now() + about.waitSeconds * 1000;
  while (Date.now() < until) {
    const last = seen.at(-1) as Health;
    if (about.isSo(last)) return undefined;
    const { limit: limitSeconds, grace: graceSeconds } = options;
    const stop = whyStop(seen, { sites: names, lost: about.lost, limitSeconds, graceSeconds });
    if (stop !== undefined) return stop;
    await sleep(100);
  }
  return `it was not seen within ${about.waitSeconds} s`;
}

function makeReport(
  stage: Stage,
  about: Pick<DrillReport, 'what' | 'site'> & {
    startedAtMs: number;
    backAtMs: number;
    stopped?: string | undefined;
  },
): DrillReport {
  const { what, site, startedAtMs, backAtMs, stopped } = about;
  const during = stage.seen.filter(({ at }) => at >= startedAtMs);
  const doneAtMs = during.at(-1)?.at ?? startedAtMs;
  const instant = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
  return {
    what,
    site,
    startedAt: instant(startedAtMs),
    doneAt: instant(doneAtMs),
    gapSeconds: longestGapSeconds(during),
    rejoinSeconds: Math.max(0, (doneAtMs - backAtMs) / 1000),
    result: stopped === undefined ? 'passed' : 'failed',
    ...(stopped === undefined ? {} : { stopped }),
  };
}

async function switchOver(stage: Stage): Promise<DrillReport> {
  const { names, watch, seen, options } = stage;
  const from = seen[0]?.primary as string;
  const to = names.find((name) => name !== from) as string;
  say(`Switching over from ${from} to ${to} …`);
  const startedAtMs = Date.now();
  await watch.switchOver(from, to);
  const isSo = (health: Health): boolean =>
    health.at > startedAtMs && health.primary === to && whyNotWhole(health, names) === undefined;
  const stopped = await waitUntil(stage, { waitSeconds: options.wait, isSo });
  if (stopped !== undefined) say(`STOP: ${stopped}. Runbook: "No primary".`);
  return makeReport(stage, {
    what: 'switch-over',
    site: from,
    startedAtMs,
    backAtMs: startedAtMs,
    stopped,
  });
}

async function lose(stage: Stage): Promise<DrillReport> {
  const { names, options } = stage;
  const site = options.lose as string;
  say(
    `Take ${site} down now, whole: its power, or everything in it and its line. Waiting at most ${options.wait} s …`,
  );
  const gone = (health: Health): boolean =>
    !health.running.includes(site) && !health.ready.includes(site);
  const unseen = await waitUntil(stage, { lost: site, waitSeconds: options.wait, isSo: gone });
  const startedAtMs = Date.now();
  const bring = `Bring ${site} back now.`;
  if (unseen !== undefined) {
    say(`STOP: ${unseen}. ${bring}`);
    return makeReport(stage, {
      what: 'loss',
      site,
      startedAtMs,
      backAtMs: startedAtMs,
      stopped: unseen,
    });
  }
  say(`${site} is gone. Holding for ${options.hold} s …`);
  const held = (health: Health): boolean =>
    health.at >= startedAtMs + options.hold * 1000 &&
    health.ready.length > 0 &&
    health.primary !== undefined;
  const stopped = await waitUntil(stage, {
    lost: site,
    waitSeconds: options.hold + options.limit,
    isSo: held,
  });
  say(stopped === undefined ? bring : `STOP: ${stopped}. ${bring}`);
  const backAtMs = Date.now();
  const isWhole = (health: Health): boolean => whyNotWhole(health, names) === undefined;
  const stillStopped =
    stopped ?? (await waitUntil(stage, { lost: site, waitSeconds: options.wait, isSo: isWhole }));
  return makeReport(stage, { what: 'loss', site, startedAtMs, backAtMs, stopped: stillStopped });
}

function renderReport({
  what,
  site,
  gapSeconds,
  rejoinSeconds,
  result,
  stopped,
}: DrillReport): string {
  const title = what === 'loss' ? `Loss of ${site}` : `Switch-over from ${site}`;
  const back =
    what === 'loss' ? `; whole again ${rejoinSeconds.toFixed(1)} s after it was called back` : '';
  const end = stopped === undefined ? '' : ` (${stopped})`;
  return `${title}: ${result}${end}. No site took claims for ${gapSeconds.toFixed(1)} s at the longest${back}.\n`;
}

/** Gives what the console shows; what needs claimants of one's own was not counted here. */
function toSitesReport(
  report: DrillReport,
  about: { readonly deployment: string; readonly options: RunOptions },
): SitesReport {
  const isPassed = report.result === 'passed';
  const uncounted = { receipts: null, ticketsGiven: null, ticketsRedeemed: null, refused: null };
  const unseen = { errorPages: null, lost: null, doubles: null, splitBrain: null, paidTwice: null };
  const isLoss = report.what === 'loss';
  return {
    format: 'amends-sites-drill/1',
    place: about.deployment,
    ...{ startedAt: report.startedAt, doneAt: report.doneAt, perSecond: null, startSeconds: null },
    results: [
      {
        letter: isLoss ? `loss-${report.site}` : 'd',
        title: isLoss ? `loss of ${report.site}` : `switch-over from ${report.site}`,
        ...{ limitSeconds: about.options.limit, floorSeconds: null, floor: report.stopped ?? '' },
        gapSeconds: [report.gapSeconds],
        rejoinSeconds: [isPassed ? report.rejoinSeconds : null],
        ...{ ...uncounted, ...unseen, isRight: isPassed },
      },
    ],
  };
}

async function writeSitesReport(
  report: DrillReport,
  about: { readonly deployment: string; readonly options: RunOptions },
): Promise<void> {
  const { report: path } = about.options;
  if (path === undefined) return;
  await makeFolder(dirname(path));
  await writeFile(path, `${JSON.stringify(toSitesReport(report, about), null, 2)}\n`);
  say(`Written: ${path}. Keep it with: amends drill publish ${path}`);
}

/** Makes the records, one for each node: a lost site counts whole, a switch-over removes nothing. */
async function keepReport(report: DrillReport, options: RunOptions): Promise<readonly DrillKept[]> {
  const { inventory } = options;
  if (inventory === undefined) return [];
  const kept: DrillKept[] = [];
  for (const node of options.node ?? ['database', 'filing']) {
    const made = await keepDrill(inventory, {
      node,
      domain: `site-${report.site}`,
      ...(report.what === 'loss'
        ? ({ scope: 'full', kind: 'whole-domain' } as const)
        : ({ scope: 'partial', kind: 'failover' } as const)),
      startedAt: report.startedAt,
      doneAt: report.doneAt,
      result: report.result,
      deviations: [
        ...(report.stopped === undefined ? [] : [report.stopped]),
        `No site took claims for ${report.gapSeconds.toFixed(1)} s at the longest.`,
      ],
      isLogged: options.log === true,
    });
    if (options.write === true) {
      const target = join(inventory, 'drills', made.name);
      await makeFolder(dirname(target));
      await writeFile(target, made.text, { flag: 'wx' });
      say(`Written: ${target}`);
    }
    kept.push(made);
  }
  return kept;
}
