import { Transform } from 'node:stream';

/** A mail to one person that many others get too. */
export interface PooledMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** with its angle brackets; the same for every attempt */
  readonly messageId: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * What became of a mail. `accepted`: the server took it. `refused`: it never will.
 * `deferred`: it did not and may later. `unknown`: the whole mail went out and no answer came.
 */
export type MailOutcome =
  | { readonly kind: 'accepted' | 'unknown'; readonly detail: string }
  | { readonly kind: 'refused' | 'deferred'; readonly detail: string };

/** Kept connections to the mail server, for many mails. */
export interface MailPool {
  readonly connectionCount: number;
  /**
   * Sends one mail. Before the line that ends it, and that makes the server responsible for it
   * (RFC 5321, 4.1.1.4), `beforeEnd` is awaited; when it throws, the mail is not sent.
   */
  post(mail: PooledMail, beforeEnd: () => Promise<void>): Promise<MailOutcome>;
  close(): void;
}

const waitMs = 10_000;
const detailMax = 300;

function explain(error: unknown, isEnded: boolean): MailOutcome {
  const { responseCode, message } = error as { responseCode?: number; message?: string };
  const detail = String(message ?? error).slice(0, detailMax);
  if (typeof responseCode === 'number') {
    // @source RFC 5321, 4.2.1: 4yz may pass, 5yz will not
    return { kind: responseCode >= 500 ? 'refused' : 'deferred', detail };
  }
  return { kind: isEnded ? 'unknown' : 'deferred', detail };
}

/** Holds back the end of a mail until the work is done; what it throws breaks the mail off. */
function holdEnd(work: () => Promise<void>): Transform {
  return new Transform({
    transform: (chunk, _encoding, done) => done(null, chunk),
    flush: (done) => {
      work().then(() => done(), done);
    },
  });
}

/** Opens kept connections to a mail server, given as `smtp://` or `smtps://` URL. */
export async function openMailPool(settings: {
  readonly smtpUrl: string;
  readonly mailFrom: string;
  readonly connectionCount?: number;
}): Promise<MailPool> {
  const { createTransport } = await import('nodemailer');
  const { smtpUrl, mailFrom: from, connectionCount = 8 } = settings;
  const transport = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: connectionCount,
    maxMessages: 1_000,
    // A mail whose connection broke may have arrived; whether it goes again is decided elsewhere.
    maxRequeues: 0,
    connectionTimeout: waitMs,
    greetingTimeout: waitMs,
    socketTimeout: waitMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const ends = new Map<string, () => Promise<void>>();
  transport.use('stream', (mail: { data: object; message: unknown }, done: () => void) => {
    const { messageId } = mail.data as { messageId?: string };
    const work = ends.get(messageId ?? '');
    const { message } = mail as { message: { transform(make: () => Transform): void } };
    if (work !== undefined) message.transform(() => holdEnd(work));
    done();
  });
  return {
    connectionCount,
    async post({ to, subject, text, messageId, headers }, beforeEnd) {
      let isEnded = false;
      ends.set(messageId, async () => {
        await beforeEnd();
        isEnded = true;
      });
      try {
        const sent = await transport.sendMail({
          ...{ from, subject, text, messageId },
          to: { name: '', address: to },
          headers: { 'Auto-Submitted': 'auto-generated', ...headers },
        });
        return { kind: 'accepted', detail: String(sent.response ?? '').slice(0, detailMax) };
      } catch (error) {
        return explain(error, isEnded);
      } finally {
        ends.delete(messageId);
      }
    },
    close: () => transport.close(),
  };
}

/** Asks the mail server's journal whether it took a mail. */
export type MailLookup = (messageId: string) => Promise<'accepted' | 'absent' | 'unanswered'>;

/**
 * Opens the operator's journal of accepted mails: a GET with `?message-id=` is answered 200 when the
 * server took that mail and 404 when it did not; anything else is no answer.
 */
export function openMailLookup(url: string): MailLookup {
  return async (messageId) => {
    const address = new URL(url);
    address.searchParams.set('message-id', messageId);
    try {
      const { status } = await fetch(address, {
        redirect: 'error',
        signal: AbortSignal.timeout(waitMs),
      });
      if (status === 200) return 'accepted';
      return status === 404 ? 'absent' : 'unanswered';
    } catch {
      return 'unanswered';
    }
  };
}
