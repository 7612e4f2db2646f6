import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { TextFile } from '../continuity/read/index.ts';
import { listCertificates } from './certificates.ts';
import { readSites } from './read-sites.ts';
import { renderDeployment } from './render-deployment.ts';
import type { Sites } from './sites.ts';

const folderOf = (path: string): string =>
  fileURLToPath(new URL(`../../deploy/${path}`, import.meta.url));

const template: readonly TextFile[] = readdirSync(folderOf('inventory/three-sites'))
  .filter((name) => /\.(yaml|json)$/.test(name))
  .map((name) => ({
    name,
    text: readFileSync(`${folderOf('inventory/three-sites')}/${name}`, 'utf8'),
  }));

function sitesOf(change: (text: string) => string = (text) => text): Sites {
  const text = change(readFileSync(folderOf('three-sites/sites.yaml'), 'utf8'));
  const read = readSites({ name: 'sites.yaml', text });
  if (!read.ok) throw new Error(JSON.stringify(read.refusal));
  return read.value;
}

const sites = sitesOf();
const files = new Map(renderDeployment(sites, template).map((file) => [file.path, file.text]));
const textOf = (path: string): string => {
  const text = files.get(path);
  if (text === undefined) throw new Error(`${path} is not rendered`);
  return text;
};

