import { listCertificates } from '../certificates.ts';
import type { Site, Sites } from '../sites.ts';
import { linesFile, type RenderedFile, shellFile } from './file.ts';

/** Where each part keeps what it writes, below the data folder; the users are those of Debian's packages. */
const FOLDERS = [
  { path: '', mode: '0755', user: 'root' },
  { path: '/etcd', mode: '0700', user: 'etcd' },
  { path: '/postgres', mode: '0700', user: 'postgres' },
  { path: '/backups', mode: '0700', user: 'postgres' },
  { path: '/backup-mark', mode: '0755', user: 'postgres' },
  { path: '/haproxy', mode: '0750', user: 'haproxy' },
  { path: '/node', mode: '0700', user: 'amends' },
  { path: '/node/keys', mode: '0700', user: 'amends' },
  { path: '/prometheus', mode: '0700', user: 'prometheus' },
  { path: '/rsyslog', mode: '0700', user: 'root' },
  // Logs of all sites, which go when they have not been written to for so long.
  { path: '/logs', mode: '0750', user: 'root', age: 'm:90d' },
] as const;

/** Programs without which a site does not run, each with its package; the rest of a site's packages comes with them. */
const PROGRAMS = [
  ['patroni', '/usr/bin/patroni'],
  ['python3-etcd', '/usr/lib/python3/dist-packages/etcd'],
  ['python3-idna', '/usr/lib/python3/dist-packages/idna'],
  ['etcd-server', '/usr/bin/etcd'],
  ['etcd-client', '/usr/bin/etcdctl'],
  ['haproxy', '/usr/sbin/haproxy'],
  ['curl', '/usr/bin/curl'],
  ['age', '/usr/bin/age'],
  ['prometheus', '/usr/bin/prometheus'],
  ['rsyslog-gnutls', '/usr/lib/x86_64-linux-gnu/rsyslog/lmnsd_gtls.so'],
] as const;

/** Debian's packages that a site needs. */
export const SITE_PACKAGES: readonly string[] = [
  ...PROGRAMS.map(([name]) => name),
  'postgresql-15',
];

/** Gives what puts a rendered site in its place: folders, users, owners of keys, units. */
export function renderInstall(deployment: Sites, site: Site): readonly RenderedFile[] {
  return [folders(site), install(deployment, site), command(site)];
}

function folders({ paths }: Site): RenderedFile {
  const lines = FOLDERS.map((folder) => {
    const age = 'age' in folder ? folder.age : '-';
    return `d ${paths.data}${folder.path} ${folder.mode} ${folder.user} ${folder.user} ${age}`;
  });
  return linesFile('tmpfiles.conf', ['# Type, path, mode, user, group, age.', ...lines]);
}

/** Names a package when a file of it is not there; the folder of libraries differs between machines. */
function check([name, file]: readonly [string, string]): string {
  return `ls ${file.replace('x86_64-linux-gnu', '*')} >/dev/null 2>&1 || missing="$missing ${name}"`;
}

function install(deployment: Sites, site: Site): RenderedFile {
  return shellFile('install.sh', [
    `# Puts ${site.name} in its place; as root, in the folder that was rendered, with tls/ in it. Again after each rendering`,
    '# and after each rotation of certificates: what is there already is left or replaced. It starts nothing.',
    ...prepare(site),
    ...putFiles(deployment, site),
    ...putUnits(site),
  ]);
}

