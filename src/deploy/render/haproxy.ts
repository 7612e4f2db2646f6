import { othersOf, type Site, type Sites } from '../sites.ts';
import { linesFile, type RenderedFile } from './file.ts';

/**
 * Gives HAProxy's configuration of one site: claimants come in by it, and Amends finds the primary by it.
 *
 * A node that answers is kept in service although the database does not: it gives tickets then. So nodes
 * are asked whether the process lives (`/healthz`), not whether the database does (`/readyz`).
 */
export function renderHaproxy(deployment: Sites, site: Site): RenderedFile {
  const parts = [settings(site), primary(deployment, site), web(deployment, site)];
  return linesFile('haproxy.cfg', parts.flat());
}

function settings({ paths }: Site): string[] {
  return [
    'global',
    '  log stdout format raw local0 warning',
    '  maxconn 8000',
    `  stats socket ${paths.data}/haproxy/admin.sock mode 600 level admin`,
    '  hard-stop-after 10s',
    '  ssl-default-bind-options ssl-min-ver TLSv1.2',
    '  ssl-default-server-options ssl-min-ver TLSv1.2',
    '',
    'defaults',
    '  log global',
    '  maxconn 8000',
    '  timeout connect 700ms',
    '  timeout check 2s',
    '  timeout client 60s',
    '  timeout server 60s',
    '',
  ];
}

function primary({ sites }: Sites, site: Site): string[] {
  const tls = `${site.paths.config}/tls`;
  return [
    '# Whichever PostgreSQL is the primary; when it no longer is, its connections are cut at once, so that',
    '# nobody waits for an answer that cannot come.',
    'listen primary',
    `  bind 127.0.0.1:${site.ports.primary}`,
    '  mode tcp',
    '  timeout client 1h',
    '  timeout server 1h',
    '  # A lost first packet is sent again after a second; a refusal is told at once, not after three tries, so',
    '  # that nobody waits for the former primary when another stands ready.',
    '  timeout connect 1500ms',
    '  retries 0',
    '  timeout check 700ms',
    '  option httpchk OPTIONS /primary',
    '  http-check expect status 200',
    `  default-server check check-ssl verify required ca-file ${tls}/ca.crt crt ${tls}/web.pem inter 250ms fastinter 100ms fall 3 rise 1 on-marked-down shutdown-sessions`,
    ...sites.map(
      ({ name, address, ports }) =>
        `  server ${name} ${address}:${ports.postgres} port ${ports.patroni}`,
    ),
    '',
  ];
}

function web(deployment: Sites, site: Site): string[] {
  const tls = `${site.paths.config}/tls`;
  // The first connection it refuses takes it out of service, and the request goes to another.
  const own = `  server ${site.name} 127.0.0.1:${site.ports.node} check inter 500ms fall 3 rise 1 observe layer4 error-limit 1 on-error mark-down`;
  const health = ['  option httpchk GET /healthz', '  http-check expect status 200'];
  return [
    'frontend web',
    '  mode http',
    `  bind ${site.address}:${site.ports.web} ssl crt ${tls}/public.pem alpn http/1.1`,
    '  http-request del-header x-forwarded-for',
    '  option forwardfor',
    '  http-request set-header x-forwarded-proto https',
    '  # When no node seems to live, ask this site’s all the same: on a busy machine a check may come too late.',
    '  use_backend last if { nbsrv(nodes) eq 0 }',
    '  default_backend nodes',
    '',
    '# The node of this site; while it does not run, those of the others.',
    'backend nodes',
    '  mode http',
    ...health,
    '  # Long enough that a busy machine is not taken for a dead node: one refused connection takes it out.',
    '  timeout connect 2s',
    '  option redispatch 1',
    '  option allbackups',
    '  retries 3',
    '  # A node that dies with a claim in its hands: another is asked. The claim’s id makes that safe; other',
    '  # requests that change something are not sent twice.',
    '  retry-on conn-failure empty-response 503',
    '  http-request disable-l7-retry if { method POST PUT PATCH DELETE } !{ path /api/v1/claims }',
    own,
    ...othersOf(deployment, site).map(
      ({ name, address, ports }) =>
        `  server ${name} ${address}:${ports.peer} backup ssl verify required ca-file ${tls}/ca.crt crt ${tls}/web.pem verifyhost web.${name} check inter 500ms fall 3 rise 1`,
    ),
    '',
    'backend last',
    '  mode http',
    '  timeout connect 2s',
    '  retries 2',
    `  server ${site.name} 127.0.0.1:${site.ports.node}`,
    '',
    '# For the other sites only: they show a certificate of this deployment.',
    'frontend peer',
    '  mode http',
    `  bind ${site.address}:${site.ports.peer} ssl crt ${tls}/web.pem ca-file ${tls}/ca.crt verify required`,
    '  http-request use-service prometheus-exporter if { path /haproxy-metrics }',
    '  default_backend node',
    '',
    '# Unchecked: those who ask here check for themselves, and a false alarm would have nobody to turn to.',
    'backend node',
    '  mode http',
    '  timeout connect 2s',
    `  server ${site.name} 127.0.0.1:${site.ports.node}`,
    '',
  ];
}
