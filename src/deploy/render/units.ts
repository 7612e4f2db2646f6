import type { Site, Sites } from '../sites.ts';
import { BACKUP_LATE_HOURS, backupMarkOf } from './backup.ts';
import { linesFile, type RenderedFile } from './file.ts';

/** Gives the variables of sign-in at an issuer; none where nobody signs in at one. */
function renderSignOn({ signOn }: Sites, site: Site): readonly string[] {
  if (signOn === undefined) return [];
  const { issuer, client, title, groupsClaim, staffGroups, readers, isPublic } = signOn;
  const secret = isPublic === true ? undefined : site.paths.signOnClient;
  const values = {
    ISSUER: issuer,
    CLIENT_ID: client,
    CLIENT_SECRET_FILE: secret,
    NAME: title,
    GROUPS_CLAIM: groupsClaim,
    STAFF_GROUPS: staffGroups,
    READERS: readers,
  };
  const known = Object.entries(values).filter(([, value]) => value !== undefined);
  return [
    '# Members of staff and readers sign in at this issuer, too; its secret is the operator’s.',
    ...known.map(([name, value]) => `AMENDS_OIDC_${name}=${value}`),
  ];
}

/** Gives the variables of the Amends node: where the database is, and nothing secret. */
export function renderEnvironment(sites: Sites, site: Site): RenderedFile {
  const { domain } = sites;
  const port = site.ports.web === 443 ? '' : `:${site.ports.web}`;
  const tls = `${site.paths.config}/tls`;
  const query = new URLSearchParams({
    sslmode: 'verify-full',
    sslrootcert: `${tls}/ca.crt`,
    sslcert: `${tls}/amends.crt`,
    sslkey: `${tls}/amends.key`,
  });
  const database = `postgres://amends@127.0.0.1:${site.ports.primary}/amends`;
  return linesFile('amends.env', [
    '# HAProxy of this site leads to the primary; the certificate stands for a password.',
    `DATABASE_URL=${database}?${decodeURIComponent(query.toString())}`,
    `AMENDS_DATA_DIR=${site.paths.data}/node`,
    'AMENDS_HOST=127.0.0.1',
    `AMENDS_PORT=${site.ports.node}`,
    `AMENDS_LOG_ORIGIN=${domain}/log`,
    '# Where people reach all three sites: links, feeds and coming back from the issuer.',
    `AMENDS_PUBLIC_URL=https://${domain}${port}`,
    ...renderSignOn(sites, site),
    '# HAProxy notes from where a claimant comes.',
    'AMENDS_PROXY_COUNT=1',
    'AMENDS_DEMONSTRATION=no',
    '# A node that starts while no site is the primary gives tickets at once.',
    'AMENDS_PATIENT_START=yes',
    '# When the last good backup kept here was whole; twelve hours lie between two.',
    `AMENDS_BACKUP_MARK_FILE=${backupMarkOf(site)}`,
    `AMENDS_BACKUP_LATE_HOURS=${BACKUP_LATE_HOURS}`,
    `# Secrets (mail, text messages, the company's app) stand in ${site.paths.environment}.`,
  ]);
}

interface Service {
  readonly name: string;
  readonly about: string;
  /** Who runs it; root where none is named. */
  readonly user?: string;
  readonly start: string;
  readonly lines?: readonly string[];
  /** The program without which it is passed over, where a site may do without it. */
  readonly isThere?: string;
}

