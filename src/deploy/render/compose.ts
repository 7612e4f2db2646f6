import type { Site, Sites } from '../sites.ts';
import { type RenderedFile, yamlFile } from './file.ts';

/** Gives one site as a compose file, from the same configuration and Debian's packages. */
export function renderCompose(deployment: Sites, site: Site): readonly RenderedFile[] {
  const { config, data, program, environment } = site.paths;
  const service = (command: string[], more: object = {}) => ({
    build: '.',
    command,
    network_mode: 'host',
    restart: 'always',
    stop_grace_period: '30s',
    volumes: [`${config}:${config}:ro`, `${data}:${data}`, `${program}:${program}:ro`],
    ...more,
  });
  const all = {
    ...(site.isVoter
      ? { etcd: service(['etcd', '--config-file', `${config}/etcd.yml`], { user: 'etcd' }) }
      : {}),
    database: service(['patroni', `${config}/patroni.yml`], {
      user: 'postgres',
      shm_size: '512mb',
    }),
    space: service([`${config}/keep-space.sh`], { user: 'postgres' }),
    web: service(['haproxy', '-W', '-db', '-f', `${config}/haproxy.cfg`], {
      cap_add: ['NET_BIND_SERVICE'],
    }),
    amends: service([`${program}/bin/amends.mjs`, 'start'], {
      env_file: [{ path: `${config}/amends.env` }, { path: environment, required: false }],
    }),
  };
  const dockerfile = [
    'FROM node:20-bookworm-slim',
    'RUN apt-get update && apt-get install -y --no-install-recommends \\',
    '    age curl etcd-server haproxy patroni postgresql-15 python3-etcd python3-idna tini \\',
    '  && rm -rf /var/lib/apt/lists/*',
    'ENTRYPOINT ["tini", "--"]',
    '',
  ].join('\n');
  const name = `${deployment.name}-${site.name}`;
  return [
    yamlFile('compose.yml', { name, services: all }),
    { path: 'Dockerfile', text: dockerfile },
  ];
}
