import { describe, expect, it } from 'vitest';
import { renderFinding } from '../read/finding.ts';
import type { Importer, ImportFile } from './import-file.ts';
import { importFileSchema } from './import-file.ts';
import type { ImportSettings } from './read-source.ts';
import { readSource } from './read-source.ts';
import { updateImport } from './update-import.ts';

const DATE = '2026-11-27';

function read(
  importer: Importer,
  text: string,
  settings: Partial<ImportSettings> = {},
): ImportFile {
  const made = readSource(importer, [{ name: 'source', text }], { date: DATE, ...settings });
  if (!made.ok) throw new Error(made.refusal.findings.map(renderFinding).join('\n'));
  expect(importFileSchema.safeParse(made.value).error).toBeUndefined();
  return made.value;
}

function refusal(importer: Importer, text: string): string {
  const made = readSource(importer, [{ name: 'source', text }], { date: DATE });
  return made.ok ? 'read' : made.refusal.findings.map(renderFinding).join('\n');
}

function edgesOf(file: ImportFile): Record<string, string> {
  return Object.fromEntries(
    Object.entries(file.edges ?? {}).map(([key, { purpose, class: known, suspected }]) => [
      key,
      [purpose, known, ...(suspected === true ? ['suspected'] : [])].join(' '),
    ]),
  );
}

const COMPOSE = `services:
  web:
    image: ghcr.io/acme/web:1
    pull_policy: always
    depends_on:
      db: { condition: service_healthy }
      cache: { condition: service_started }
    environment:
      DATABASE_URL: postgres://app:CANARY-7d1@db:5432/app
      CACHE_HOST:
      DB_USER: cache
  cache: { image: redis:7, deploy: { replicas: 3 } }
  db: { image: postgres:18, volumes: ['data:/var/lib/postgresql'] }
volumes: { data: {} }
`;

describe('docker compose', () => {
  it('notes what stands in files that were not given, without their names', () => {
    const file = read(
      'docker-compose',
      `include: [db.yaml, { path: 'https://u:CANARY@git.test/x.git' }]
services:
  web: { image: 'nginx:1', extends: { file: CANARY.yaml, service: base } }
`,
    );
    expect(file.notes).toEqual([
      'The file includes 2 others, which are read only when named as well (source:1).',
      'web extends another service; what it takes from there is left out (source:3).',
    ]);
    expect(JSON.stringify(file)).not.toContain('CANARY');
  });

  it('gives services, data and what starts after what; what is guessed is suspected', () => {
    const file = read('docker-compose', COMPOSE, {
      environment: 'CACHE_HOST=cache\nSECRET=CANARY-8',
    });
    expect(edgesOf(file)).toEqual({
      'cache -> registry.docker.io ?': 'boot assumed suspected',
      'db -> registry.docker.io ?': 'boot assumed suspected',
      'db -> volume.data': 'run declared',
      'web -> cache': 'unknown declared',
      'web -> cache ?': 'run assumed suspected',
      'web -> db': 'boot declared',
      'web -> db ?': 'run assumed suspected',
      'web -> registry.ghcr.io': 'boot declared',
    });
    expect(file.edges?.['web -> db']).toMatchObject({ from: 'source:6' });
    expect(file.nodes?.db).toMatchObject({ kind: 'data', at: 'host' });
    expect(file.notes).toEqual(['cache: 3 replicas on one host are no redundancy (source:12).']);
    expect(JSON.stringify(file)).not.toContain('CANARY');
  });

  it('reads files that merge one anchor within another hundreds of times', () => {
    const services = Array.from({ length: 300 }, (_, at) => `  s${at}: { <<: *app, image: x }`);
    const text = [
      'x-restart: &restart { restart: unless-stopped }',
      'x-app: &app { <<: *restart, depends_on: { db: { condition: service_healthy } } }',
      'services:',
      '  db: { <<: *restart, image: postgres }',
      ...services,
    ].join('\n');
    const file = read('docker-compose', text);
    expect(Object.keys(file.nodes ?? {}).filter((id) => /^s\d+$/.test(id))).toHaveLength(300);
    expect(file.edges?.['s299 -> db']).toMatchObject({ purpose: 'boot' });
  });

  it.each([
    [
      'no compose file',
      'kind: Pod\n',
      "source:1:1: found no services; expected a compose file with 'services:'",
    ],
    [
      'a key twice',
      'services: { a: { image: CANARY, image: x } }',
      'source:1:1: found YAML that cannot be read (DUPLICATE_KEY); expected YAML 1.2',
    ],
    [
      'a bomb of aliases',
      `a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n${Array.from({ length: 12 }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at}, `.repeat(10)}]`).join('\n')}\nservices: { a: { command: *a12 } }`,
      'source:7:1: found aliases that expand too far; expected at most 2000000 values once they are written out',
    ],
    [
      'a bomb of merge keys',
      `x: &x { ${Array.from({ length: 2_000 }, (_, at) => `k${at}: 1`).join(', ')} }\nservices:\n${Array.from({ length: 2_000 }, (_, at) => `  s${at}: { <<: *x }`).join('\n')}`,
      'source:502:1: found aliases that expand too far; expected at most 2000000 values once they are written out',
    ],
    [
      'an alias of itself',
      'services: &a { web: *a }',
      'source:1:1: found aliases that expand too far; expected at most 2000000 values once they are written out',
    ],
    ['deep nesting', '['.repeat(9_000), 'source: found deep nesting; expected at most 60 levels'],
  ])('refuses %s, and repeats no value of it', (_, text, expected) => {
    expect(refusal('docker-compose', text)).toBe(expected);
  });
});

