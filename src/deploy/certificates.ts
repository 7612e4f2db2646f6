import type { Site, Sites } from './sites.ts';

/** One certificate that a site needs: whose it is, for whom and under which names. */
export interface CertificateRequest {
  readonly site: string;
  /** The file's name without its ending. */
  readonly file: 'etcd' | 'database' | 'web' | 'amends' | 'metrics';
  readonly commonName: string;
  readonly subjectAltNames: readonly string[];
  /** The user who runs what uses it. */
  readonly owner: string;
}

/**
 * Lists the certificates of a deployment.
 *
 * `amends` is the name of Amends at the database; `database.SITE` stands for its standby and for Patroni.
 */
export function listCertificates(deployment: Sites): readonly CertificateRequest[] {
  return deployment.sites.flatMap((site) => requests(deployment, site));
}

function requests({ domain }: Sites, site: Site): readonly CertificateRequest[] {
  const { name, address } = site;
  const own = [`IP:${address}`, 'IP:127.0.0.1'];
  const common = { site: name };
  const etcd: CertificateRequest = {
    ...common,
    file: 'etcd',
    commonName: `etcd.${name}`,
    subjectAltNames: [`DNS:etcd.${name}`, ...own],
    owner: 'etcd',
  };
  return [
    ...(site.isVoter ? [etcd] : []),
    {
      ...common,
      file: 'database',
      commonName: `database.${name}`,
      subjectAltNames: [`DNS:database.${name}`, ...own],
      owner: 'postgres',
    },
    {
      ...common,
      file: 'web',
      commonName: `web.${name}`,
      subjectAltNames: [`DNS:web.${name}`, `DNS:${domain}`, ...own],
      owner: 'haproxy',
    },
    {
      ...common,
      file: 'amends',
      commonName: 'amends',
      subjectAltNames: ['DNS:amends'],
      owner: 'amends',
    },
    {
      ...common,
      file: 'metrics',
      commonName: `metrics.${name}`,
      subjectAltNames: [`DNS:metrics.${name}`],
      owner: 'prometheus',
    },
  ];
}
