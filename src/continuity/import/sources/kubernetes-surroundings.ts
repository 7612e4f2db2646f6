import type { Foreign, ForeignDocument } from '../foreign.ts';
import { at, items, textOf } from '../foreign.ts';
import { addEdge, addNode, idFor } from '../sketch.ts';
import type { Cluster } from './kubernetes-cluster.ts';
import { containersOf, kindOf, namespaceOf } from './kubernetes-cluster.ts';

/** Adds what stands around workloads: admission webhooks, external secrets, and notes on what gives no guarantee. */
export function addSurroundings(cluster: Cluster, document: ForeignDocument): void {
  const kind = kindOf(document);
  if (kind.endsWith('webhookconfiguration')) addWebhooks(cluster, document);
  if (kind === 'externalsecret') addExternalSecret(cluster, document);
  if (kind === 'poddisruptionbudget') {
    cluster.sketch.notes.push(
      `A PodDisruptionBudget holds for voluntary evictions only (${document.from(['metadata', 'name'])}).`,
    );
  }
  if (kind === 'persistentvolumeclaim') {
    cluster.sketch.notes.push(
      `A claimed volume is commonly tied to one zone (${document.from(['metadata', 'name'])}).`,
    );
  }
}

/** While a webhook that fails closed is down nothing can be created: every workload needs it to start. */
function addWebhooks(cluster: Cluster, document: ForeignDocument): void {
  for (const [index, webhook] of items(at(document.value, 'webhooks')).entries()) {
    const name = textOf(at(webhook, 'clientConfig', 'service', 'name'));
    const failsClosed = (at(webhook, 'failurePolicy') ?? 'Fail') === 'Fail';
    if (!failsClosed || name === undefined) continue;
    const namespace = textOf(at(webhook, 'clientConfig', 'service', 'namespace')) ?? 'default';
    const service = `${namespace}/${name.toLowerCase().slice(0, 64)}`;
    addWebhook(cluster, service, document.from(['webhooks', index]));
  }
}

function addWebhook({ sketch, services, workloads }: Cluster, service: string, from: string): void {
  const behind = services.get(service) ?? [];
  if (behind.length === 0) {
    const what = `A webhook that fails closed is answered by ${service}`;
    sketch.notes.push(`${what}, which is in none of the files (${from}).`);
  }
  const says = 'an admission webhook that fails closed';
  for (const target of behind) {
    for (const { id } of workloads) {
      const ends = { from: id, to: target.id };
      addEdge(sketch, ends, { purpose: 'boot', class: 'declared', from, says });
    }
  }
}

function addExternalSecret(cluster: Cluster, document: ForeignDocument): void {
  const store = textOf(at(document.value, 'spec', 'secretStoreRef', 'name')) ?? 'secret-store';
  const target =
    textOf(at(document.value, 'spec', 'target', 'name')) ??
    textOf(at(document.value, 'metadata', 'name'));
  const from = document.from(['spec']);
  const { sketch } = cluster;
  const id = idFor(sketch, `secrets.${store}`);
  addNode(sketch, id, {
    kind: 'tool',
    at: '-',
    from,
    says: 'a store of secrets outside the cluster',
  });
  for (const workload of cluster.workloads) {
    if (workload.namespace !== namespaceOf(document) || !namesSecret(workload.spec, target))
      continue;
    addEdge(
      sketch,
      { from: workload.id, to: id },
      { purpose: 'boot', class: 'declared', from, says: 'its secrets come from there' },
    );
  }
}

function namesSecret(spec: Foreign, name: string | undefined): boolean {
  const refersTo = (value: Foreign): boolean =>
    at(value, 'secretRef', 'name') === name ||
    at(value, 'valueFrom', 'secretKeyRef', 'name') === name;
  return (
    containersOf(spec).some(({ container }) =>
      [...items(at(container, 'env')), ...items(at(container, 'envFrom'))].some(refersTo),
    ) || items(at(spec, 'volumes')).some((volume) => at(volume, 'secret', 'secretName') === name)
  );
}
