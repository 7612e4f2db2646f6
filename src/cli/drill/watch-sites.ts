import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { rootCertificates } from 'node:tls';
import { z } from 'zod';
import type { Site, Sites } from '../../deploy/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import type { Health } from './health.ts';

/** Looks at the sites of a deployment, and asks Patroni for a switch-over. */
export interface SiteWatch {
  look(): Promise<Health>;
  switchOver(from: string, to: string): Promise<void>;
}

const answerMs = 2000;
/** A standby that is further behind than this, in bytes, does not follow closely. */
const lagBytesMax = 1_048_576;

const clusterSchema = z.object({
  members: z.array(
    z.object({
      name: z.string(),
      role: z.string(),
      state: z.string(),
      lag: z.union([z.number(), z.string()]).optional(),
    }),
  ),
});
type Cluster = z.infer<typeof clusterSchema>;

interface Answered {
  readonly status: number;
  readonly text: string;
}

interface Asked {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly body?: unknown;
  readonly limitMs?: number;
}

/** Sends one request; undefined when no whole answer came in time. */
function ask(
  agent: Agent,
  { host, port, path, body, limitMs = answerMs }: Asked,
): Promise<Answered | undefined> {
  return new Promise((resolve) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const sent = request({ host, port, path, agent, method: text === undefined ? 'GET' : 'POST' });
    const timer = setTimeout(() => sent.destroy(), limitMs);
    const give = (answered: Answered | undefined): void => {
      clearTimeout(timer);
      resolve(answered);
    };
    sent.once('error', () => give(undefined));
    sent.once('response', (incoming) => {
      const parts: Buffer[] = [];
      incoming.on('data', (part: Buffer) => parts.push(part));
      incoming.once('error', () => give(undefined));
      incoming.once('end', () =>
        give({ status: incoming.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }),
      );
    });
    sent.end(text);
  });
}

/**
 * Opens the watch with the certificate of a site.
 *
 * @param tls the folder with ca.crt, web.crt and web.key
 * @throws CommandExit 2 when they cannot be read
 */
export function openSiteWatch({ sites, domain }: Sites, tls: string): SiteWatch {
  const read = (name: string): string => {
    try {
      return readFileSync(join(tls, name), 'utf8');
    } catch (error) {
      const { code = String(error) } = error as NodeJS.ErrnoException;
      const message = `${join(tls, name)} cannot be read (${code}). Name the folder of a site's certificates with --tls.`;
      throw new CommandExit(message, exitCode.wrongInput);
    }
  };
  const own = { ca: [read('ca.crt')], cert: read('web.crt'), key: read('web.key') };
  const inside = new Agent({ ...own, keepAlive: false });
  const outside = new Agent({
    ca: [...own.ca, ...rootCertificates],
    servername: domain,
    keepAlive: false,
  });
  const patroniOf = ({ address, ports }: Site) => ({ host: address, port: ports.patroni });
  const readCluster = async (site: Site): Promise<Cluster | undefined> => {
    const answered = await ask(inside, { ...patroniOf(site), path: '/cluster' });
    if (answered === undefined) return undefined;
    const parsed = clusterSchema.safeParse(JSON.parse(answered.text));
    return parsed.success ? parsed.data : undefined;
  };
  const isReady = async ({ address, ports }: Site): Promise<boolean> =>
    (await ask(outside, { host: address, port: ports.web, path: '/readyz' }))?.status === 200;
  return {
    async look() {
      const [clusters, ready] = await Promise.all([
        Promise.all(sites.map(readCluster)),
        Promise.all(sites.map(isReady)),
      ]);
      return {
        at: Date.now(),
        ...readMembers(sites, clusters),
        ready: sites.filter((_, index) => ready[index]).map(({ name }) => name),
      };
    },
    async switchOver(from, to) {
      const site = sites.find(({ name }) => name === from) as Site;
      const body = { leader: from, candidate: to };
      const answered = await ask(inside, {
        ...patroniOf(site),
        path: '/switchover',
        body,
        limitMs: 30_000,
      });
      if (answered?.status === 200) return;
      const why = answered === undefined ? 'no answer' : answered.text.trim();
      throw new CommandExit(`Patroni of ${from} does not switch over: ${why}.`, exitCode.failed);
    },
  };
}

/** A site is running when its own Patroni answers and says so; each speaks of itself only. */
function readMembers(
  sites: readonly Site[],
  clusters: readonly (Cluster | undefined)[],
): Pick<Health, 'primary' | 'running'> {
  const members = sites.map(({ name }, index) =>
    clusters[index]?.members.find((member) => member.name === name),
  );
  const isFollowing = (lag: number | string | undefined): boolean =>
    typeof lag === 'number' && lag <= lagBytesMax;
  const running = members.flatMap((member) => {
    if (member === undefined || !['running', 'streaming'].includes(member.state)) return [];
    return member.role === 'leader' || isFollowing(member.lag) ? [member.name] : [];
  });
  const leaders = members.filter(
    (member) => member?.role === 'leader' && running.includes(member.name),
  );
  return { primary: leaders[0]?.name, running };
}

/** Looks again and again until told that it is enough; gives everything that was seen. */
export async function keepWatch(
  watch: SiteWatch,
  seen: Health[],
  { signal, pauseMs = 200 }: { signal: AbortSignal; pauseMs?: number },
): Promise<void> {
  while (!signal.aborted) {
    seen.push(await watch.look());
    await sleep(pauseMs);
  }
}
