import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';

// What people's browsers do between a press of the button and an answer: connections that are kept, time
// limits, and the second try on a connection that the other side had just closed.

/** One site as it is reached from outside. */
export interface SiteAddress {
  readonly name: string;
  readonly address: string;
  readonly port: number;
}

/** A whole answer. */
export interface Answered {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Why no whole answer came, in a few words: `not connected in 2500 ms`, `ECONNREFUSED`. */
export interface Unanswered {
  readonly why: string;
}

/** What is sent. */
export interface Asked {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** How long an answer may take; what claimants may wait unless it says otherwise. */
  readonly limitMs?: number;
}

const connectMs = 2500;
/** Amends answers within four seconds, with a ticket if need be. */
const answerMs = 6000;

/**
 * Connections to each site, kept while it answers, because a handshake for each of many people on a
 * machine that also runs the sites is more than it can bear. When a site is silent no new request takes
 * one of the old connections; those under way on them go on, as in the browsers of other people.
 */
export interface Lines {
  /** Sends once to one site; once more, as browsers do, on a kept connection that was closed meanwhile. */
  send(site: SiteAddress, asked: Asked): Promise<Answered | Unanswered>;
}

interface Kept {
  of(site: SiteAddress): Agent;
  retire(site: SiteAddress, agent: Agent): void;
}

function keepAgents(authority: string, domain: string): Kept {
  const ca = readFileSync(authority);
  const agents = new Map<string, Agent>();
  return {
    of({ name }) {
      const agent = agents.get(name) ?? new Agent({ ca, servername: domain, keepAlive: true });
      agents.set(name, agent);
      return agent;
    },
    retire({ name }, agent) {
      if (agents.get(name) === agent) agents.delete(name);
      agent.maxFreeSockets = 0;
      for (const sockets of Object.values(agent.freeSockets)) {
        for (const socket of sockets ?? []) socket.destroy();
      }
    },
  };
}

interface Sent {
  readonly answered: Answered | Unanswered;
  /** The connection was an old one, and the other side closed it without a word of an answer. */
  readonly isStale: boolean;
  /** The time was up, so that the site is taken for silent. */
  readonly isSilent: boolean;
}

function sendOnce(agent: Agent, site: SiteAddress, asked: Asked): Promise<Sent> {
  return new Promise((resolve) => {
    const { method, path, body, headers, limitMs = answerMs } = asked;
    const sent = request({
      ...{ host: site.address, port: site.port, agent, path, method },
      headers: {
        ...headers,
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      },
    });
    let [isConnected, hasBegun, isGiven] = [false, false, false];
    const give = (told: Sent): void => {
      isGiven = true;
      isConnected = true;
      clearTimeout(connecting);
      clearTimeout(answering);
      resolve(told);
    };
    const fail = (error: NodeJS.ErrnoException): void => {
      const isStale =
        sent.reusedSocket && !hasBegun && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
      const why = `${hasBegun ? 'cut off in its answer: ' : ''}${error.code ?? error.message}`;
      give({ answered: { why }, isStale, isSilent: false });
    };
    const giveUp = (why: string): void => {
      give({ answered: { why }, isStale: false, isSilent: true });
      sent.destroy();
    };
    // What came meanwhile is looked at first: on a busy machine it is this process that is late.
    const after = (ms: number, why: string, isMoot: () => boolean): NodeJS.Timeout =>
      setTimeout(
        () => setImmediate(() => setImmediate(() => (isMoot() ? undefined : giveUp(why)))),
        ms,
      );
    const connecting = after(connectMs, `not connected in ${connectMs} ms`, () => isConnected);
    const answering = after(limitMs, `no answer in ${limitMs} ms`, () => isGiven);
    sent.once('socket', (socket) => {
      isConnected = sent.reusedSocket;
      if (isConnected) return;
      socket.once('secureConnect', () => {
        isConnected = true;
      });
    });
    sent.once('error', fail);
    sent.once('response', (incoming) => {
      hasBegun = true;
      const parts: Buffer[] = [];
      incoming.on('data', (part: Buffer) => parts.push(part));
      incoming.once('end', () => {
        const { statusCode: status = 0 } = incoming;
        const text = Buffer.concat(parts).toString('utf8');
        const answered = { status, body: text, headers: incoming.headers };
        give({ answered, isStale: false, isSilent: false });
      });
      incoming.once('error', fail);
    });
    sent.end(body);
  });
}

/** Opens the lines of people outside the sites; they trust the authority of the deployment. */
export function openLines(about: { readonly authority: string; readonly domain: string }): Lines {
  const kept = keepAgents(about.authority, about.domain);
  const headers = { host: about.domain };
  const send = async (site: SiteAddress, asked: Asked): Promise<Sent> => {
    const agent = kept.of(site);
    const sent = await sendOnce(agent, site, {
      ...asked,
      headers: { ...headers, ...asked.headers },
    });
    if (sent.isSilent || sent.isStale) kept.retire(site, agent);
    return sent;
  };
  return {
    async send(site, asked) {
      const first = await send(site, asked);
      return first.isStale ? (await send(site, asked)).answered : first.answered;
    },
  };
}
