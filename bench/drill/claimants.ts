import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { claimBody } from '../claim-body.ts';
import type { Operation } from './history.ts';

// The claimants of a drill, in a process of their own outside the sites: they come at a steady rate
// whether they are answered or not, try one site after another, keep their ticket, and go on until they
// have a receipt. One in ten files once more at another site, which must give the same claim number.

/** What the claimants are told. */
export interface ClaimantsTask {
  readonly sites: readonly {
    readonly name: string;
    readonly address: string;
    readonly port: number;
  }[];
  readonly domain: string;
  readonly authority: string;
  readonly incidentId: string;
  readonly perSecond: number;
}

interface Answered {
  readonly status: number;
  readonly body: string;
}

interface Told {
  readonly kind: 'receipt' | 'ticket' | 'none';
  readonly status: number;
  readonly claimNumber?: string;
  readonly ticket?: unknown;
}

const connectMs = 2500;
/** Amends answers within four seconds, with a ticket if need be. */
const answerMs = 6000;
/** The pause of the site's own script: longer each time, at most ten seconds, by chance. */
const pauseMs = (tries: number): number =>
  Math.min(10_000, 1500 * 2 ** tries) * (0.5 + Math.random() / 2);
const againEvery = 10;

type SiteOf = ClaimantsTask['sites'][number];

/**
 * Connections to each site, kept while it answers, because a handshake for each of many claimants on a
 * machine that also runs the sites is more than it can bear; all are dropped when one is not answered.
 */
interface Lines {
  of(site: SiteOf): Agent;
  drop(site: SiteOf): void;
}

function openLines({ authority, domain }: ClaimantsTask): Lines {
  const ca = readFileSync(authority);
  const agents = new Map<string, Agent>();
  return {
    of({ name }) {
      const agent = agents.get(name) ?? new Agent({ ca, servername: domain, keepAlive: true });
      agents.set(name, agent);
      return agent;
    },
    drop({ name }) {
      agents.get(name)?.destroy();
      agents.delete(name);
    },
  };
}

/** Sends once to one site; undefined when no whole answer came. */
function send(site: SiteOf, lines: Lines, body: string): Promise<Answered | undefined> {
  return new Promise((resolve) => {
    const sent = request({
      host: site.address,
      port: site.port,
      agent: lines.of(site),
      path: '/api/v1/claims',
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    });
    const give = (answered: Answered | undefined): void => {
      clearTimeout(connecting);
      clearTimeout(answering);
      resolve(answered);
    };
    const giveUp = (): void => {
      give(undefined);
      sent.destroy();
    };
    const connecting = setTimeout(() => {
      giveUp();
      lines.drop(site);
    }, connectMs);
    const answering = setTimeout(() => {
      giveUp();
      lines.drop(site);
    }, answerMs);
    sent.once('socket', (socket) => {
      if (sent.reusedSocket) clearTimeout(connecting);
      else socket.once('secureConnect', () => clearTimeout(connecting));
    });
    sent.once('error', () => give(undefined));
    sent.once('response', (incoming) => {
      const parts: Buffer[] = [];
      incoming.on('data', (part: Buffer) => parts.push(part));
      incoming.once('end', () =>
        give({ status: incoming.statusCode ?? 0, body: Buffer.concat(parts).toString('utf8') }),
      );
      incoming.once('error', () => give(undefined));
    });
    sent.end(body);
  });
}

function readAnswer(answered: Answered | undefined): Told {
  const status = answered?.status ?? 0;
  if (answered === undefined || (status !== 201 && status !== 202)) return { kind: 'none', status };
  const kind = status === 201 ? 'receipt' : 'ticket';
  return { ...(JSON.parse(answered.body) as Omit<Told, 'kind'>), kind, status };
}

interface Try {
  readonly told: Told;
  readonly site: string;
  readonly statuses: readonly number[];
}

/** One press of the button: the sites in turn, until one gives a receipt or a ticket. */
async function tryOnce(
  task: ClaimantsTask,
  lines: Lines,
  { body, first }: { body: string; first: number },
): Promise<Try> {
  const statuses: number[] = [];
  let site = '';
  for (let step = 0; step < task.sites.length; step += 1) {
    const at = task.sites[(first + step) % task.sites.length] as SiteOf;
    site = at.name;
    const told = readAnswer(await send(at, lines, body));
    if (told.kind !== 'none') return { told, site, statuses };
    statuses.push(told.status);
  }
  return { told: { kind: 'none', status: 0 }, site, statuses };
}

function recordTry(
  about: Pick<Operation, 'process' | 'operation' | 'startedAt' | 'claimId'>,
  { told, site, statuses }: Try,
): void {
  const { claimNumber } = told;
  const operation: Operation = {
    ...about,
    endedAt: Date.now(),
    outcome: told.kind === 'none' ? 'refused' : told.kind,
    site,
    ...(claimNumber === undefined ? {} : { claimNumber }),
    ...(statuses.length === 0 ? {} : { statuses }),
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