const WORKLOAD = (name: string, pod: string, replicas = 2) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: ${replicas}
  template:
    metadata: { labels: { app: ${name} } }
    spec: ${pod}
---
apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec: { selector: { app: ${name} } }
---
`;
const SPREAD = (when: string) =>
  `{ topologySpreadConstraints: [{ topologyKey: topology.kubernetes.io/zone, maxSkew: 1, whenUnsatisfiable: ${when} }], containers: [{ name: a, image: 'acme/a:1' }] }`;

describe('Kubernetes', () => {
  const zones = ['za', 'zb', 'zc'];
  const placeOf = (pod: string, replicas = 2) =>
    read('kubernetes', WORKLOAD('web', pod, replicas), { zones }).nodes?.web?.at;

  it('takes only a guarantee for a spread over zones', () => {
    expect(placeOf(SPREAD('DoNotSchedule'))).toBe('2of(za, zb, zc)');
    expect(placeOf(SPREAD('DoNotSchedule'), 3)).toBe('za | zb | zc');
    expect(placeOf(SPREAD('DoNotSchedule'), 1)).toBe('za & zb & zc');
    expect(placeOf(SPREAD('ScheduleAnyway'), 3)).toBe('za & zb & zc');
    expect(placeOf('{ nodeSelector: { topology.kubernetes.io/zone: zb }, containers: [] }')).toBe(
      'zb',
    );
  });

  it('reads no Secret, and of the environment only names', () => {
    const text = `${WORKLOAD('web', "{ containers: [{ name: a, image: 'acme/a:1', env: [{ name: API_ADDR, value: 'http://u:CANARY@api.default.svc.cluster.local:80' }] }] }")}${WORKLOAD('api', "{ containers: [{ name: a, image: 'acme/a:latest' }] }")}apiVersion: v1
kind: Secret
metadata: { name: token }
stringData: { url: 'http://web/CANARY' }
`;
    const file = read('kubernetes', text, { zones });
    expect(edgesOf(file)).toMatchObject({ 'web -> api ?': 'run assumed suspected' });
    expect(file.edges?.['api -> registry.docker.io']?.says).toContain('at every start');
    expect(JSON.stringify(file)).not.toContain('CANARY');
  });

  it('sees that nothing starts while a webhook that fails closed is down', () => {
    const text = `${WORKLOAD('gatekeeper', '{ containers: [] }')}${WORKLOAD('web', '{ containers: [] }')}apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: { name: guard }
