import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer as createHttp } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { afterAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../config.ts';
import { openCourier } from './courier.ts';
import { openScanner } from './scanner.ts';

const closing: (() => void)[] = [];
afterAll(() => {
  for (const close of closing) close();
});

interface Received {
  readonly to: readonly string[];
  readonly text: string;
}

async function openMailServer(): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        received.push({ to, text: Buffer.concat(chunks).toString('utf8') });
        done();
      });
    },
  });
  const port = await new Promise<number>((resolve) => {
    const listening = server.listen(0, '127.0.0.1', () =>
      resolve((listening.address() as AddressInfo).port),
    );
  });
  closing.push(() => server.close(() => undefined));
  return { url: `smtp://127.0.0.1:${port}`, received };
}

const folder = (): string => mkdtempSync(join(tmpdir(), 'amends-messages-'));
const from = 'Company <no-reply@example.org>';
const code = { subject: '인증번호 안내', text: '인증번호는 123456입니다.' };

describe('the courier', () => {
  it('sends mail by SMTP, to one address, as text', async () => {
    const { url, received } = await openMailServer();
    const courier = openCourier({ smtpUrl: url, mailFrom: from, folder: folder() });
    await courier.send({ ...code, to: 'shop@example.org' });
    expect(received).toHaveLength(1);
    expect(received[0]?.to).toEqual(['shop@example.org']);
    expect(received[0]?.text).toContain('From: Company <no-reply@example.org>');
    expect(received[0]?.text).toContain('Auto-Submitted: auto-generated');
    expect(courier.reaches('01012345678')).toBe(false);
  });

  it('puts no second recipient or header into a message, whatever an address holds', async () => {
    const { url, received } = await openMailServer();
    const courier = openCourier({ smtpUrl: url, mailFrom: from, folder: folder() });
    for (const to of [
      'a@example.org\r\nBcc: all@example.org',
      'a@example.org, b@example.org',
      'a@example.org\nSubject: seeded',
    ]) {
      await courier.send({ ...code, to }).catch(() => undefined);
    }
    for (const { to, text } of received) {
      expect(to.length).toBeLessThanOrEqual(1);
      expect(text).not.toMatch(/^Bcc:/im);
      expect(text.match(/^Subject:/gim)).toHaveLength(1);
    }
  });

  it('says that a mail server is away as a failure that may pass', async () => {
    const courier = openCourier({
      smtpUrl: 'smtp://127.0.0.1:1',
      mailFrom: from,
      folder: folder(),
    });
    await expect(courier.send({ ...code, to: 'shop@example.org' })).rejects.toMatchObject({
      code: 'message_not_sent',
      retryable: true,
    });
  });

  it('hands texts to the gateway with its token, and follows no redirect', async () => {
    const asked: { authorization: string | undefined; body: string }[] = [];
    const gateway = createHttp((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        asked.push({ authorization: request.headers.authorization, body });
        if (asked.length === 1) response.writeHead(202).end();
        else response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
      });
    });
    await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
    closing.push(() => gateway.close());
    const smsTokenFile = join(folder(), 'token');
    writeFileSync(smsTokenFile, 'secret-token\n');
    const smsUrl = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/send`;
    const courier = openCourier({ smsUrl, smsTokenFile, mailFrom: from, folder: folder() });
    await courier.send({ ...code, to: '01012345678' });
    expect(asked).toEqual([
      {
        authorization: 'Bearer secret-token',
        body: JSON.stringify({ to: '01012345678', text: code.text }),
      },
    ]);
    await expect(courier.send({ ...code, to: '01012345678' })).rejects.toMatchObject({
      code: 'message_not_sent',
    });
  });

  it('without a way out writes messages down for their owner only, and says that it is a trial', async () => {
    const into = join(folder(), 'messages');
    const courier = openCourier({ mailFrom: from, folder: into });
    expect(courier.isTrial).toBe(true);
    await courier.send({ ...code, to: '01012345678' });
    const [name = ''] = readdirSync(into);
    expect(readFileSync(join(into, name), 'utf8')).toContain('123456');
    expect(statSync(join(into, name)).mode & 0o077).toBe(0);
  });
});

/** A daemon that speaks INSTREAM: it puts the chunks together and answers by what is in them. */
async function openDaemon(answerOf: (bytes: Buffer) => string): Promise<string> {
  const server = createServer((socket) => {
    let held = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      held = Buffer.concat([held, data]);
      let at = 'zINSTREAM\0'.length;
      const parts: Buffer[] = [];
      while (held.length >= at + 4) {
        const size = held.readUInt32BE(at);
        if (size === 0) {
          socket.end(answerOf(Buffer.concat(parts)));
          return;
        }
        parts.push(held.subarray(at + 4, at + 4 + size));
        at += 4 + size;
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('the scanner', () => {
  it('sends the document whole, in chunks, and understands the answer', async () => {
    const bytes = new Uint8Array(300_000).map((_unused, index) => index % 251);
    let seen = Buffer.alloc(0);
    const scan = openScanner(
      await openDaemon((all) => {
        seen = Buffer.from(all);
        return 'stream: OK\0';
      }),
    );
    expect(await scan(bytes)).toBe('clean');
    expect(seen.equals(bytes)).toBe(true);
    const found = openScanner(await openDaemon(() => 'stream: Eicar-Signature FOUND\0'));
    expect(await found(bytes)).toBe('infected');
  });

  it('takes silence, an error and a daemon that is away for no answer, never for clean', async () => {
    const bytes = new Uint8Array([1]);
    const limit = openScanner(await openDaemon(() => 'INSTREAM size limit exceeded. ERROR\0'));
    expect(await limit(bytes)).toBe('unanswered');
    expect(await openScanner(await openDaemon(() => ''))(bytes)).toBe('unanswered');
    expect(await openScanner('127.0.0.1:1')(bytes)).toBe('unanswered');
    expect(await openScanner('/nowhere/clamd.sock')(bytes)).toBe('unanswered');
  });

  it('that hangs holds nobody in a hurry up, one document after the other; others ask on', async () => {
    let asked = 0;
    let isHanging = true;
    const server = createServer((socket) => {
      asked += 1;
      socket.on('error', () => undefined);
      socket.on('data', () => {
        if (!isHanging) socket.end('stream: OK\0');
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    closing.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    const waits = { patientMs: 60_000, hurriedMs: 10, restMs: 60_000 };
    const scan = openScanner(`127.0.0.1:${port}`, waits);
    const bytes = new Uint8Array([1]);
    expect(await scan(bytes, { isHurried: true })).toBe('unanswered');
    isHanging = false;
    const before = asked;
    expect(await scan(bytes, { isHurried: true })).toBe('unanswered');
    expect(asked).toBe(before);
    expect(await scan(bytes)).toBe('clean');
    const drops = openScanner(`127.0.0.1:${port}`, { ...waits, hurriedMs: 60_000 });
    expect(await drops(bytes, { isHurried: true })).toBe('clean');
  });
});

it('the configuration names what is wrong with the ways out', () => {
  const env = {
    AMENDS_SMTP_URL: 'mail.example.org',
    AMENDS_SMS_URL: 'ftp://x',
    AMENDS_MAIL_FROM: 'a\nb',
  };
  expect(() => loadConfig(env)).toThrow(
    /AMENDS_SMTP_URL[\s\S]*AMENDS_MAIL_FROM[\s\S]*AMENDS_SMS_URL/,
  );
});
