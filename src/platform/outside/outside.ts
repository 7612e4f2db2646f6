import { join } from 'node:path';
import { z } from 'zod';
import { type AppSettings, type AppTrust, openAppTrust } from './app-trust.ts';
import { type Courier, type CourierSettings, openCourier } from './courier.ts';
import { type GuardedPost, openGuardedPost } from './guarded-post.ts';
import { type MailLookup, openMailLookup } from './mail-pool.ts';
import { openScanner, type Scan } from './scanner.ts';
import { openServerPost, type ServerPost } from './server-post.ts';

/** What the house may ask or tell outside of itself. */
export interface Outside {
  readonly courier: Courier;
  /** sends to addresses that others chose */
  readonly post: GuardedPost;
  /** absent: mails go one by one through the courier */
  readonly mail?: MailSettings;
  /** absent: whether a mail arrived cannot be asked */
  readonly mailLookup?: MailLookup;
  /** absent: documents are not scanned, and pages for staff say so */
  readonly scan?: Scan;
  /** absent: nobody may enter with an assertion */
  readonly appTrust?: AppTrust;
  /** absent: only public servers are asked */
  readonly serverPost?: ServerPost;
  /** absent: the default */
  readonly networkQuota?: NetworkQuota;
}

/** What one network may ask of the server in an hour, each at least 1. */
export interface NetworkQuota {
  /** drafts newly saved */
  readonly draft: number;
  /** codes sent: each is a message that somebody pays for */
  readonly code: number;
}

/**
 * Thousands share one address of a telephone company (carrier-grade NAT). A saved draft is a row;
 * a code is a message, and a stranger’s telephone that rings.
 *
 * @source RFC 6888, section 2: the ports of one address are shared by thousands of subscribers
 */
export const defaultNetworkQuota: NetworkQuota = { draft: 20_000, code: 5_000 };

/** The mail server, for those who send many mails. */
export interface MailSettings {
  readonly smtpUrl: string;
  readonly mailFrom: string;
}

/** How the outside is reached, as configured. */
export interface OutsideSettings {
  /** `host:port` that webhooks may go to although they are inside */
  readonly insideHosts: readonly string[];
  readonly mailLookupUrl?: string;
  readonly courier: Omit<CourierSettings, 'folder'>;
  readonly scanner?: string;
  readonly app?: AppSettings;
  readonly networkQuota: NetworkQuota;
}

const url = (protocols: RegExp, right: string) => z.string().regex(protocols, right).optional();

/** Each part is looked at by itself: one pattern over the whole list may go back without end. */
function isHostList(text: string): boolean {
  return text.trim() === '' || text.split(',').every((part) => /^\S+:\d+$/.test(part.trim()));
}

const hourly = (what: string, most: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,8}$/, `how many ${what} an hour for one network, from 1 to 999999999`)
    .transform(Number)
    .default(most);

/** The environment variables about the outside. */
export const outsideEnvironment = {
  AMENDS_SMTP_URL: url(/^smtps?:\/\/\S+$/, 'a URL such as smtps://user:password@mail.example.org'),
  AMENDS_MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]{3,200}$/, 'a sender such as Company <no-reply@example.org>')
    .default('Amends <no-reply@localhost>'),
  AMENDS_MAIL_LOOKUP_URL: url(/^https?:\/\/\S+$/, 'a URL such as https://mail.example.org/journal'),
  AMENDS_WEBHOOK_INSIDE: z
    .string()
    .refine(isHostList, 'a list such as hooks.internal:8443, 10.0.0.5:443')
    .default(''),
  AMENDS_SMS_URL: url(/^https?:\/\/\S+$/, 'a URL such as https://sms.example.org/send'),
  AMENDS_SMS_TOKEN_FILE: z.string().min(1).optional(),
  AMENDS_NETWORK_DRAFTS: hourly('drafts', defaultNetworkQuota.draft),
  AMENDS_NETWORK_CODES: hourly('codes', defaultNetworkQuota.code),
  AMENDS_SCANNER: z.string().min(1).optional(),
  AMENDS_APP_ISSUER: z.string().min(1).optional(),
  AMENDS_APP_AUDIENCE: z.string().min(1).default('amends'),
  AMENDS_APP_KEYS_FILE: z.string().min(1).optional(),
} as const;

const environment = z.object(outsideEnvironment);

/** Gives the settings that the environment names. */
export function toOutsideSettings(read: z.output<typeof environment>): OutsideSettings {
  const { AMENDS_APP_ISSUER: issuer, AMENDS_APP_KEYS_FILE: keysFile } = read;
  const audience = read.AMENDS_APP_AUDIENCE;
  const lookupUrl = read.AMENDS_MAIL_LOOKUP_URL;
  return {
    insideHosts: read.AMENDS_WEBHOOK_INSIDE.split(',')
      .map((host) => host.trim())
      .filter((host) => host !== ''),
    ...(lookupUrl === undefined ? {} : { mailLookupUrl: lookupUrl }),
    courier: {
      mailFrom: read.AMENDS_MAIL_FROM,
      ...(read.AMENDS_SMTP_URL === undefined ? {} : { smtpUrl: read.AMENDS_SMTP_URL }),
      ...(read.AMENDS_SMS_URL === undefined ? {} : { smsUrl: read.AMENDS_SMS_URL }),
      ...(read.AMENDS_SMS_TOKEN_FILE === undefined
        ? {}
        : { smsTokenFile: read.AMENDS_SMS_TOKEN_FILE }),
    },
    networkQuota: { draft: read.AMENDS_NETWORK_DRAFTS, code: read.AMENDS_NETWORK_CODES },
    ...(read.AMENDS_SCANNER === undefined ? {} : { scanner: read.AMENDS_SCANNER }),
    ...(issuer === undefined || keysFile === undefined
      ? {}
      : { app: { issuer, audience, keysFile } }),
  };
}

/** Opens the ways to the outside; messages without one are written below the data folder. */
export function openOutside(settings: OutsideSettings, dataDir: string): Outside {
  const { courier, scanner, app, insideHosts, mailLookupUrl, networkQuota } = settings;
  const { smtpUrl, mailFrom } = courier;
  return {
    courier: openCourier({ ...courier, folder: join(dataDir, 'messages') }),
    serverPost: openServerPost(insideHosts),
    post: openGuardedPost(insideHosts),
    networkQuota,
    ...(smtpUrl === undefined ? {} : { mail: { smtpUrl, mailFrom } }),
    ...(mailLookupUrl === undefined ? {} : { mailLookup: openMailLookup(mailLookupUrl) }),
    ...(scanner === undefined ? {} : { scan: openScanner(scanner) }),
    ...(app === undefined ? {} : { appTrust: openAppTrust(app) }),
  };
}
