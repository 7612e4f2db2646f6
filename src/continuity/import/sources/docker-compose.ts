import { accept, type Outcome } from '../../../kernel/index.ts';
import type { InventoryRefusal } from '../../read/finding.ts';
import type { TextFile } from '../../read/read-yaml.ts';
import type { Foreign, ForeignDocument } from '../foreign.ts';
import {
  at,
  fields,
  hostsIn,
  imageKeepsData,
  items,
  keepsData,
  mayNameHost,
  readForeign,
  refuseFile,
  registryOf,
  textOf,
} from '../foreign.ts';
import type { Sketch } from '../sketch.ts';
import { addEdge, addNode, createSketch, idFor } from '../sketch.ts';

interface Compose {
  readonly sketch: Sketch;
  readonly document: ForeignDocument;
  readonly site: string;
  /** For every name a container answers to, its service. */
  readonly hosts: Map<string, string>;
  readonly substitutes: ReadonlyMap<string, string>;
}

/**
 * Reads docker compose files as one project: services, volumes, what starts after what, registries.
 *
 * One host is one domain: replicas on it are no redundancy. A health condition is `boot`; a plain
 * `depends_on` says no more than order, so its purpose is unknown. Hosts named in environment variables are
 * suspected; of the variables only the name is kept, never the value.
 *
 * @param about.substitutes values of variables that name hosts, from the file `.env`
 * @source continuity specification, section 5; the Compose Specification
 */
export function readCompose(
  files: readonly TextFile[],
  about: { readonly site: string; readonly substitutes?: ReadonlyMap<string, string> },
): Outcome<Sketch, InventoryRefusal> {
  const sketch = createSketch();
  sketch.domains.set(about.site, { class: 'site' });
  const hosts = new Map<string, string>();
  const opened: Compose[] = [];
  for (const file of files) {
    const read = readForeign(file);
    if (!read.ok) return read;
    const [document] = read.value;
    if (document === undefined || fields(at(document.value, 'services')).length === 0) {
      return refuseFile(file, {
        code: 'wrong_value',
        line: 1,
        found: 'no services',
        expected: "a compose file with 'services:'",
      });
    }
    opened.push({
      sketch,
      document,
      site: about.site,
      hosts,
      substitutes: about.substitutes ?? new Map(),
    });
  }
  for (const compose of opened) {
    noteOthers(compose);
    addServices(compose);
  }
  for (const compose of opened) addNeeds(compose);
  return accept(sketch);
}

/** Notes what stands in files that were not given; their names are not shown, as an address may hold a password. */
function noteOthers({ sketch, document }: Compose): void {
  const included = items(at(document.value, 'include')).length;
  if (included > 0) {
    const others = included === 1 ? 'another file, which is' : `${included} others, which are`;
    const from = document.from(['include']);
    sketch.notes.push(`The file includes ${others} read only when named as well (${from}).`);
  }
  for (const [name, service] of fields(at(document.value, 'services'))) {
    if (at(service, 'extends') === undefined) continue;
    const from = document.from(['services', name, 'extends']);
    sketch.notes.push(
      `${name} extends another service; what it takes from there is left out (${from}).`,
    );
  }
}

function servicesOf(compose: Compose): [string, Foreign][] {
  return fields(at(compose.document.value, 'services'));
}

function addServices(compose: Compose): void {
  const { sketch, document, site } = compose;
  for (const [name, service] of servicesOf(compose)) {
    const id = idFor(sketch, name);
    const image = textOf(at(service, 'image')) ?? '';
    const from = document.from(['services', name]);
    const kind = imageKeepsData(image) || keepsData(name) ? 'data' : 'service';
    addNode(sketch, id, { kind, at: site, from });
    for (const host of [name, ...otherNames(service)]) compose.hosts.set(host.toLowerCase(), id);
    const replicas = at(service, 'deploy', 'replicas') ?? at(service, 'scale');
    if (typeof replicas === 'number' && replicas > 1) {
      sketch.notes.push(`${id}: ${replicas} replicas on one host are no redundancy (${from}).`);
    }
  }
}

function otherNames(service: Foreign): string[] {
  const aliases = fields(at(service, 'networks')).flatMap(([, network]) =>
    items(at(network, 'aliases')).map(String),
  );
  const container = textOf(at(service, 'container_name'));
  return container === undefined ? aliases : [container, ...aliases];
}

function addNeeds(compose: Compose): void {
  for (const [name, service] of servicesOf(compose)) {
    addStartOrder(compose, name, service);
    addSharing(compose, name, service);
    addVolumes(compose, name, service);
    addEnvironment(compose, name, service);
    addImage(compose, name, service);
  }
}

function addStartOrder(compose: Compose, name: string, service: Foreign): void {
  const after = at(service, 'depends_on');
  const listed = items(after).map((other): [string, string] => [String(other), 'service_started']);
  const grouped = fields(after).map(([other, how]): [string, string] => [
    other,
    textOf(at(how, 'condition')) ?? 'service_started',
  ]);
  for (const [other, condition] of [...listed, ...grouped]) {
    const isBoot = condition !== 'service_started';
    link(
      compose,
      { name, other },
      {
        purpose: isBoot ? 'boot' : 'unknown',
        path: ['services', name, 'depends_on', other],
        says: `depends_on, ${condition}`,
      },
    );
  }
}

