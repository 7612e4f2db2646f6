import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

// The company's own app, as far as it gives what is not cash: written from docs/operating/app-rail.md
// alone, with a check of signatures of its own, so that it shares no mistake with the rail.

/** What the app remembers of a grant. */
export interface AppGrant {
  readonly reference: string;
  readonly partyId: string;
  readonly remedy: string;
  readonly amountMinor: string;
  readonly currency: string;
  readonly expiresAt: string | null;
  readonly bookedAt: string;
  state: 'accepted' | 'confirmed' | 'rejected' | 'returned';
  version: number;
}

/** How the app misbehaves with the next message about a reference. */
export type AppFault =
  | 'lost'
  | 'page'
  | 'error'
  | 'empty'
  | 'other'
  | 'busy'
  | 'refuse'
  | 'drop'
  | 'redirect';

function respond(response: ServerResponse, said: unknown, fault: AppFault | undefined): void {
  const json = { 'content-type': 'application/json' };
  if (fault === 'lost') response.socket?.destroy();
  else if (fault === 'page') response.writeHead(502).end('<html>Bad gateway</html>');
  else if (fault === 'error') response.writeHead(200).end('{"error":"internal"}');
  else if (fault === 'empty') response.writeHead(200).end();
  else if (fault === 'redirect') response.writeHead(302, { location: '/elsewhere' }).end();
  else {
    const text = fault === 'other' ? { ...(said as object), reference: 'A0' } : said;
    response.writeHead(200, json).end(JSON.stringify(text));
  }
}

/** One company's app; each rail has one of its own, told apart by the path. */
export class CompanyApp {
  readonly grants = new Map<string, AppGrant>();
  readonly secrets: string[] = [];
  readonly received: string[] = [];
  readonly faults: AppFault[] = [];
  /** Answered at once as given; otherwise as accepted, and confirmed when asked later. */
  isQuick = true;
  wrongSignatureCount = 0;

  private isSigned(request: IncomingMessage, body: Buffer): boolean {
    const { 'webhook-id': id, 'webhook-timestamp': at } = request.headers;
    const given = String(request.headers['webhook-signature']).split(' ');
    return this.secrets.some((secret) => {
      const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
      const mac = createHmac('sha256', key)
        .update(`${String(id)}.${String(at)}.`)
        .update(body);
      const right = Buffer.from(`v1,${mac.digest('base64')}`);
      return given.some((one) => {
        const bytes = Buffer.from(one);
        return bytes.length === right.length && timingSafeEqual(bytes, right);
      });
    });
  }

  private say(grant: AppGrant) {
    const { reference, state, version } = grant;
    const reason =
      state === 'rejected' || state === 'returned' ? { reasonCode: 'account_closed' } : {};
    return { reference, state, version, ...reason };
  }

  private grant(data: Record<string, string>, at: string, isRefused: boolean) {
    const reference = String(data.reference);
    const known = this.grants.get(reference);
    if (known !== undefined) return this.say(known);
    const grant: AppGrant = {
      reference,
      partyId: String(data.partyId),
      remedy: String(data.remedy),
      amountMinor: String(data.amountMinor),
      currency: String(data.currency),
      expiresAt: data.expiresAt ?? null,
      bookedAt: at,
      state: isRefused ? 'rejected' : this.isQuick ? 'confirmed' : 'accepted',
      version: 1,
    };
    this.grants.set(reference, grant);
    return this.say(grant);
  }

  private statement(data: Record<string, string>) {
    const all = [...this.grants.values()]
      .filter(({ state }) => state === 'confirmed' || state === 'returned')
      .filter(({ bookedAt }) => bookedAt >= String(data.from) && bookedAt < String(data.until))
      .sort((a, b) => (a.reference < b.reference ? -1 : 1))
      .filter(({ reference }) => data.after === undefined || reference > data.after);
    const page = all.slice(0, 2);
    const lines = page.map(({ reference, amountMinor, currency, bookedAt }) => ({
      ...{
        lineId: `line-${reference}`,
        reference,
        direction: 'paid',
        amountMinor,
        currency,
        bookedAt,
      },
    }));
    return all.length > 2 ? { lines, next: page.at(-1)?.reference } : { lines };
  }

  /** Answers one message; what it is told twice it does once. */
  answer(request: IncomingMessage, body: Buffer, response: ServerResponse): void {
    if (!this.isSigned(request, body)) {
      this.wrongSignatureCount += 1;
      response.writeHead(401).end();
      return;
    }
    const { type, timestamp, data } = JSON.parse(body.toString('utf8'));
    const fault = type === 'grant.requested' ? this.faults.shift() : undefined;
    if (fault === 'busy') {
      response.writeHead(429, { 'retry-after': '60' }).end();
      return;
    }
    if (fault === 'drop') {
      request.socket.destroy();
      return;
    }
    this.received.push(type === 'grant.requested' ? data.reference : type);
    const say = (said: unknown): void => respond(response, said, fault);
    if (type === 'grant.requested') say(this.grant(data, timestamp, fault === 'refuse'));
    else if (type === 'grants.statement') say(this.statement(data));
    else say(this.lookUp(data.references));
  }

  private lookUp(references: readonly string[]) {
    const known = references.flatMap((reference) => this.grants.get(reference) ?? []);
    for (const grant of known) {
      if (grant.state !== 'accepted') continue;
      grant.state = 'confirmed';
      grant.version += 1;
    }
    return { grants: known.map((grant) => this.say(grant)) };
  }
}

/** Serves apps on a port of the loopback, one for each path. */
export async function serveApps() {
  const apps = new Map<string, CompanyApp>();
  const appOf = (name: string): CompanyApp => {
    const app = apps.get(name) ?? new CompanyApp();
    apps.set(name, app);
    return app;
  };
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      appOf(String(request.url).slice(1)).answer(request, Buffer.concat(pieces), response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    appOf,
    urlOf: (name: string) => `http://${host}/${name}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