webhooks: [{ name: a, failurePolicy: POLICY, clientConfig: { service: { name: gatekeeper, namespace: default } } }]
`;
    expect(edgesOf(read('kubernetes', text.replace('POLICY', 'Fail')))).toEqual({
      'web -> gatekeeper': 'boot declared',
    });
    expect(edgesOf(read('kubernetes', text.replace('POLICY', 'Ignore')))).toEqual({});
  });
});

it('reads what holds a template of pods, whatever its kind: old controllers, rollouts', () => {
  const object = (apiVersion: string, kind: string, name: string) =>
    `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name} }\nspec:\n  template:\n    metadata: { labels: { app: ${name} } }\n    spec: { containers: [{ name: x, image: quay.io/x }] }\n---\n`;
  const text = `${object('v1', 'ReplicationController', 'search')}${object('argoproj.io/v1alpha1', 'Rollout', 'shop')}${object('example.org/v1', 'Template', 'unread').replace('containers', 'boxes')}`;
  const names = Object.keys(read('kubernetes', text).nodes ?? {});
  expect(names).toEqual(expect.arrayContaining(['search', 'shop']));
  expect(names).not.toContain('unread');
});

describe('Backstage', () => {
  it('gives what depends on what, without a purpose; two providers are both needed, and noted', () => {
    const entity = (kind: string, name: string, spec: string) =>
      `apiVersion: backstage.io/v1alpha1\nkind: ${kind}\nmetadata: { name: ${name} }\nspec: ${spec}\n---\n`;
    const file = read(
      'backstage',
      entity(
        'Component',
        'shop',
        '{ type: service, dependsOn: ["resource:orders-db", "gone"], consumesApis: [pay] }',
      ) +
        entity('Component', 'pay-a', '{ type: service, providesApis: [pay] }') +
        entity('Component', 'pay-b', '{ type: service, providesApis: [default/pay] }') +
        entity('API', 'pay', '{ type: openapi }') +
        entity('Resource', 'orders-db', '{ type: database, dependencyOf: ["component:pay-a"] }'),
    );
    expect(edgesOf(file)).toEqual({
      'api.pay -> pay-a': 'unknown declared',
      'api.pay -> pay-b': 'unknown declared',
      'pay-a -> resource.orders-db': 'unknown declared',
      'shop -> api.pay': 'unknown declared',
      'shop -> resource.orders-db': 'unknown declared',
    });
    expect(file.nodes?.['resource.orders-db']?.kind).toBe('data');
    expect(file.notes?.join()).toContain('2 providers');
    expect(file.notes?.join()).toContain('component:default/gone, which is in none of the files');
  });
});

const STATE = JSON.stringify({
  version: 4,
  outputs: { password: { value: 'CANARY-out' } },
  resources: [
    {
      mode: 'managed',
      type: 'aws_db_instance',
      name: 'main',
      provider: 'CANARY-provider',
      instances: [
        {
          attributes: {
            availability_zone: 'ap-northeast-2a',
            multi_az: true,
            password: 'CANARY-pw',
            region: 'CANARY secret text',
          },
          private: 'CANARY-private',
          sensitive_attributes: [['CANARY']],
          dependencies: ['aws_vpc.main', 'aws_subnet.gone'],
        },
      ],
    },
    {
      mode: 'managed',
      type: 'aws_vpc',
      name: 'main',
      instances: [{ attributes: { region: 'ap-northeast-2', tags: { note: 'CANARY-tag' } } }],
    },
    {
      mode: 'data',
      type: 'aws_secretsmanager_secret_version',
      name: 's',
      instances: [{ attributes: { secret_string: 'CANARY-data' } }],
    },
  ],
});

describe('Terraform state', () => {
  it('reads places and order of creation, and no attribute beyond the allow-list', () => {
    const file = read('terraform-state', STATE);
    expect(edgesOf(file)).toEqual({ 'aws_db_instance.main -> aws_vpc.main': 'deploy declared' });
    expect(file.nodes?.['aws_db_instance.main']).toMatchObject({
      kind: 'data',
      at: 'ap-northeast-2a',
    });
    expect(JSON.stringify(file)).not.toContain('CANARY');
  });

  it.each([
    ['cut short', 1, STATE.slice(0, -40)],
    ['broken on a later line', 3, STATE.replace('"version":4,', '"version":4,\n\n"CANARY"')],
    ['of another version', 2, STATE.replace('"version":4', '\n"version":3')],
    ['not JSON at all', 1, 'CANARY-plain'],
    ['nested without end', 0, `{"version":4,"resources":${'['.repeat(5_000)}`],
  ])('that is %s is refused on its line, without a word of what it says', (_, line, text) => {
    const told = refusal('terraform-state', text);
    const where = line === 0 ? '' : `:${line}:1`;
    expect(told).toMatch(new RegExp(`^source${where}: found no Terraform state of version 4`));
    expect(told).not.toContain('CANARY');
  });
});

describe('OpenTelemetry service graph', () => {
  it('gives what was observed, from text or from a query, with places where labels tell them', () => {
    const text = `# TYPE traces_service_graph_request_total counter
traces_service_graph_request_total{client="user",server="shop",connection_type=""} 7
traces_service_graph_request_total{client="shop",server="orders \\"db\\"",connection_type="database",server_cloud_availability_zone="ap-northeast-2a"} 12
traces_service_graph_request_total{client="shop",server="idle"} 0
`;
    const file = read('otel-service-graph', text);
    expect(edgesOf(file)).toEqual({ 'shop -> orders-db-': 'run observed' });
    expect(file.nodes?.['orders-db-']).toMatchObject({ kind: 'data', at: 'ap-northeast-2a' });
    const query = { data: { result: [{ metric: { client: 'a', server: 'b' }, value: [1, '3'] }] } };
    expect(edgesOf(read('otel-service-graph', JSON.stringify(query)))).toEqual({
      'a -> b': 'run observed',
    });
    expect(refusal('otel-service-graph', 'up 1\n')).toContain('expected Prometheus text');
  });
});

describe('importing again', () => {
  const first = updateImport(undefined, read('docker-compose', COMPOSE));
  if (!first.ok) throw new Error('refused');
  const again = (text: string, compose: string) => {
    const done = updateImport(
      { name: 'imported/docker-compose.yaml', text },
      read('docker-compose', compose),
    );
    if (!done.ok) throw new Error(done.refusal.findings.map(renderFinding).join('\n'));
    return done.value;
  };

  it('changes nothing when nothing has changed', () => {
    const { text, changes } = again(first.value.text, COMPOSE);
    expect({ text, changes }).toEqual({ text: first.value.text, changes: [] });
  });

  it('keeps a purpose and a confirmation that a person wrote, with the comments, and tells what else changed', () => {
    const edited = first.value.text
      .replace(
        '  web -> cache: { purpose: unknown',
        '  # measured in May\n  web -> cache: { purpose: boot',
      )
      .replace(/( {2}web -> db \?: \{.*), suspected: true/, '$1');
    expect(edited).not.toBe(first.value.text);
    const { text, changes } = again(edited, COMPOSE.replace('redis:7', 'quay.io/redis:7'));
    expect(text).toContain(
      '  # measured in May\n  web -> cache: { purpose: boot, proposed: unknown',
    );
    expect(text).toMatch(
      /web -> db \?: \{ purpose: run, proposed: run, class: assumed, from: source:8, says/,
    );
    expect(changes.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      'kept web -> cache',
      'kept web -> db ?',
      'added registry.quay.io',
      'added registry.quay.io',
      'added cache -> registry.quay.io ?',
      'removed cache -> registry.docker.io ?',
    ]);
    const gone = again(
      edited,
      COMPOSE.replace('      cache: { condition: service_started }\n', ''),
    );
    expect(gone.changes).toContainEqual({
      kind: 'kept',
      part: 'edge',
      id: 'web -> cache',
      says: 'gone from the source; purpose: boot',
    });
  });

  it('keeps a confirmation when the guess is gone from the source, and counts it no more as suspected', () => {
    const edited = first.value.text.replace(/( {2}web -> db \?: \{.*), suspected: true/, '$1');
    const without = COMPOSE.replace(
      '      DATABASE_URL: postgres://app:CANARY-7d1@db:5432/app\n',
      '',
    );
    const { changes, file, text } = again(edited, without);
    expect(changes).toEqual([
      {
        kind: 'kept',
        part: 'edge',
        id: 'web -> db ?',
        says: 'gone from the source; no longer suspected',
      },
    ]);
    expect(file.edges?.['web -> db ?']?.suspected).toBeUndefined();
    expect(again(text, without).text).toBe(text);
    const unconfirmed = again(first.value.text, without);
    expect(unconfirmed.changes).toEqual([
      { kind: 'removed', part: 'edge', id: 'web -> db ?', says: '' },
    ]);
  });

  it('does not write over a file that no import wrote', () => {
    const own = {
      name: 'imported/docker-compose.yaml',
      text: 'format: amends-inventory/1\nname: mine\n',
    };
    const done = updateImport(own, read('docker-compose', COMPOSE));
    expect(done.ok ? '' : done.refusal.findings.map(renderFinding).join()).toContain(
      'a file that no import wrote',
    );
  });
});
