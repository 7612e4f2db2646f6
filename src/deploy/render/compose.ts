import type { Site } from '../sites.ts';
import { type RenderedFile, yamlFile } from './file.ts';
import { metricsOptions } from './units.ts';

/** Users who own keys or data at the site; their numbers inside are those outside. */
const USERS = ['etcd', 'postgres', 'haproxy', 'prometheus', 'amends'] as const;

const variableOf = (user: string): string => `${user.toUpperCase()}_ID`;

/**
 * Gives one site as a compose file, from the same configuration and Debian's packages.
 *
 * The image makes the users with the numbers they have on the host, where `install.sh` gave them keys and
 * folders. What the parts say goes to the host's journal, from which `amends-logs` there sends it on.
 */
export function renderCompose(site: Site, deployment: string): readonly RenderedFile[] {
  const { config, data, program, environment } = site.paths;
  const args = USERS.map((user) => [
    variableOf(user),
    `\${${variableOf(user)}:?write .env beside this file, as compose.env.sh does}`,
  ]);
  const service = (command: readonly string[], more: object = {}) => ({
    build: { context: '.', args: Object.fromEntries(args) },
    command: [...command],
    network_mode: 'host',
    restart: 'always',
    stop_grace_period: '30s',
    logging: { driver: 'journald' },
    volumes: [`${config}:${config}:ro`, `${data}:${data}`, `${program}:${program}:ro`],
    ...more,
  });
  const services = {
    ...(site.isVoter
      ? { etcd: service(['etcd', '--config-file', `${config}/etcd.yml`], { user: 'etcd' }) }
      : {}),
    database: service(['patroni', `${config}/patroni.yml`], {
      user: 'postgres',
      shm_size: '512mb',
    }),
    space: service([`${config}/keep-space.sh`], { user: 'postgres' }),
    // As root: on the host's network nobody else may open port 443.
    web: service(['haproxy', '-W', '-db', '-f', `${config}/haproxy.cfg`]),
    amends: service([`${program}/bin/amends.mjs`, 'start'], {
      user: 'amends',
      env_file: [{ path: `${config}/amends.env` }, { path: environment, required: false }],
    }),
    metrics: service(['prometheus', ...metricsOptions(site)], { user: 'prometheus' }),
  };
  const numbers = {
    path: 'compose.env.sh',
    text: [
      '#!/bin/sh',
      '# The numbers of the users that own keys and data here: compose.env.sh > .env',
      `for user in ${USERS.join(' ')}; do`,
      `  echo "$(echo "$user" | tr a-z A-Z)_ID=$(id -u "$user")" || exit 1`,
      'done',
      '',
    ].join('\n'),
    isProgram: true,
  };
  return [
    yamlFile('compose.yml', { name: `${deployment}-${site.name}`, services }),
    { path: 'Dockerfile', text: dockerfile() },
    numbers,
  ];
}

function dockerfile(): string {
  return [
    'FROM node:20-bookworm-slim',
    ...USERS.map((user) => `ARG ${variableOf(user)}`),
    '# Before the packages, which then take these users as theirs.',
    `RUN ${USERS.map((user) => `useradd --system --user-group --uid "$${variableOf(user)}" ${user}`).join(' && \\\n    ')}`,
    'RUN apt-get update && apt-get install -y --no-install-recommends \\',
    '    age curl etcd-server haproxy patroni postgresql-15 prometheus python3-etcd python3-idna tini \\',
    '  && rm -rf /var/lib/apt/lists/*',
    'ENTRYPOINT ["tini", "--"]',
    '',
  ].join('\n');
}
