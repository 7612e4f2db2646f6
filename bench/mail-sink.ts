import { createServer as createHttp } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail that the sink took. */
export interface SunkMail {
  readonly to: string;
  readonly messageId: string;
  readonly source: string;
}

/** What the sink does with the next mails. */
export type SinkMood = 'take' | 'refuse' | 'defer' | 'take_and_hang_up' | 'hang_up';

/** A mail server in this process that keeps what it took, with a journal that can be asked. */
export interface MailSink {
  readonly url: string;
  readonly journalUrl: string;
  readonly taken: SunkMail[];
  mood: SinkMood;
  close(): Promise<void>;
}

function portOf(server: { address(): unknown }): number {
  return (server.address() as AddressInfo).port;
}

function readAll(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  return new Promise((resolve) => {
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
  });
}

const refusals: Readonly<Partial<Record<SinkMood, number>>> = { refuse: 550, defer: 451 };

/** Opens a mail sink on a free port of this machine. */
export async function openMailSink(
  options: { onTaken?: (count: number) => void } = {},
): Promise<MailSink> {
  const taken: SunkMail[] = [];
  const ids = new Set<string>();
  const state: { mood: SinkMood } = { mood: 'take' };
  const keep = (to: string, source: string): void => {
    const messageId = /^Message-ID: (\S+)/im.exec(source)?.[1] ?? '';
    taken.push({ to, messageId, source });
    ids.add(messageId);
    options.onTaken?.(taken.length);
  };
  const hangUp = (): void => {
    const { connections } = smtp as unknown as { connections: Set<{ close(): void }> };
    for (const connection of connections) connection.close();
  };
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      void readAll(stream).then((source) => {
        const { mood } = state;
        const responseCode = refusals[mood];
        if (responseCode !== undefined) {
          return done(Object.assign(new Error('as asked'), { responseCode }));
        }
        if (mood !== 'hang_up') keep(session.envelope.rcptTo[0]?.address ?? '', source);
        return mood === 'take' ? done() : hangUp();
      });
    },
  });
  // A sender that is killed cuts its line in the middle of a mail; that mail was not taken.
  smtp.on('error', () => undefined);
  await new Promise<void>((open) => {
    smtp.listen(0, '127.0.0.1', open);
  });
  const journal = createHttp((request, response) => {
    const asked = new URL(request.url ?? '/', 'http://sink').searchParams.get('message-id');
    response.statusCode = ids.has(asked ?? '') ? 200 : 404;
    response.end();
  });
  await new Promise<void>((open) => {
    journal.listen(0, '127.0.0.1', () => open());
  });
  return {
    url: `smtp://127.0.0.1:${portOf(smtp.server)}`,
    journalUrl: `http://127.0.0.1:${portOf(journal)}/`,
    taken,
    get mood() {
      return state.mood;
    },
    set mood(mood) {
      state.mood = mood;
    },
    close: async () => {
      await new Promise<void>((closed) => {
        smtp.close(() => closed());
      });
      await new Promise<void>((closed) => {
        journal.close(() => closed());
      });
    },
  };
}
