import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { BackupSchedule } from './backup/backup-mark.ts';
import { type OutsideSettings, outsideEnvironment, toOutsideSettings } from './outside/outside.ts';
import { PlatformError } from './platform-error.ts';
import { type SignOnSettings, signOnEnvironment, toSignOnSettings } from './sign-on/settings.ts';

/** Where claimants of this installation can turn; an incident's questionnaire may say otherwise. */
export interface Help {
  readonly phone?: string;
  readonly email?: string;
  readonly hours?: { readonly ko: string; readonly en: string };
}

/** Everything the platform is told from outside; read once at start, every error at once. */
export interface Config {
  readonly projectDir: string;
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly host: string;
  readonly port: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly logOrigin: string;
  /** The address people reach this installation at, without a slash at the end. */
  readonly publicUrl: string;
  /** false when `publicUrl` is only where the server listens */
  readonly isPublicUrlSet: boolean;
  /** The file that says which status pages there are. */
  readonly brandsFile?: string;
  /** The file with the operator's severities, phases and templates. */
  readonly playbookFile?: string;
  /** What webhooks that come in prove themselves with; none comes in without it. */
  readonly hookSecret?: string;
  /** How many proxies of the operator's own stand before this server; see `addressOf`. */
  readonly proxyCount: number;
  readonly help: Help;
  /** Whether the first start loads the reference case, so that there is something to see. */
  readonly isDemonstration: boolean;
  /** Whether a start waits for a database that does not answer, and gives tickets meanwhile. */
  readonly isPatient: boolean;
  /** A file with the token that a scrape of `/metrics` from another machine must carry. */
  readonly metricsTokenFile?: string;
  /** Where the last good backup is noted; nothing is said of backups without it. */
  readonly backup?: BackupSchedule;
  /** Witnesses of the transparency log, each `URL KEY`. */
  readonly witnesses: readonly string[];
  /** The issuer that staff and readers of private pages sign in at; nobody does without it. */
  readonly signOn?: SignOnSettings;
  /** Mail, text messages, the virus scanner and the company's own app. */
  readonly outside: OutsideSettings;
}

/** Whether a path is a folder, or may become one: nothing on the way to it is a file. */
function mayBeFolder(path: string): boolean {
  for (let at = path; ; at = dirname(at)) {
    try {
      const found = statSync(at, { throwIfNoEntry: false });
      if (found !== undefined) return found.isDirectory();
    } catch (error) {
      // A folder that is closed is told of with its own sentence, when it is opened.
      if ((error as NodeJS.ErrnoException).code !== 'ENOTDIR') return true;
    }
    if (dirname(at) === at) return true;
  }
}

const environment = z.object({
  AMENDS_DATA_DIR: z
    .string()
    .min(1, 'a folder')
    .refine(mayBeFolder, 'a folder, or one to make, with no file on the way to it')
    .optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'a URL that begins with postgres://')
    // A user without a host, as for a socket that ?host= names, is one that pg reads.
    .refine(
      (url) => URL.canParse(url.replace('@/', '@host/')),
      'a URL such as postgres://user@host:5432/amends',
    )
    .optional(),
  AMENDS_HOST: z.string().min(1).default('127.0.0.1'),
  AMENDS_PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'a port number from 0 to 65535')
    .transform(Number)
    .refine((port) => port <= 65_535, 'a port number from 0 to 65535')
    .default(8022),
  AMENDS_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], 'debug, info, warn, error or silent')
    .default('info'),
  AMENDS_LOG_ORIGIN: z
    .string()
    .regex(/^[a-z0-9.-]+\/[a-z0-9./-]+$/, 'a name such as amends.example.org/log')
    .default('amends.local/log'),
  AMENDS_PUBLIC_URL: z
    .string()
    .regex(/^https?:\/\/[^\s/]+\/?$/, 'an address such as https://status.example.org')
    .transform((address) => address.replace(/\/$/, ''))
    .optional(),
  AMENDS_BRANDS_FILE: z.string().min(1).optional(),
  AMENDS_PLAYBOOK_FILE: z.string().min(1).optional(),
  AMENDS_HOOK_SECRET_FILE: z.string().min(1).optional(),
  AMENDS_PROXY_COUNT: z
    .string()
    .regex(/^\d$/, 'how many proxies stand before the server, from 0 to 9')
    .transform(Number)
    .default(0),
  AMENDS_HELP_PHONE: z
    .string()
    .regex(/^\+?[\d -]{3,20}$/, 'a telephone number such as 02-1234-5678')
    .optional(),
  AMENDS_HELP_EMAIL: z
    .string()
    .regex(/^[^\s@]+@[^\s@]+$/, 'an address such as help@example.org')
    .optional(),
  AMENDS_HELP_HOURS_KO: z.string().min(1).max(200).optional(),
  AMENDS_HELP_HOURS_EN: z.string().min(1).max(200).optional(),
  AMENDS_DEMONSTRATION: z.enum(['yes', 'no'], 'yes or no').default('yes'),
  AMENDS_PATIENT_START: z.enum(['yes', 'no'], 'yes or no').default('no'),
  AMENDS_WITNESSES: z
    .string()
    .regex(
      /^\s*(https?:\/\/\S+ +[^\s+,]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+\s*(,\s*(?=\S)|$))*$/,
      'a list such as https://witness.example name+1a2b3c4d+BAbC…=, separated by commas',
    )
    .default(''),
  AMENDS_METRICS_TOKEN_FILE: z.string().min(1).optional(),
  AMENDS_BACKUP_MARK_FILE: z.string().min(1).optional(),
  AMENDS_BACKUP_LATE_HOURS: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'how many hours old the last good backup may be, from 1 to 9999')
    .transform(Number)
    .default(26),
  ...signOnEnvironment,
  ...outsideEnvironment,
});

