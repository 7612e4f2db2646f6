import { othersOf, type Site, type Sites } from '../sites.ts';
import { type RenderedFile, shellFile, yamlFile } from './file.ts';

/** The seconds in which a leader that is not heard of loses its key. */
export const LEADER_SECONDS = 4;

/** Gives who acknowledges: any one other site. */
export const synchronousNames = ({ sites }: Pick<Sites, 'sites'>): string =>
  `ANY 1 (${sites.map(({ name }) => `"${name}"`).join(', ')})`;

/**
 * Gives Patroni's configuration of one site, the check before a takeover and what makes the database.
 *
 * A write is acknowledged when any one other site has it (`ANY 1`), which Patroni's own synchronous
 * mode of this version cannot say; so `may-take-over.sh` asks, before a site takes over, what that mode
 * would: docs/decisions/0071-three-sites.md.
 *
 * @source measured settings for three sites (ttl 4, loop 1, retry 3; WAL time-outs; tcp_user_timeout)
 */
export function renderPatroni(deployment: Sites, site: Site): readonly RenderedFile[] {
  const { config } = site.paths;
  const tls = `${config}/tls`;
  const members = deployment.sites.filter(({ isVoter }) => isVoter);
  const value = {
    scope: deployment.name,
    name: site.name,
    restapi: {
      listen: `${site.address}:${site.ports.patroni}`,
      connect_address: `${site.address}:${site.ports.patroni}`,
      certfile: `${tls}/database.crt`,
      keyfile: `${tls}/database.key`,
      cafile: `${tls}/ca.crt`,
      verify_client: 'required',
    },
    ctl: {
      certfile: `${tls}/database.crt`,
      keyfile: `${tls}/database.key`,
      cacert: `${tls}/ca.crt`,
    },
    // The older interface of etcd, because through the newer one this version of Patroni renews a key it has
    // lost by writing over whoever has it since: docs/decisions/0071-three-sites.md.
    etcd: {
      hosts: members.map((each) => `${each.address}:${each.ports.etcdClient}`),
      protocol: 'https',
      cacert: `${tls}/ca.crt`,
      cert: `${tls}/database.crt`,
      key: `${tls}/database.key`,
    },
    bootstrap: {
      dcs: clusterConfig(deployment),
      initdb: [{ encoding: 'UTF8' }, { locale: 'C.UTF-8' }, 'data-checksums'],
      post_init: `${config}/create-database.sh`,
    },
    postgresql: postgresql(deployment, site),
    // A device that restarts a machine whose Patroni is stuck, where there is one.
    watchdog: { mode: 'automatic', device: '/dev/watchdog', safety_margin: 1 },
  };
  return [yamlFile('patroni.yml', value), createDatabase(), mayTakeOver(deployment, site)];
}

/** What all sites share, kept in etcd from the first start on: change it with `patronictl edit-config`. */
function clusterConfig({ sites }: Sites) {
  return {
    ttl: LEADER_SECONDS,
    loop_wait: 1,
    retry_timeout: 3,
    primary_start_timeout: 0,
    primary_stop_timeout: 3,
    maximum_lag_on_failover: 1_048_576,
    failsafe_mode: true,
    check_timeline: true,
    postgresql: {
      use_pg_rewind: true,
      // A slot is made only after a takeover, and the other standby would wait two seconds for it; so
      // what standbys still need is kept by size (wal_keep_size).
      use_slots: false,
      parameters: {
        synchronous_commit: 'on',
        synchronous_standby_names: synchronousNames({ sites }),
        wal_log_hints: 'on',
        wal_keep_size: '512MB',
        wal_sender_timeout: '1500ms',
        wal_receiver_timeout: '1500ms',
        wal_retrieve_retry_interval: '100ms',
        wal_receiver_status_interval: '1s',
        tcp_user_timeout: 3000,
        tcp_keepalives_idle: 2,
        tcp_keepalives_interval: 1,
        tcp_keepalives_count: 3,
        max_connections: 200,
        shared_buffers: '256MB',
        max_wal_size: '2GB',
        timezone: 'UTC',
      },
    },
  };
}

