import { othersOf, type Site, type Sites } from '../sites.ts';
import { linesFile, type RenderedFile, yamlFile } from './file.ts';

/** Gives what watches: Prometheus at each site looks at all three; logs go to both other sites. */
export function renderObservation(deployment: Sites, site: Site): readonly RenderedFile[] {
  return [prometheus(deployment, site), rules(), logs(deployment, site)];
}

function prometheus({ sites }: Sites, site: Site): RenderedFile {
  const tls = `${site.paths.config}/tls`;
  const job = (
    name: string,
    path: string,
    { port, of }: { port: 'peer' | 'patroni' | 'etcdClient'; of: string },
  ) => ({
    job_name: name,
    metrics_path: path,
    scheme: 'https',
    tls_config: {
      ca_file: `${tls}/ca.crt`,
      cert_file: `${tls}/amends.crt`,
      key_file: `${tls}/amends.key`,
    },
    static_configs: sites
      .filter(({ isVoter }) => port !== 'etcdClient' || isVoter)
      .map((each) => ({
        targets: [`${each.address}:${each.ports[port]}`],
        labels: { site: each.name, part: of },
      })),
  });
  return yamlFile('prometheus.yml', {
    global: {
      scrape_interval: '10s',
      evaluation_interval: '10s',
      external_labels: { watcher: site.name },
    },
    rule_files: [`${site.paths.config}/prometheus-rules.yml`],
    scrape_configs: [
      job('amends', '/metrics', { port: 'peer', of: 'node' }),
      job('haproxy', '/haproxy-metrics', { port: 'peer', of: 'web' }),
      job('patroni', '/metrics', { port: 'patroni', of: 'database' }),
      job('etcd', '/metrics', { port: 'etcdClient', of: 'etcd' }),
    ],
  });
}

function rules(): RenderedFile {
  const rule = (alert: string, about: { expr: string; for: string; says: string }) => ({
    alert,
    expr: about.expr,
    for: about.for,
    annotations: { summary: about.says },
  });
  return yamlFile('prometheus-rules.yml', {
    groups: [
      {
        name: 'amends',
        rules: [
          rule('AmendsSiteSilent', {
            expr: 'up == 0',
            for: '30s',
            says: '{{ $labels.part }} of {{ $labels.site }} does not answer: runbook, "A site is lost"',
          }),
          rule('AmendsNoPrimary', {
            expr: 'sum(patroni_primary) < 1 or absent(patroni_primary)',
            for: '15s',
            says: 'No site is the primary; claimants get tickets: runbook, "No primary"',
          }),
          rule('AmendsTwoPrimaries', {
            expr: 'sum(patroni_primary) > 1',
            for: '5s',
            says: 'Two sites say that they are the primary: runbook, "Two primaries"',
          }),
          rule('AmendsNoStandby', {
            expr: 'sum(patroni_replica and patroni_postgres_running) < 1',
            for: '15s',
            says: 'No standby runs, so nothing can be acknowledged: runbook, "No standby"',
          }),
        ],
      },
    ],
  });
}

/**
 * rsyslog, because it is Debian's own, writes to disk what it cannot send, and needs nothing else; journald
 * alone can send to one place only.
 */
function logs(deployment: Sites, site: Site): RenderedFile {
  const tls = `${site.paths.config}/tls`;
  const stream = 'StreamDriver="gtls" StreamDriverMode="1" StreamDriverAuthMode="x509/name"';
  return linesFile('rsyslog.conf', [
    'global(',
    `  workDirectory="${site.paths.data}/logs"`,
    `  DefaultNetstreamDriverCAFile="${tls}/ca.crt"`,
    `  DefaultNetstreamDriverCertFile="${tls}/web.crt"`,
    `  DefaultNetstreamDriverKeyFile="${tls}/web.key"`,
    ')',
    'module(load="imjournal" StateFile="journal")',
    `module(load="imtcp" ${stream.replaceAll('StreamDriver=', 'StreamDriver.Name=').replaceAll('StreamDriverMode', 'StreamDriver.Mode').replaceAll('StreamDriverAuthMode', 'StreamDriver.AuthMode')} PermittedPeer=["web.*"])`,
    `input(type="imtcp" port="${site.ports.logs}" address="${site.address}" ruleset="kept")`,
    `template(name="bySite" type="string" string="${site.paths.data}/logs/%HOSTNAME%/%$year%-%$month%-%$day%.log")`,
    'ruleset(name="kept") { action(type="omfile" dynaFile="bySite") }',
    'action(type="omfile" dynaFile="bySite")',
    ...othersOf(deployment, site).flatMap(({ name, address, ports }) => [
      `action(type="omfwd" target="${address}" port="${ports.logs}" protocol="tcp" ${stream}`,
      `  StreamDriverPermittedPeers="web.${name}" queue.type="LinkedList" queue.filename="to-${name}"`,
      '  queue.maxDiskSpace="1g" queue.saveOnShutdown="on" action.resumeRetryCount="-1")',
    ]),
  ]);
}