describe('the deployment that comes with Amends', () => {
  it('gives each site the same kinds of files, the tools among them', () => {
    const kindsOf = (site: string): string[] =>
      [...files.keys()]
        .filter((path) => path.startsWith(`${site}/`))
        .map((path) => path.slice(site.length + 1));
    expect(kindsOf('daejeon')).toEqual(kindsOf('seoul'));
    expect(kindsOf('busan')).toEqual(kindsOf('seoul'));
    expect(kindsOf('seoul')).toEqual(
      expect.arrayContaining([
        'patroni.yml',
        'etcd.yml',
        'haproxy.cfg',
        'amends.env',
        'compose.yml',
        'backup.sh',
        'hand-over.sh',
        'keep-space.sh',
        'prometheus.yml',
        'rsyslog.conf',
        'runbook.md',
        'inventory/10-sites.yaml',
        'systemd/amends-database.service',
      ]),
    );
  });

  it('gives YAML that a reader of YAML 1.1, as Patroni is, takes as meant', () => {
    for (const [path, text] of files) {
      if (!/\.ya?ml$/.test(path)) continue;
      const [one, two] = [parse(text, { version: '1.1', merge: true }), parse(text)];
      expect(one, path).toEqual(two);
    }
  });

  it('acknowledges when any one other site has the write, and lets no Patroni lift that', () => {
    const { bootstrap } = parse(textOf('seoul/patroni.yml')) as {
      bootstrap: {
        dcs: {
          postgresql: {
            parameters: { synchronous_standby_names: string; synchronous_commit: string };
          };
        } & Record<string, unknown>;
      };
    };
    const { parameters } = bootstrap.dcs.postgresql;
    expect(parameters.synchronous_standby_names).toBe('ANY 1 ("seoul", "daejeon", "busan")');
    expect(parameters.synchronous_commit).toBe('on');
    expect(bootstrap.dcs).not.toHaveProperty('synchronous_mode');
  });

  it('never cancels a commit that waits for another site, which would acknowledge it', () => {
    const everything = [...files.values()].join('\n');
    expect(everything).not.toContain('statement_timeout');
  });

  it('asks the other two sites, and not itself, before a site takes over', () => {
    const { postgresql } = parse(textOf('busan/patroni.yml')) as {
      postgresql: { pre_promote: string };
    };
    expect(postgresql.pre_promote).toBe('/etc/amends/may-take-over.sh');
    const program = textOf('busan/may-take-over.sh');
    expect(program).toContain('192.0.2.11:5432 198.51.100.12:5432');
    expect(program).not.toContain('203.0.113.13');
  });

  it('renews a leader key by compare-and-set only', () => {
    const config = parse(textOf('seoul/patroni.yml')) as Record<string, unknown>;
    expect(config).toHaveProperty('etcd');
    expect(config).not.toHaveProperty('etcd3');
    expect(parse(textOf('seoul/etcd.yml'))).toMatchObject({ 'enable-v2': true });
  });

  it('keeps a node in service by whether it lives, not by whether the database does', () => {
    expect(textOf('seoul/haproxy.cfg')).toContain('GET /healthz');
    expect(textOf('seoul/haproxy.cfg')).not.toContain('/readyz');
  });

  it('takes no busy machine for a dead node, and asks another only where that is safe', () => {
    const parts = textOf('seoul/haproxy.cfg').split(/\n(?=backend|frontend|listen)/);
    const partOf = (name: string): string => parts.find((part) => part.startsWith(name)) ?? '';
    // Checked servers can be taken out by a false alarm, so the last resort and what peers ask are unchecked.
    expect(partOf('backend last')).not.toContain('check');
    expect(partOf('backend node\n')).toContain('server seoul 127.0.0.1:8022\n');
    expect(partOf('frontend web')).toContain('use_backend last if { nbsrv(nodes) eq 0 }');
    expect(partOf('backend nodes')).toContain(
      'disable-l7-retry if { method POST PUT PATCH DELETE } !{ path /api/v1/claims }',
    );
    expect(partOf('listen primary')).toContain('retries 0');
  });

  it('hands over before the disk of the database is full, by a service of its own', () => {
    expect(textOf('busan/systemd/amends-space.service')).toContain('/etc/amends/keep-space.sh');
    expect(textOf('busan/systemd/amends-site.target')).toContain('amends-space.service');
    const program = textOf('busan/keep-space.sh');
    expect(program).toContain('df --output=avail --block-size=1M /var/lib/amends/postgres');
    expect(program).toContain('{"leader":"busan"}');
  });

  it('lets a node start, and give tickets, while no site is the primary', () => {
    expect(textOf('seoul/amends.env')).toContain('AMENDS_PATIENT_START=yes');
  });

  it('says where people reach it, and signs nobody in elsewhere unless it is told to', () => {
    expect(textOf('seoul/amends.env')).toContain(
      '\nAMENDS_PUBLIC_URL=https://claims.example.org\n',
    );
    expect(textOf('seoul/amends.env')).not.toContain('AMENDS_OIDC');
    const text = 'ports: { web: 8443, peer: 9443 }\nsites:';
    const other = sitesOf((before) => before.replace('sites:', text));
    const files = renderDeployment(other, template);
    expect(files.find(({ path }) => path === 'busan/amends.env')?.text).toContain(
      'AMENDS_PUBLIC_URL=https://claims.example.org:8443\n',
    );
  });

  it('passes sign-in at an issuer to every site, as the server reads it', () => {
    const signOn = [
      'signOn:',
      '  issuer: https://login.example.org/realms/gaon',
      '  client: amends',
      '  title: Gaon ID',
      '  groupsClaim: https://x.example/groups',
      '  staffGroups: ops=reviewer, finance=treasurer+auditor',
      '  readers: press, board',
      '',
    ].join('\n');
    const rendered = renderDeployment(
      sitesOf((before) => before.replace('sites:', `${signOn}sites:`)),
      template,
    );
    for (const { name } of sites.sites) {
      const text = rendered.find(({ path }) => path === `${name}/amends.env`)?.text ?? '';
      expect(text.match(/^AMENDS_OIDC_.*$/gm)).toEqual([
        'AMENDS_OIDC_ISSUER=https://login.example.org/realms/gaon',
        'AMENDS_OIDC_CLIENT_ID=amends',
        'AMENDS_OIDC_CLIENT_SECRET_FILE=/etc/amends/secrets/sign-on-client',
        'AMENDS_OIDC_NAME=Gaon ID',
        'AMENDS_OIDC_GROUPS_CLAIM=https://x.example/groups',
        'AMENDS_OIDC_STAFF_GROUPS=ops=reviewer, finance=treasurer+auditor',
        'AMENDS_OIDC_READERS=press, board',
      ]);
    }
  });

  it.each([
    ['issuer: http://login.example.org', 'client: amends'],
    ['issuer: https://login.example.org', 'client: "a\\nAMENDS_HOST=0.0.0.0"'],
    ['issuer: https://login.example.org', 'client: a, staffGroups: ops'],
  ])('takes no sign-in that is written %s, %s', (issuer, client) => {
    const text = readFileSync(folderOf('three-sites/sites.yaml'), 'utf8').replace(
      'sites:',
      `signOn: { ${issuer}, ${client} }\nsites:`,
    );
    expect(readSites({ name: 'sites.yaml', text }).ok).toBe(false);
  });

  it('opens nothing without TLS but on loopback', () => {
    for (const { name } of sites.sites) {
      const binds = textOf(`${name}/haproxy.cfg`).match(/^ {2}bind .*$/gm) ?? [];
      expect(binds).toHaveLength(3);
      for (const bind of binds) expect(bind).toMatch(/ ssl crt |127\.0\.0\.1:/);
      const etcd = parse(textOf(`${name}/etcd.yml`)) as Record<string, string>;
      expect(etcd['listen-client-urls']).toMatch(/^https:/);
      expect(etcd['listen-peer-urls']).toMatch(/^https:/);
      const patroni = parse(textOf(`${name}/patroni.yml`)) as {
        postgresql: { pg_hba: string[] };
        restapi: { verify_client: string };
      };
      expect(patroni.restapi.verify_client).toBe('required');
      for (const line of patroni.postgresql.pg_hba)
        expect(line).toMatch(/^hostssl .* cert|^local /);
      expect(textOf(`${name}/amends.env`)).toContain('sslmode=verify-full');
    }
  });

  it('holds no secret: no password, no key, only where they are', () => {
    for (const [path, text] of files) {
      expect(text, path).not.toMatch(
        /password *[:=]|BEGIN [A-Z ]*PRIVATE KEY|postgres:\/\/[^@\s]*:[^@\s]*@/i,
      );
    }
    expect(textOf('seoul/systemd/amends.service')).toContain(
      'EnvironmentFile=-/etc/amends/secrets/environment',
    );
  });

  it('refers only to certificates that are made', () => {
    const made = listCertificates(sites);
    const madeAt = (name: string): Set<string> => {
      const own = made.filter(({ site }) => site === name);
      const pairs = own.flatMap(({ file }) => [`${file}.crt`, `${file}.key`]);
      return new Set([...pairs, 'ca.crt', 'web.pem', 'public.pem', 'public.own']);
    };
    const used = [...files].flatMap(([path, text]) => {
      const found = path.endsWith('runbook.md')
        ? []
        : text.matchAll(/\/etc\/amends\/tls\/([a-z.]+)/g);
      return [...found].map(([, name = '']) => ({ path, name }));
    });
    expect(used.length).toBeGreaterThan(50);
    const unknown = used.filter(({ path, name }) => !madeAt(path.split('/')[0] ?? '').has(name));
    expect(unknown).toEqual([]);
  });

  it('puts each key into the hands of who uses it, and keeps units and containers apart to the end', () => {
    const text = textOf('busan/install.sh');
    for (const { file, owner } of listCertificates(sites)) {
      expect(text).toContain(`put ${owner} tls/${file}.crt tls/${file}.key\n`);
    }
    // The shell has one name for all: set again on the way, it would install the wrong half.
    expect(text.match(/\bmode=/g)).toHaveLength(1);
    expect(textOf('busan/tmpfiles.conf')).toContain('d /var/lib/amends/backups 0700 postgres');
  });

  it('keeps the backup of each site at another', () => {
    const sources = sites.sites.map(
      ({ name }) => /--dbname "host=([^,]+),/.exec(textOf(`${name}/backup.sh`))?.[1],
    );
    for (const [index, { address }] of sites.sites.entries())
      expect(sources[index]).not.toBe(address);
    expect(new Set(sources).size).toBeGreaterThan(1);
  });

  it('watches all three sites from each', () => {
    const { scrape_configs: jobs } = parse(textOf('daejeon/prometheus.yml')) as {
      scrape_configs: { static_configs: { labels: { site: string } }[] }[];
    };
    for (const { static_configs: targets } of jobs) {
      expect(targets.map(({ labels }) => labels.site)).toEqual(['seoul', 'daejeon', 'busan']);
    }
  });

  it('gives the inventory with the sites under their own names, and none of ours', () => {
    const text = [...files]
      .filter(([path]) => path.startsWith('busan/inventory/'))
      .map(([, each]) => each)
      .join('\n');
    expect(text).toContain('2of(site-seoul, site-daejeon, site-busan)');
    expect(text).not.toMatch(/\bsite-[abc]\b|\bcity-[abc]\b|Site A|도시 가/);
  });

  it('gives a runbook with every address, which needs nothing that runs', () => {
    const runbook = textOf('seoul/runbook.md');
    for (const { address } of sites.sites) expect(runbook).toContain(address);
    expect(runbook).not.toContain('undefined');
  });
});