function postgresql(deployment: Sites, site: Site) {
  const { config, data, postgres } = site.paths;
  const tls = `${config}/tls`;
  const client = {
    sslmode: 'verify-ca',
    sslrootcert: `${tls}/ca.crt`,
    sslcert: `${tls}/database.crt`,
    sslkey: `${tls}/database.key`,
  };
  const everywhere = deployment.sites.map(({ address }) => `${address}/32`);
  return {
    listen: `${site.address}:${site.ports.postgres}`,
    connect_address: `${site.address}:${site.ports.postgres}`,
    data_dir: `${data}/postgres/cluster`,
    bin_dir: postgres,
    use_unix_socket: true,
    pgpass: `${data}/postgres/pgpass`,
    // Begin a copy at once rather than at the next checkpoint.
    basebackup: [{ checkpoint: 'fast' }],
    pre_promote: `${config}/may-take-over.sh`,
    authentication: {
      superuser: { username: 'postgres' },
      replication: { username: 'replicator', ...client },
      rewind: { username: 'rewinder', ...client },
    },
    parameters: {
      unix_socket_directories: `${data}/postgres`,
      ssl: 'on',
      ssl_cert_file: `${tls}/database.crt`,
      ssl_key_file: `${tls}/database.key`,
      ssl_ca_file: `${tls}/ca.crt`,
      ssl_min_protocol_version: 'TLSv1.2',
    },
    // No password anywhere: who connects shows a certificate.
    pg_hba: [
      'local all postgres peer',
      ...everywhere.flatMap((network) => [
        `hostssl replication replicator ${network} cert map=database`,
        `hostssl postgres replicator ${network} cert map=database`,
        `hostssl all rewinder ${network} cert map=database`,
        `hostssl amends amends ${network} cert`,
      ]),
    ],
    pg_ident: deployment.sites.flatMap(({ name }) =>
      ['replicator', 'rewinder'].map((role) => `database database.${name} ${role}`),
    ),
  };
}

function createDatabase(): RenderedFile {
  return shellFile('create-database.sh', [
    '# Patroni runs it once, where the first database was made; $1 leads to it.',
    'PGOPTIONS="-c synchronous_commit=local" psql "$1" --set ON_ERROR_STOP=1 --quiet \\',
    "  --command 'create role amends login' \\",
    "  --command 'create database amends owner amends'",
  ]);
}

function mayTakeOver(deployment: Sites, site: Site): RenderedFile {
  const { config, data, postgres: programs } = site.paths;
  const tls = `${config}/tls`;
  const certificate = `sslmode=verify-ca sslrootcert=${tls}/ca.crt sslcert=${tls}/database.crt sslkey=${tls}/database.key`;
  const hosts = othersOf(deployment, site).map(
    ({ address, ports }) => `${address}:${ports.postgres}`,
  );
  return shellFile('may-take-over.sh', [
    '# Patroni runs it when this site has the leader key, before it takes over.',
    '#',
    '# What is acknowledged is at the former primary and at one other site at least. So if one of the other',
    '# two answers and has nothing that is not here, everything acknowledged is here: take over. If one has',
    '# more, or neither answers, leave it to another site. Where both are gone for good, two people say so, once,',
    `# by the file ${data}/postgres/alone (runbook).`,
    `position="select case when pg_is_in_recovery() then coalesce(greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()), '0/0') else pg_current_wal_flush_lsn() end"`,
    // PostgreSQL's own program: Debian's in the path first looks for the right version, in Perl.
    `ask() { PGCONNECT_TIMEOUT=2 timeout 1.5 ${programs}/psql --no-psqlrc --tuples-only --no-align --command "$position" "$1"; }`,
    `number() { echo $((0x\${1%/*} << 32 | 0x\${1#*/})); }`,
    'answers=$(mktemp -d)',
    'trap \'rm -rf "$answers"\' EXIT',
    `for peer in ${hosts.join(' ')}; do`,
    `  (ask "host=\${peer%:*} port=\${peer#*:} user=replicator dbname=postgres ${certificate}" \\`,
    '    >"$answers/.$peer" 2>/dev/null && mv "$answers/.$peer" "$answers/$peer") &',
    'done',
    `own=$(ask "host=${data}/postgres port=${site.ports.postgres} user=postgres dbname=postgres")`,
    'for try in $(seq 40); do',
    '  for answer in "$answers"/*; do',
    '    [ -s "$answer" ] || continue',
    '    theirs=$(cat "$answer")',
    '    [ "$(number "$theirs")" -gt "$(number "$own")" ] || exit 0',
    '    echo "$(basename "$answer") has $theirs, and here is $own: it takes over, not this site" >&2',
    '    exit 1',
    '  done',
    '  sleep 0.05',
    'done',
    `alone=${data}/postgres/alone`,
    'if [ -e "$alone" ]; then',
    '  rm "$alone"',
    '  echo "No other site answered, and $alone says that this one goes on without them" >&2',
    '  exit 0',
    'fi',
    'echo "No other site answered, so it cannot be told whether everything acknowledged is here" >&2',
    'exit 1',
  ]);
}
