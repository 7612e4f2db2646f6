import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newUuid } from '../clock.ts';
import { makeFolder } from '../data-folder.ts';
import { PlatformError } from '../platform-error.ts';

/** A short message to one person: an e-mail, or a text when `to` is a telephone number. */
export interface Message {
  /** an e-mail address, or digits with an optional plus in front */
  readonly to: string;
  /** nothing personal: it is shown on locked screens and kept by every server on the way */
  readonly subject: string;
  readonly text: string;
}

/** The way messages leave the house. */
export interface Courier {
  /** Messages are only written into a folder, because no way out is set. */
  readonly isTrial: boolean;
  /** Tells whether a message to this address or number has a way. */
  reaches(to: string): boolean;
  /** @throws PlatformError `message_not_sent` when the way out does not take it */
  send(message: Message): Promise<void>;
}

/** Where messages go; without `smtpUrl` and `smsUrl` they are written into `folder`. */
export interface CourierSettings {
  readonly smtpUrl?: string;
  /** the sender people see: 'Company <no-reply@example.org>' */
  readonly mailFrom: string;
  /** takes `{"to","text"}` as JSON by POST, with the token as a bearer */
  readonly smsUrl?: string;
  readonly smsTokenFile?: string;
  readonly folder: string;
}

const waitMs = 10_000;
const isMail = (to: string): boolean => to.includes('@');

function explain(way: string, cause: unknown, isAnswered = true): PlatformError {
  return new PlatformError('message_not_sent', {
    message: `The ${way} did not take a message: ${cause instanceof Error ? cause.message : String(cause)}`,
    retryable: true,
    cause,
    details: { isAnswered },
  });
}

async function mail(settings: CourierSettings, message: Message): Promise<void> {
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    url: settings.smtpUrl ?? '',
    connectionTimeout: waitMs,
    greetingTimeout: waitMs,
    socketTimeout: waitMs,
    // What stands in a message is text and never names a file or an address to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    const { to, subject, text } = message;
    const headers = { 'Auto-Submitted': 'auto-generated' };
    await transport.sendMail({
      from: settings.mailFrom,
      to: { name: '', address: to },
      subject,
      text,
      headers,
    });
  } catch (cause) {
    throw explain('mail server', cause);
  } finally {
    transport.close();
  }
}

async function sendText(settings: CourierSettings, message: Message): Promise<void> {
  let isAnswered = false;
  try {
    const token =
      settings.smsTokenFile === undefined
        ? undefined
        : (await readFile(settings.smsTokenFile, 'utf8')).trim();
    const answer = await fetch(settings.smsUrl ?? '', {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(waitMs),
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ to: message.to, text: message.text }),
    });
    isAnswered = true;
    if (!answer.ok) throw new Error(`it answered ${answer.status}`);
  } catch (cause) {
    throw explain('text message gateway', cause, isAnswered);
  }
}

async function writeDown(settings: CourierSettings, message: Message): Promise<void> {
  await makeFolder(settings.folder, { mode: 0o700 });
  const lines = [`To: ${message.to}`, `Subject: ${message.subject}`, '', message.text, ''];
  await writeFile(join(settings.folder, `${newUuid()}.txt`), lines.join('\n'), { mode: 0o600 });
}

/** Opens the way messages leave: mail by SMTP, texts by the operator's gateway, or a folder. */
export function openCourier(settings: CourierSettings): Courier {
  const isTrial = settings.smtpUrl === undefined && settings.smsUrl === undefined;
  const reaches = (to: string): boolean =>
    isTrial || (isMail(to) ? settings.smtpUrl : settings.smsUrl) !== undefined;
  return {
    isTrial,
    reaches,
    async send(message) {
      if (!reaches(message.to)) throw explain('courier', new Error('no way is set for this kind'));
      if (isTrial) return writeDown(settings, message);
      return isMail(message.to) ? mail(settings, message) : sendText(settings, message);
    },
  };
}
