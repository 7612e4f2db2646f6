import { isIP } from 'node:net';
import { z } from 'zod';

const name = z
  .string()
  .refine((text) => text !== 'authority', 'another name: authority/ holds the key of the authority')
  .refine(
    (text) => /^[a-z][a-z0-9]{1,15}$/.test(text),
    'a name of 2 to 16 lower-case letters and digits that begins with a letter, as seoul',
  );
const address = z
  .string()
  .refine((text) => isIP(text) === 4, 'an IPv4 address of that site, as 192.0.2.11')
  .refine(
    (text) => !/^(0|127|22[4-9]|2[3-5]\d)\./.test(text),
    'the address at which the other sites reach it, as 192.0.2.11',
  );
const port = z.number().int().min(1).max(65_535);
const path = z
  .string()
  .refine(
    (text) =>
      /^\/[\w./{}-]+$/.test(text) && !/\{(?!site\})/.test(text) && !text.split('/').includes('..'),
    'a path from the root, without .., in which {site} stands for the name of the site',
  );

/** The ports that each site opens, and the ones on its own loopback; a site may have others. */
export const DEFAULT_PORTS = {
  /** Claimants and staff, over HTTPS. */
  web: 443,
  /** The other sites, to this one's Amends, over mutual TLS. */
  peer: 8443,
  postgres: 5432,
  patroni: 8008,
  etcdClient: 2379,
  etcdPeer: 2380,
  /** Logs of the other sites. */
  logs: 6514,
  /** Loopback: the Amends node. */
  node: 8022,
  /** Loopback: whichever PostgreSQL is the primary. */
  primary: 5000,
  /** Loopback: Prometheus. */
  metrics: 9090,
} as const;

export type PortName = keyof typeof DEFAULT_PORTS;
export const PORT_NAMES = Object.keys(DEFAULT_PORTS) as readonly PortName[];

const ports = z.strictObject(
  Object.fromEntries(PORT_NAMES.map((each) => [each, port.optional()])) as Record<
    PortName,
    z.ZodOptional<typeof port>
  >,
);

const site = z.strictObject({
  name,
  title: z.strictObject({ ko: z.string().min(1), en: z.string().min(1) }).optional(),
  /** What falls as one: a city, a campus, a provider's zone. No two sites may share it. */
  failureDomain: name,
  address,
  ports: ports.optional(),
  /** Whether this site votes on who is the primary. */
  etcd: z.boolean().optional(),
});

/** One line of a file of variables, as it is read by systemd and by containers alike. */
const line = z
  .string()
  .min(1)
  .refine(
    (text) => !/[\p{Cc}"'\\$#`]/u.test(text),
    'one line without quotes, backslash, $, # and `',
  );

const signOn = z.strictObject({
  issuer: z
    .url({ protocol: /^https$/ })
    .and(line)
    .describe('the issuer over https, as https://login.example.org'),
  client: line,
  /** What the button calls the issuer. */
  title: line.optional(),
  groupsClaim: line.optional(),
  /** `ops=reviewer, finance=treasurer+auditor` */
  staffGroups: line
    .refine(
      (text) =>
        text.split(',').every((part) => /^\s*\S.*=\s*[a-z-]+(\s*\+\s*[a-z-]+)*\s*$/.test(part)),
      'groups with roles, as ops=reviewer, finance=treasurer+auditor',
    )
    .optional(),
  /** Groups separated by commas, or `*`. */
  readers: line.optional(),
  /** Whether the client has no secret. */
  isPublic: z.boolean().optional(),
});

/** The file from which three sites are rendered. */
export const sitesFileSchema = z.strictObject({
  format: z.literal('amends-sites/1'),
  /** Names the cluster; part of no address. */
  name,
  /** The name claimants use, which leads to all three addresses. */
  domain: z
    .string()
    .refine(
      (text) => /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]+$/.test(text),
      'a host name as claims.example.org',
    ),
  sites: z.array(site).max(9),
  ports: ports.optional(),
  paths: z
    .strictObject({
      config: path.optional(),
      data: path.optional(),
      program: path.optional(),
      postgres: path.optional(),
    })
    .optional(),
  /** Where secrets lie on each site; only these paths are rendered, never what is in them. */
  secrets: z
    .strictObject({
      environment: path.optional(),
      backupRecipients: path.optional(),
      signOnClient: path.optional(),
    })
    .optional(),
  /** The issuer at which staff and readers sign in beside their passwords. */
  signOn: signOn.optional(),
});

export type SitesFile = z.infer<typeof sitesFileSchema>;

/** The fields of the format, for a finding that names the nearest. */
export const SITES_FIELDS: readonly string[] = [
  ...'format name domain sites ports paths secrets title ko en failureDomain address etcd'.split(
    ' ',
  ),
  ...'config data program postgres environment backupRecipients signOnClient'.split(' '),
  ...'signOn issuer client groupsClaim staffGroups readers isPublic'.split(' '),
  ...PORT_NAMES,
];

/** Where things lie on one site. */
export interface SitePaths {
  readonly config: string;
  readonly data: string;
  /** The folder of the running release of Amends. */
  readonly program: string;
  /** The folder of PostgreSQL's programs. */
  readonly postgres: string;
  /** Variables of Amends that hold secrets; the operator's, never rendered. */
  readonly environment: string;
  /** The public keys for which backups are encrypted (age). */
  readonly backupRecipients: string;
  /** The secret of the client at the issuer; the operator's, never rendered. */
  readonly signOnClient: string;
}

/** One site as it is rendered: every port and path settled. */
export interface Site {
  readonly name: string;
  readonly title: { readonly ko: string; readonly en: string };
  readonly failureDomain: string;
  readonly address: string;
  readonly ports: Readonly<Record<PortName, number>>;
  readonly isVoter: boolean;
  readonly paths: SitePaths;
}

/** A deployment that passed every check. */
export interface Sites {
  readonly name: string;
  readonly domain: string;
  readonly sites: readonly Site[];
  readonly signOn?: NonNullable<SitesFile['signOn']>;
}

const DEFAULT_PATHS: SitePaths = {
  config: '/etc/amends',
  data: '/var/lib/amends',
  program: '/opt/amends/current',
  postgres: '/usr/lib/postgresql/15/bin',
  environment: '/etc/amends/secrets/environment',
  backupRecipients: '/etc/amends/secrets/backup-recipients',
  signOnClient: '/etc/amends/secrets/sign-on-client',
};

/** Settles defaults; what is written for a site goes before what is written for all. */
export function settleSites(file: SitesFile): Sites {
  const written = { ...file.paths, ...file.secrets };
  return {
    name: file.name,
    domain: file.domain,
    ...(file.signOn === undefined ? {} : { signOn: file.signOn }),
    sites: file.sites.map((each) => ({
      name: each.name,
      title: each.title ?? { ko: each.name, en: each.name },
      failureDomain: each.failureDomain,
      address: each.address,
      ports: { ...DEFAULT_PORTS, ...defined(file.ports), ...defined(each.ports) },
      isVoter: each.etcd ?? true,
      paths: Object.fromEntries(
        Object.entries({ ...DEFAULT_PATHS, ...defined(written) }).map(([key, text]) => [
          key,
          text.replaceAll('{site}', each.name),
        ]),
      ) as unknown as SitePaths,
    })),
  };
}

function defined<T extends object>(values: T | undefined): Partial<Record<keyof T, never>> {
  const known = Object.entries(values ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as Partial<Record<keyof T, never>>;
}

/** Gives the other sites. */
export function othersOf({ sites }: Sites, site: Site): readonly Site[] {
  return sites.filter(({ name: each }) => each !== site.name);
}
