import type { Importer } from '../../src/continuity/index.ts';

/** Files of a public project that an importer was tried on, and what came out; the files are not kept here. */
export interface TriedImport {
  readonly project: string;
  /** On GitHub, as owner/name. */
  readonly repository: string;
  readonly commit: string;
  readonly importer: Importer;
  readonly files: readonly string[];
  /** The file of variables beside a compose file. */
  readonly environment?: string;
  readonly zones?: readonly string[];
  readonly nodes: number;
  readonly edges: number;
  readonly suspected: number;
  /** Edges whose purpose nobody states. */
  readonly withoutPurpose: number;
}

/** What docs/continuity-imports.md tells; `npm run imports` fetches the files and reads them again. */
export const TRIED_IMPORTS: readonly TriedImport[] = [
  {
    project: 'OpenTelemetry Demo',
    repository: 'open-telemetry/opentelemetry-demo',
    commit: '054282e318317f2be09f67dd9b0d7d1278566cfa',
    importer: 'docker-compose',
    files: ['compose.yaml'],
    environment: '.env',
    nodes: 20,
    edges: 76,
    suspected: 30,
    withoutPurpose: 31,
  },
  {
    project: 'Online Boutique',
    repository: 'GoogleCloudPlatform/microservices-demo',
    commit: '34ffea9175946982c3088ed84994fe6019ad6e92',
    importer: 'kubernetes',
    files: ['release/kubernetes-manifests.yaml'],
    zones: ['a', 'b', 'c'],
    nodes: 14,
    edges: 29,
    suspected: 16,
    withoutPurpose: 0,
  },
  {
    project: 'Backstage demo',
    repository: 'backstage/demo',
    commit: 'ece9e44788caed0139092d61b0cc5a1256411586',
    importer: 'backstage',
    files: ['catalog-info.yaml', 'examples/mcp-server-api.yaml'],
    nodes: 3,
    edges: 1,
    suspected: 0,
    withoutPurpose: 1,
  },
];