function toHelp(read: z.output<typeof environment>): Help {
  const { AMENDS_HELP_PHONE: phone, AMENDS_HELP_EMAIL: email } = read;
  const { AMENDS_HELP_HOURS_KO: ko, AMENDS_HELP_HOURS_EN: en } = read;
  const [either] = [ko ?? en].filter((hours) => hours !== undefined);
  return {
    ...(phone === undefined ? {} : { phone }),
    ...(email === undefined ? {} : { email }),
    ...(either === undefined ? {} : { hours: { ko: ko ?? either, en: en ?? either } }),
  };
}

function readHookSecret(path: string | undefined): { hookSecret?: string } {
  if (path === undefined) return {};
  let found = 'a file that cannot be read';
  try {
    const secret = readFileSync(path, 'utf8').trim();
    if (/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/.test(secret)) return { hookSecret: secret };
    found = 'no such secret';
  } catch {
    // Said below.
  }
  throw new PlatformError('config_invalid', {
    message: `The configuration cannot be used:\n  AMENDS_HOOK_SECRET_FILE is "${path}", ${found}; it should be a file with whsec_ and at least 24 bytes in base64, as from: echo whsec_$(head -c 24 /dev/urandom | base64)`,
  });
}

/** Finds the folder that holds package.json, from the source tree or from dist/. */
export function findProjectDir(): string {
  let dir = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    if (statSync(join(dir, 'package.json'), { throwIfNoEntry: false }) !== undefined) return dir;
    const parent = dirname(dir);
    if (parent === dir) throw new Error('package.json was not found above the source folder');
    dir = parent;
  }
}

function isOpenToOthers(dir: string): boolean {
  for (let at = dir; ; at = dirname(at)) {
    if (((statSync(at, { throwIfNoEntry: false })?.mode ?? 0o001) & 0o001) === 0) return false;
    if (dirname(at) === at) return true;
  }
}

/**
 * Gives the folder for everything that must survive a restart.
 *
 * Beside the project, unless root runs from a folder closed to others (such as /root): the
 * database server runs as an unprivileged user, who could not reach it there.
 */
export function defaultDataDir(projectDir: string): string {
  if (process.getuid?.() !== 0 || isOpenToOthers(projectDir)) return join(projectDir, '.amends');
  const digest = createHash('sha256').update(projectDir).digest('hex').slice(0, 8);
  return `/var/lib/amends-${digest}`;
}

/**
 * Reads the configuration from environment variables.
 *
 * @throws PlatformError `config_invalid` that names every wrong variable, what was found and what
 *   would be right
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      return `  ${name} is "${env[name] ?? ''}"; it should be ${issue.message}`;
    });
    throw new PlatformError('config_invalid', {
      message: `The configuration cannot be used:\n${lines.join('\n')}`,
    });
  }
  const projectDir = findProjectDir();
  return {
    projectDir,
    dataDir: parsed.data.AMENDS_DATA_DIR ?? defaultDataDir(projectDir),
    databaseUrl: parsed.data.DATABASE_URL,
    host: parsed.data.AMENDS_HOST,
    port: parsed.data.AMENDS_PORT,
    logLevel: parsed.data.AMENDS_LOG_LEVEL,
    logOrigin: parsed.data.AMENDS_LOG_ORIGIN,
    isPublicUrlSet: parsed.data.AMENDS_PUBLIC_URL !== undefined,
    publicUrl:
      parsed.data.AMENDS_PUBLIC_URL ??
      `http://${parsed.data.AMENDS_HOST}:${parsed.data.AMENDS_PORT}`,
    ...(parsed.data.AMENDS_BRANDS_FILE === undefined
      ? {}
      : { brandsFile: parsed.data.AMENDS_BRANDS_FILE }),
    ...(parsed.data.AMENDS_PLAYBOOK_FILE === undefined
      ? {}
      : { playbookFile: parsed.data.AMENDS_PLAYBOOK_FILE }),
    ...readHookSecret(parsed.data.AMENDS_HOOK_SECRET_FILE),
    proxyCount: parsed.data.AMENDS_PROXY_COUNT,
    help: toHelp(parsed.data),
    isDemonstration: parsed.data.AMENDS_DEMONSTRATION === 'yes',
    isPatient: parsed.data.AMENDS_PATIENT_START === 'yes',
    ...(parsed.data.AMENDS_METRICS_TOKEN_FILE === undefined
      ? {}
      : { metricsTokenFile: parsed.data.AMENDS_METRICS_TOKEN_FILE }),
    ...(parsed.data.AMENDS_BACKUP_MARK_FILE === undefined
      ? {}
      : {
          backup: {
            markFile: parsed.data.AMENDS_BACKUP_MARK_FILE,
            lateHours: parsed.data.AMENDS_BACKUP_LATE_HOURS,
          },
        }),
    witnesses: parsed.data.AMENDS_WITNESSES.split(',')
      .map((text) => text.trim())
      .filter((text) => text !== ''),
    ...toSignOnSettings(parsed.data),
    outside: toOutsideSettings(parsed.data),
  };
}