function prepare({ name, paths }: Site): readonly string[] {
  const { postgres, program, data } = paths;
  return [
    'cd "$(dirname "$0")"',
    'say() { echo "$*" >&2; exit 1; }',
    '[ "$(id -u)" = 0 ] || say "Users and units are made by root, and this is $(id -un)."',
    `[ -s tls/web.pem ] || say "tls/web.pem is not here: amends deploy certificates SITES --out DIR makes it, and DIR/${name} is to be copied with tls/ in it."`,
    '[ $# -gt 0 ] || set -- units',
    'mode=$1; missing=',
    'case $mode in units | containers) ;; *) say "$0, or $0 containers where compose.yml is used; not $mode" ;; esac',
    'if [ "$mode" = units ]; then',
    ...[...PROGRAMS, ['postgresql-15', `${postgres}/postgres`] as const].map(
      (each) => `  ${check(each)}`,
    ),
    'fi',
    '[ -z "$missing" ] || say "Not installed. On Debian 12: apt-get install --no-install-recommends$missing"',
    `[ -e ${program}/bin/amends.mjs ] || echo "${program} is not there yet: the release of Amends, built, at that place" >&2`,
    'for user in etcd postgres haproxy prometheus amends; do',
    `  id "$user" >/dev/null 2>&1 || useradd --system --user-group --home-dir ${data}/node --shell /usr/sbin/nologin "$user"`,
    'done',
    "# Debian's own would take the ports; its cluster of PostgreSQL is not ours.",
    'if [ -d /run/systemd/system ]; then',
    '  systemctl disable --now etcd patroni haproxy prometheus postgresql 2>/dev/null || true',
    'fi',
  ];
}

function putFiles(deployment: Sites, site: Site): readonly string[] {
  const { config } = site.paths;
  const keys = listCertificates(deployment).filter((each) => each.site === site.name);
  const put = (owner: string, ...names: string[]): string =>
    `put ${owner} ${names.map((name) => `tls/${name}`).join(' ')}`;
  return [
    `install -d -m 755 ${config} ${config}/tls`,
    `here=$(pwd -P)`,
    `there=$(cd ${config} && pwd -P)`,
    'if [ "$here" != "$there" ]; then',
    '  for each in *; do',
    `    case $each in tls) ;; *) cp -r "$each" ${config}/ ;; esac`,
    '  done',
    'fi',
    '# Keys belong to who uses them; beside its place first, so that nobody reads half of one.',
    'put() {',
    '  owner=$1; shift',
    '  for each in "$@"; do',
    '    bits=600; case $each in *.crt) bits=644 ;; esac',
    `    install -o "$owner" -g "$owner" -m "$bits" "$each" "${config}/$each.new"`,
    `    mv "${config}/$each.new" "${config}/$each"`,
    '  done',
    '}',
    put('root', 'ca.crt'),
    ...keys.map(({ file, owner }) => put(owner, `${file}.crt`, `${file}.key`)),
    put('haproxy', 'web.pem'),
    '# The certificate that browsers trust is the operator’s once public.own is gone from its place.',
    `if [ -e ${config}/tls/public.own ] || [ ! -e ${config}/tls/public.pem ]; then`,
    `  ${put('haproxy', 'public.pem')}`,
    `  if [ -e tls/public.own ]; then ${put('root', 'public.own')}; else rm -f ${config}/tls/public.own; fi`,
    'fi',
    `chown haproxy:haproxy ${config}/tls/public.pem`,
    `chmod 600 ${config}/tls/public.pem`,
  ];
}

function putUnits({ name, paths }: Site): readonly string[] {
  const { config, data } = paths;
  return [
    'install -m 644 tmpfiles.conf /etc/tmpfiles.d/amends.conf',
    'systemd-tmpfiles --create /etc/tmpfiles.d/amends.conf',
    'if [ "$mode" = units ]; then',
    '  install -m 644 systemd/* /etc/systemd/system/',
    '  [ ! -d /run/systemd/system ] || systemctl daemon-reload',
    '  next="systemctl enable --now amends-site.target"',
    'else',
    `  next="cd ${config}; ./compose.env.sh > .env; docker compose up -d"`,
    'fi',
    `for key in master log epoch; do`,
    `  [ -e ${data}/node/keys/$key ] || echo "${data}/node/keys/$key is not there: the same at all sites, owned by amends, mode 600" >&2`,
    'done',
    `echo "${name} is in its place. Then: $next"`,
  ];
}

function command({ paths }: Site): RenderedFile {
  return shellFile('amends.sh', [
    `# Amends by hand, as its own user and with this site's settings: ${paths.config}/amends.sh ledger verify`,
    'cd /',
    `exec setpriv --reuid=amends --regid=amends --init-groups env HOME=${paths.data}/node \\`,
    `  node --env-file=${paths.config}/amends.env ${paths.program}/bin/amends.mjs "$@"`,
  ]);
}