function addSharing(compose: Compose, name: string, service: Foreign): void {
  for (const field of ['network_mode', 'pid', 'ipc'] as const) {
    const shared = /^service:(.+)$/.exec(textOf(at(service, field)) ?? '')?.[1];
    if (shared === undefined) continue;
    link(
      compose,
      { name, other: shared },
      { purpose: 'run', path: ['services', name, field], says: field },
    );
  }
  for (const field of ['links', 'volumes_from'] as const) {
    for (const entry of items(at(service, field))) {
      const other = String(entry).split(':')[0] ?? '';
      link(
        compose,
        { name, other },
        { purpose: 'run', path: ['services', name, field], says: field },
      );
    }
  }
}

function link(
  compose: Compose,
  { name, other }: { readonly name: string; readonly other: string },
  about: {
    readonly purpose: 'run' | 'boot' | 'unknown';
    readonly path: readonly string[];
    readonly says: string;
  },
): void {
  const { sketch, document, hosts } = compose;
  const to = hosts.get(other.toLowerCase());
  const from = document.from(about.path);
  if (to === undefined) {
    sketch.notes.push(`${name} names ${other.slice(0, 64)}, which is no service here (${from}).`);
    return;
  }
  const ends = { from: idFor(sketch, name), to };
  addEdge(sketch, ends, { purpose: about.purpose, class: 'declared', from, says: about.says });
}

function addVolumes(compose: Compose, name: string, service: Foreign): void {
  const { sketch, document, site } = compose;
  const named = new Set(fields(at(document.value, 'volumes')).map(([volume]) => volume));
  for (const [index, entry] of items(at(service, 'volumes')).entries()) {
    const source = typeof entry === 'string' ? entry.split(':')[0] : textOf(at(entry, 'source'));
    if (source === undefined || !named.has(source)) continue;
    const from = document.from(['services', name, 'volumes', index]);
    const to = idFor(sketch, `volume.${source}`);
    addNode(sketch, to, {
      kind: 'data',
      at: site,
      from: document.from(['volumes', source]),
      says: 'a volume of this host',
    });
    addEdge(
      sketch,
      { from: idFor(sketch, name), to },
      { purpose: 'run', class: 'declared', from, says: 'volume' },
    );
  }
}

function addEnvironment(compose: Compose, name: string, service: Foreign): void {
  const { sketch, document, hosts } = compose;
  const written = at(service, 'environment');
  const listed = items(written).map((entry): [string, string | undefined] => {
    const [key = '', ...rest] = String(entry).split('=');
    return [key, rest.length === 0 ? undefined : rest.join('=')];
  });
  const grouped = fields(written).map(([key, value]): [string, string | undefined] => [
    key,
    value === null || value === undefined ? undefined : String(value),
  ]);
  const own = idFor(sketch, name);
  const from = document.from(['services', name, 'environment']);
  for (const [key, value] of [...listed, ...grouped]) {
    const known = substitute(compose, value ?? `\${${key}}`);
    for (const host of mayNameHost(key, known) ? hostsIn(known) : []) {
      const to = hosts.get(host);
      if (to === undefined || to === own) continue;
      const says = `the environment variable ${key.slice(0, 64)} names it`;
      addEdge(
        sketch,
        { from: own, to },
        { purpose: 'run', class: 'assumed', suspected: true, from, says },
      );
    }
  }
}

function substitute({ substitutes }: Compose, text: string): string {
  return text.replace(
    /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::?[-?+][^}]*)?\}|\$([A-Za-z_]\w*)/g,
    (_, braced, bare) => substitutes.get(String(braced ?? bare)) ?? '',
  );
}

function addImage(compose: Compose, name: string, service: Foreign): void {
  const { sketch, document } = compose;
  const image = textOf(at(service, 'image'));
  // What is built here is not pulled.
  if (image === undefined || at(service, 'build') !== undefined || image.startsWith('$')) return;
  const registry = registryOf(image);
  const from = document.from(['services', name, 'image']);
  addRegistry(sketch, registry, from);
  const isAlways = textOf(at(service, 'pull_policy')) === 'always';
  addEdge(
    sketch,
    { from: idFor(sketch, name), to: idFor(sketch, `registry.${registry}`) },
    {
      purpose: 'boot',
      class: isAlways ? 'declared' : 'assumed',
      suspected: !isAlways,
      from,
      says: 'its image is pulled from there',
    },
  );
}

/** Adds a container registry as a tool in a domain of its own: pulling an image needs it. */
export function addRegistry(sketch: Sketch, registry: string, from: string): void {
  const id = idFor(sketch, `registry.${registry}`);
  sketch.domains.set(id, { class: 'provider_account' });
  addNode(sketch, id, { kind: 'tool', at: id, from, says: 'a container registry' });
}
