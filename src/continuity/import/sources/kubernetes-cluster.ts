import type { Foreign, ForeignDocument } from '../foreign.ts';
import { at, items, textOf } from '../foreign.ts';
import type { Sketch } from '../sketch.ts';

/** A workload: what runs pods. */
export interface Workload {
  readonly id: string;
  readonly namespace: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly spec: Foreign;
  readonly specPath: readonly string[];
  readonly document: ForeignDocument;
}

/** What has been read of a cluster. */
export interface Cluster {
  readonly sketch: Sketch;
  readonly site: string;
  readonly zones: readonly string[];
  readonly workloads: Workload[];
  /** For `name` and `name.namespace` of a Service, the workloads behind it. */
  readonly services: Map<string, readonly Workload[]>;
  readonly configMaps: Map<string, readonly [string, Foreign][]>;
}

/** Gives an object's kind in lower case; empty for what is no object. */
export function kindOf(document: ForeignDocument): string {
  return textOf(at(document.value, 'apiVersion')) === undefined
    ? ''
    : (textOf(at(document.value, 'kind')) ?? '').toLowerCase();
}

/** Gives an object's namespace. */
export function namespaceOf(document: ForeignDocument): string {
  return textOf(at(document.value, 'metadata', 'namespace')) ?? 'default';
}

/** Lists the workloads behind a host name, as seen from a namespace. */
export function behindHost(cluster: Cluster, host: string, namespace: string): readonly Workload[] {
  const [name = '', other, ...rest] = host.split('.');
  if (other === undefined) return cluster.services.get(`${namespace}/${name}`) ?? [];
  const isCluster = rest.length === 0 || rest[0] === 'svc';
  return isCluster ? (cluster.services.get(`${other}/${name}`) ?? []) : [];
}

/** Lists the containers of a pod, those that run first included. */
export function containersOf(spec: Foreign): {
  readonly container: Foreign;
  readonly path: readonly [string, number];
  readonly isInit: boolean;
}[] {
  return (['containers', 'initContainers'] as const).flatMap((field) =>
    items(at(spec, field)).map((container, index) => ({
      container,
      path: [field, index] as const,
      isInit: field === 'initContainers',
    })),
  );
}
