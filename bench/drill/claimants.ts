import { setTimeout as sleep } from 'node:timers/promises';
import { claimBody } from '../claim-body.ts';
import type { Operation, Turn } from './history.ts';
import {
  type Answered,
  type Lines,
  openLines,
  type SiteAddress,
  type Unanswered,
} from './lines.ts';

// The claimants of a drill, in a process of their own outside the sites: they come at a steady rate
// whether they are answered or not, try one site after another, keep their ticket, and go on until they
// have a receipt. One in ten files once more at another site, which must give the same claim number.

/** What the claimants are told. */
export interface ClaimantsTask {
  readonly sites: readonly SiteAddress[];
  readonly domain: string;
  readonly authority: string;
  readonly incidentId: string;
  readonly perSecond: number;
}

interface Told {
  readonly kind: 'receipt' | 'ticket' | 'none';
  readonly claimNumber?: string;
  readonly ticket?: unknown;
}

/** The pause of the site's own script: longer each time, at most ten seconds, by chance. */
const pauseMs = (tries: number): number =>
  Math.min(10_000, 1500 * 2 ** tries) * (0.5 + Math.random() / 2);
const againEvery = 10;
/** So much of an answer that is neither a receipt nor a ticket is kept. */
const saidLength = 300;

function readAnswer(answered: Answered | Unanswered): Told {
  if ('why' in answered || (answered.status !== 201 && answered.status !== 202))
    return { kind: 'none' };
  const kind = answered.status === 201 ? 'receipt' : 'ticket';
  return { ...(JSON.parse(answered.body) as Omit<Told, 'kind'>), kind };
}

interface Try {
  readonly told: Told;
  readonly site: string;
  /** The sites that gave neither a receipt nor a ticket. */
  readonly turns: readonly Turn[];
}

function renderTurn(site: string, answered: Answered | Unanswered, startedAt: number): Turn {
  const afterMs = Date.now() - startedAt;
  if ('why' in answered) return { site, status: 0, afterMs, said: answered.why };
  return { site, status: answered.status, afterMs, said: answered.body.slice(0, saidLength) };
}

/** One press of the button: the sites in turn, until one gives a receipt or a ticket. */
async function tryOnce(
  task: ClaimantsTask,
  lines: Lines,
  { body, first }: { body: string; first: number },
): Promise<Try> {
  const turns: Turn[] = [];
  let site = '';
  for (let step = 0; step < task.sites.length; step += 1) {
    const at = task.sites[(first + step) % task.sites.length] as SiteAddress;
    site = at.name;
    const startedAt = Date.now();
    const answered = await lines.send(at, { method: 'POST', path: '/api/v1/claims', body });
    const told = readAnswer(answered);
    if (told.kind !== 'none') return { told, site, turns };
    turns.push(renderTurn(site, answered, startedAt));
  }
  return { told: { kind: 'none' }, site, turns };
}

function recordTry(
  about: Pick<Operation, 'process' | 'operation' | 'startedAt' | 'claimId'>,
  { told, site, turns }: Try,
): void {
  const { claimNumber } = told;
  const operation: Operation = {
    ...about,
    endedAt: Date.now(),
    outcome: told.kind === 'none' ? 'refused' : told.kind,
    site,
    ...(claimNumber === undefined ? {} : { claimNumber }),
    ...(turns.length === 0 ? {} : { turns }),
  };
  process.send?.(operation);
}

async function claim(task: ClaimantsTask, lines: Lines, serial: number): Promise<void> {
  const { claimId, body } = claimBody(task.incidentId, serial);
  const who = { process: `claimant ${serial}`, claimId };
  let ticket: unknown;
  for (let tries = 0; !isGivenUp; tries += 1) {
    const first = serial + tries;
    const startedAt = Date.now();
    const text = ticket === undefined ? body : JSON.stringify({ ...JSON.parse(body), ticket });
    const made = await tryOnce(task, lines, { body: text, first });
    recordTry({ ...who, operation: 'file', startedAt }, made);
    ticket ??= made.told.ticket;
    if (made.told.kind === 'receipt') {
      if (serial % againEvery === 0) await claimAgain(task, lines, { who, text, first: first + 1 });
      return;
    }
    await sleep(pauseMs(tries));
  }
}

async function claimAgain(
  task: ClaimantsTask,
  lines: Lines,
  { who, text, first }: { who: { process: string; claimId: string }; text: string; first: number },
): Promise<void> {
  await sleep(pauseMs(0));
  const startedAt = Date.now();
  const made = await tryOnce(task, lines, { body: text, first });
  recordTry({ ...who, operation: 'file_again', startedAt }, made);
}

let isEnding = false;
let isGivenUp = false;

async function come(task: ClaimantsTask): Promise<void> {
  const lines = openLines(task);
  const startedAt = performance.now();
  const open = new Set<Promise<void>>();
  for (let serial = 0; !isEnding; serial += 1) {
    const one = claim(task, lines, serial);
    open.add(one);
    void one.finally(() => open.delete(one));
    await sleep(
      Math.max(0, startedAt + ((serial + 1) * 1000) / task.perSecond - performance.now()),
    );
  }
  await Promise.all(open);
}

process.on('message', (message: ClaimantsTask | 'end' | 'give up') => {
  if (message === 'end') isEnding = true;
  else if (message === 'give up') isGivenUp = true;
  else {
    come(message).then(
      () => process.disconnect(),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
        process.exit(1);
      },
    );
  }
});
process.once('disconnect', () => process.exit(0));
