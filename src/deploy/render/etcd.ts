import type { Site, Sites } from '../sites.ts';
import { type RenderedFile, yamlFile } from './file.ts';

/** Gives the configuration of one etcd member; nothing where the site has no vote. */
export function renderEtcd({ name, sites }: Sites, site: Site): readonly RenderedFile[] {
  if (!site.isVoter) return [];
  const tls = `${site.paths.config}/tls`;
  const security = {
    'cert-file': `${tls}/etcd.crt`,
    'key-file': `${tls}/etcd.key`,
    'trusted-ca-file': `${tls}/ca.crt`,
    'client-cert-auth': true,
  };
  const peers = `https://${site.address}:${site.ports.etcdPeer}`;
  const clients = `https://${site.address}:${site.ports.etcdClient}`;
  const members = sites.filter(({ isVoter }) => isVoter);
  const config = {
    name: site.name,
    'data-dir': `${site.paths.data}/etcd`,
    'listen-peer-urls': peers,
    'initial-advertise-peer-urls': peers,
    'listen-client-urls': clients,
    'advertise-client-urls': clients,
    'initial-cluster': members
      .map((each) => `${each.name}=https://${each.address}:${each.ports.etcdPeer}`)
      .join(','),
    'initial-cluster-state': 'new',
    'initial-cluster-token': name,
    // Ten round trips of a country, and one of a continent; @source measured settings for three sites
    'heartbeat-interval': 100,
    'election-timeout': 1000,
    'auto-compaction-mode': 'periodic',
    'auto-compaction-retention': '1h',
    'quota-backend-bytes': 268_435_456,
    // What Patroni speaks here, and why: docs/decisions/0071-three-sites.md.
    'enable-v2': true,
    'client-transport-security': security,
    'peer-transport-security': security,
    'log-level': 'warn',
  };
  return [yamlFile('etcd.yml', config)];
}
