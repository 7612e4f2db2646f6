import type { Foreign } from '../foreign.ts';
import { at, hostsIn, items, mayNameHost, registryOf, textOf } from '../foreign.ts';
import { addEdge, idFor } from '../sketch.ts';
import { addRegistry } from './docker-compose.ts';
import type { Cluster, Workload } from './kubernetes-cluster.ts';
import { behindHost, containersOf } from './kubernetes-cluster.ts';

/** Adds what a workload's containers name, and the registries their images come from. */
export function addNeeds(cluster: Cluster, workload: Workload): void {
  for (const { container, path, isInit } of containersOf(workload.spec)) {
    addEnvironment(cluster, workload, { container, path: [...workload.specPath, ...path], isInit });
    addImage(cluster, workload, { container, path: [...workload.specPath, ...path] });
  }
}

interface Container {
  readonly container: Foreign;
  readonly path: readonly (string | number)[];
}

interface Spoken {
  readonly key: string;
  readonly value: string | undefined;
  readonly path: readonly (string | number)[];
}

const COMMAND = 'the command line';

function addEnvironment(
  cluster: Cluster,
  workload: Workload,
  about: Container & { readonly isInit: boolean },
): void {
  for (const { key, value, path } of spokenBy(cluster, workload, about.container)) {
    const hosts = mayNameHost(key, value ?? '') ? hostsIn(value ?? '') : [];
    const targets = hosts.flatMap((host) => behindHost(cluster, host, workload.namespace));
    const from = workload.document.from([...about.path, ...path]);
    const what = key === COMMAND ? COMMAND : `the environment variable ${key.slice(0, 64)}`;
    for (const target of targets) {
      const ends = { from: workload.id, to: target.id };
      const purpose = about.isInit ? 'boot' : 'run';
      const says = `${what} names it`;
      addEdge(cluster.sketch, ends, { purpose, class: 'assumed', suspected: true, from, says });
    }
  }
}

function spokenBy(cluster: Cluster, workload: Workload, container: Foreign): Spoken[] {
  const own = items(at(container, 'env')).map((entry, index) => ({
    key: String(at(entry, 'name') ?? ''),
    value:
      textOf(at(entry, 'value')) ??
      configValue(cluster, workload, at(entry, 'valueFrom', 'configMapKeyRef')),
    path: ['env', index],
  }));
  const whole = items(at(container, 'envFrom')).flatMap((entry, index) => {
    const name = textOf(at(entry, 'configMapRef', 'name')) ?? '';
    const data = cluster.configMaps.get(`${workload.namespace}/${name}`) ?? [];
    return data.map(([key, value]) => ({ key, value: textOf(value), path: ['envFrom', index] }));
  });
  const words = [...items(at(container, 'args')), ...items(at(container, 'command'))];
  const spoken = words.map((word) => ({ key: COMMAND, value: textOf(word), path: [] }));
  return [...own, ...whole, ...spoken];
}

function configValue(cluster: Cluster, workload: Workload, reference: Foreign): string | undefined {
  const data =
    cluster.configMaps.get(`${workload.namespace}/${textOf(at(reference, 'name')) ?? ''}`) ?? [];
  return textOf(data.find(([key]) => key === at(reference, 'key'))?.[1]);
}

function addImage(cluster: Cluster, workload: Workload, about: Container): void {
  const image = textOf(at(about.container, 'image'));
  if (image === undefined) return;
  const { sketch } = cluster;
  const registry = registryOf(image);
  const from = workload.document.from([...about.path, 'image']);
  addRegistry(sketch, registry, from);
  const policy = textOf(at(about.container, 'imagePullPolicy'));
  const isLatest = !/[:@]/.test(image.slice(image.lastIndexOf('/'))) || image.endsWith(':latest');
  const isAlways = policy === 'Always' || (policy === undefined && isLatest);
  const says = isAlways
    ? 'its image is pulled at every start'
    : 'its image is pulled where a machine lacks it';
  const ends = { from: workload.id, to: idFor(sketch, `registry.${registry}`) };
  addEdge(sketch, ends, { purpose: 'boot', class: 'declared', from, says });
}
