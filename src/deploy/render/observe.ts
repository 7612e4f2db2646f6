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
      cert_file: `${tls}/metrics.crt`,
      key_file: `${tls}/metrics.key`,
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
            // A database that is down keeps its part; with no Patroni that answers there is nothing to add up.
            expr: 'sum(patroni_replica * patroni_postgres_running) < 1 or absent(patroni_replica)',
            for: '15s',
            says: 'No standby runs, so nothing can be acknowledged: runbook, "No standby"',
          }),
          rule('AmendsBackupLate', {
            expr: 'time() - amends_backup_last_success_timestamp_seconds > amends_backup_late_after_seconds or absent(amends_backup_last_success_timestamp_seconds)',
            for: '10m',
            says: 'The last good backup kept at {{ $labels.site }} is older than its schedule allows, or there is none: runbook, "A backup did not come"',
          }),
        ],
      },
    ],
  });
}

/**
 * rsyslog, because it is Debian's own, writes to disk what it cannot send, and needs nothing else; journald
 * alone can send to one place only. By TCP and not by RELP: rsyslog 8.2302 with RELP over TLS did not find its
 * way back to a site that had lost power.
 */
function logs(deployment: Sites, site: Site): RenderedFile {
  const { config, data } = site.paths;
  const tls = `${config}/tls`;
  const others = othersOf(deployment, site);
  const peers = others.map(({ name }) => `"web.${name}"`).join(', ');
  const kept = 'type="omfile" dynaFile="bySite" dirCreateMode="0750" fileCreateMode="0640"';
  return linesFile('rsyslog.conf', [
    'global(',
    `  workDirectory="${data}/rsyslog"`,
    '  # The name of the site, whatever the machine is called: the folders of the logs go by it.',
    `  localHostname="${site.name}"`,
    `  defaultNetstreamDriverCAFile="${tls}/ca.crt"`,
    `  defaultNetstreamDriverCertFile="${tls}/web.crt"`,
    `  defaultNetstreamDriverKeyFile="${tls}/web.key"`,
    ')',
    '# Nothing is left out, however much there is to say.',
    'module(load="imjournal" stateFile="journal" ratelimit.interval="0")',
    'module(load="imtcp" streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="x509/name"',
    `  permittedPeer=[${peers}] keepAlive="on")`,
    `input(type="imtcp" port="${site.ports.logs}" address="${site.address}" ruleset="kept")`,
    `template(name="bySite" type="string" string="${data}/logs/%HOSTNAME:::secpath-replace%/%$year%-%$month%-%$day%.log")`,
    `ruleset(name="kept") { action(${kept}) }`,
    `action(${kept})`,
    ...others.flatMap(({ name, address, ports }) => [
      `action(type="omfwd" target="${address}" port="${ports.logs}" protocol="tcp" template="RSYSLOG_ForwardFormat"`,
      '  streamDriver="gtls" streamDriverMode="1" streamDriverAuthMode="x509/name"',
      `  streamDriverPermittedPeers="web.${name}" keepAlive="on" queue.type="LinkedList" queue.filename="to-${name}"`,
      '  queue.maxDiskSpace="1g" queue.saveOnShutdown="on" action.resumeRetryCount="-1")',
    ]),
  ]);
}