function services(site: Site): readonly Service[] {
  const { config, program, environment, data } = site.paths;
  const etcd: Service = {
    name: 'amends-etcd',
    about: 'etcd: who is the primary',
    user: 'etcd',
    start: `/usr/bin/etcd --config-file ${config}/etcd.yml`,
  };
  return [
    ...(site.isVoter ? [etcd] : []),
    {
      name: 'amends-database',
      about: 'PostgreSQL under Patroni',
      user: 'postgres',
      start: `/usr/bin/patroni ${config}/patroni.yml`,
      // PostgreSQL's processes end with Patroni, and get the time for it.
      lines: [
        'KillMode=process',
        'TimeoutStopSec=30',
        'OOMScoreAdjust=-900',
        // Patroni reads its certificates again, and lets PostgreSQL do so.
        'ExecReload=/bin/kill -HUP $MAINPID',
      ],
    },
    {
      name: 'amends-space',
      about: 'Hands the database over before its disk is full',
      user: 'postgres',
      start: `${config}/keep-space.sh`,
    },
    {
      name: 'amends-web',
      about: 'HAProxy: claimants to Amends, Amends to the primary',
      user: 'haproxy',
      start: `/usr/sbin/haproxy -Ws -f ${config}/haproxy.cfg`,
      lines: [
        'Type=notify',
        'AmbientCapabilities=CAP_NET_BIND_SERVICE',
        'ExecReload=/bin/kill -USR2 $MAINPID',
      ],
    },
    {
      name: 'amends',
      about: 'Amends',
      user: 'amends',
      start: `${program}/bin/amends.mjs start`,
      lines: [`EnvironmentFile=${config}/amends.env`, `EnvironmentFile=-${environment}`],
    },
    {
      name: 'amends-metrics',
      about: 'Prometheus: looks at all three sites',
      user: 'prometheus',
      isThere: METRICS_PROGRAM,
      start: `${METRICS_PROGRAM} ${metricsOptions(site).join(' ')}`,
      lines: ['ExecReload=/bin/kill -HUP $MAINPID'],
    },
    {
      name: 'amends-logs',
      about: 'rsyslog: the journal, to all three sites',
      isThere: '/usr/sbin/rsyslogd',
      // -iNONE: no file with the process id, which nobody needs here.
      start: `/usr/sbin/rsyslogd -n -iNONE -f ${config}/rsyslog.conf`,
      lines: [`ReadWritePaths=${data}/logs ${data}/rsyslog`],
    },
  ];
}

const METRICS_PROGRAM = '/usr/bin/prometheus';

/** Gives the options of Prometheus; it answers on loopback only. */
export function metricsOptions({ paths, ports }: Site): readonly string[] {
  return [
    `--config.file=${paths.config}/prometheus.yml`,
    `--storage.tsdb.path=${paths.data}/prometheus`,
    '--storage.tsdb.retention.time=30d',
    `--web.listen-address=127.0.0.1:${ports.metrics}`,
  ];
}

/** Gives the systemd units of one site; each starts again one second after it ended. */
export function renderUnits(deployment: Sites, site: Site): readonly RenderedFile[] {
  const all = services(site);
  const units = all.map(({ name, about, user, start, lines = [], isThere }) =>
    linesFile(`systemd/${name}.service`, [
      '[Unit]',
      `Description=${about} (${deployment.name}, ${site.name})`,
      'Wants=network-online.target',
      'After=network-online.target',
      'PartOf=amends-site.target',
      'StartLimitIntervalSec=0',
      ...(isThere === undefined ? [] : [`ConditionPathExists=${isThere}`]),
      '',
      '[Service]',
      ...(user === undefined ? [] : [`User=${user}`]),
      ...lines,
      `ExecStart=${start}`,
      'Restart=always',
      'RestartSec=1',
      'LimitNOFILE=65536',
      'NoNewPrivileges=yes',
      'ProtectSystem=strict',
      'ProtectHome=yes',
      'PrivateTmp=yes',
      `ReadWritePaths=${site.paths.data}`,
      '',
      '[Install]',
      'WantedBy=amends-site.target',
    ]),
  );
  const target = linesFile('systemd/amends-site.target', [
    '[Unit]',
    `Description=Everything of Amends at ${site.name}`,
    `Wants=${all.map(({ name }) => `${name}.service`).join(' ')} amends-backup.timer`,
    '',
    '[Install]',
    'WantedBy=multi-user.target',
  ]);
  return [...units, target];
}
