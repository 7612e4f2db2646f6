import { accept, type Outcome } from '../../../kernel/index.ts';
import type { InventoryRefusal } from '../../read/finding.ts';
import type { TextFile } from '../../read/read-yaml.ts';
import type { ForeignDocument } from '../foreign.ts';
import {
  at,
  fields,
  imageKeepsData,
  items,
  keepsData,
  readForeign,
  refuseFile,
  textOf,
} from '../foreign.ts';
import type { Sketch } from '../sketch.ts';
import { addNode, createSketch, idFor } from '../sketch.ts';
import type { Cluster } from './kubernetes-cluster.ts';
import { kindOf, namespaceOf } from './kubernetes-cluster.ts';
import { addNeeds } from './kubernetes-needs.ts';
import { placeWorkload } from './kubernetes-place.ts';
import { addSurroundings } from './kubernetes-surroundings.ts';

const WORKLOADS = new Set([
  'deployment',
  'statefulset',
  'daemonset',
  'replicaset',
  'replicationcontroller',
  'pod',
  'cronjob',
  'job',
]);

/**
 * Reads Kubernetes manifests: workloads and their placement, the Services between them, registries, admission
 * webhooks that fail closed, external secrets.
 *
 * Objects of kind Secret are passed over unread. Hosts named in environment variables are suspected; of the
 * variables only the name is kept. Templates of Helm or Kustomize are no manifests: render them first.
 *
 * @source continuity specification, section 5
 */
export function readKubernetes(
  files: readonly TextFile[],
  about: { readonly site: string; readonly zones: readonly string[] },
): Outcome<Sketch, InventoryRefusal> {
  const sketch = createSketch();
  const { site, zones } = about;
  const cluster: Cluster = {
    sketch,
    site,
    zones,
    workloads: [],
    services: new Map(),
    configMaps: new Map(),
  };
  const documents: ForeignDocument[] = [];
  for (const file of files) {
    const read = readForeign(file);
    if (!read.ok) return read;
    const found = read.value.flatMap(unpackList).filter((document) => kindOf(document) !== '');
    if (found.length === 0) {
      const expected = "objects with 'apiVersion:' and 'kind:'; render Helm or Kustomize first";
      return refuseFile(file, { code: 'wrong_value', line: 1, found: 'no object', expected });
    }
    documents.push(...found.filter((document) => kindOf(document) !== 'secret'));
  }
  for (const zone of zones) sketch.domains.set(zone, { class: 'site' });
  if (zones.length === 0) sketch.domains.set(site, { class: 'site' });
  for (const document of documents) addWorkload(cluster, document);
  for (const document of documents) addService(cluster, document);
  for (const document of documents) addSurroundings(cluster, document);
  for (const workload of cluster.workloads) addNeeds(cluster, workload);
  return accept(sketch);
}

/** A kind that this list does not know, such as a Rollout, is a workload when it holds a template of pods. */
function isWorkload(document: ForeignDocument, kind: string): boolean {
  if (WORKLOADS.has(kind)) return true;
  return items(at(document.value, 'spec', 'template', 'spec', 'containers')).length > 0;
}

function unpackList(document: ForeignDocument): ForeignDocument[] {
  if (at(document.value, 'kind') !== 'List') return [document];
  return items(at(document.value, 'items')).map((value, index) => ({
    ...document,
    value,
    from: (path) => document.from(['items', index, ...path]),
  }));
}

function addWorkload(cluster: Cluster, document: ForeignDocument): void {
  const kind = kindOf(document);
  const name = textOf(at(document.value, 'metadata', 'name'));
  if (!isWorkload(document, kind) || name === undefined) return;
  const { sketch } = cluster;
  const templatePath =
    kind === 'pod'
      ? []
      : kind === 'cronjob'
        ? ['spec', 'jobTemplate', 'spec', 'template']
        : ['spec', 'template'];
  const template = at(document.value, ...templatePath);
  const spec = at(template, 'spec');
  const namespace = namespaceOf(document);
  const id = idFor(sketch, namespace === 'default' ? name : `${namespace}.${name}`);
  const replicas =
    kind === 'daemonset'
      ? Math.max(1, cluster.zones.length)
      : Number(at(document.value, 'spec', 'replicas') ?? 1);
  const { at: place, says } = placeWorkload(spec, {
    replicas,
    zones: cluster.zones,
    site: cluster.site,
  });
  const images = items(at(spec, 'containers')).map(
    (container) => textOf(at(container, 'image')) ?? '',
  );
  const claims = items(at(document.value, 'spec', 'volumeClaimTemplates')).length;
  const stores = claims > 0 || keepsData(name) || images.some(imageKeepsData);
  addNode(sketch, id, {
    kind: stores ? 'data' : 'service',
    at: place,
    from: document.from(['metadata', 'name']),
    says,
  });
  if (claims > 0)
    sketch.notes.push(
      `${id}: a volume is commonly tied to one zone; its data does not move with the pod (${document.from(['spec', 'volumeClaimTemplates'])}).`,
    );
  const labels = new Map(
    fields(at(template, 'metadata', 'labels')).map(([key, value]) => [key, String(value)]),
  );
  cluster.workloads.push({
    id,
    namespace,
    labels,
    spec,
    specPath: [...templatePath, 'spec'],
    document,
  });
}

function addService(cluster: Cluster, document: ForeignDocument): void {
  const name = textOf(at(document.value, 'metadata', 'name'));
  if (name === undefined) return;
  const namespace = namespaceOf(document);
  if (kindOf(document) === 'configmap') {
    cluster.configMaps.set(`${namespace}/${name}`, fields(at(document.value, 'data')));
  }
  if (kindOf(document) !== 'service') return;
  const selector = fields(at(document.value, 'spec', 'selector'));
  const behind = cluster.workloads.filter(
    ({ labels, namespace: own }) =>
      own === namespace &&
      selector.length > 0 &&
      selector.every(([key, value]) => labels.get(key) === String(value)),
  );
  cluster.services.set(`${namespace}/${name.toLowerCase()}`, behind);
}
