import { accept, type Outcome } from '../../../kernel/index.ts';
import type { InventoryRefusal } from '../../read/finding.ts';
import type { TextFile } from '../../read/read-yaml.ts';
import type { Foreign } from '../foreign.ts';
import { at, FOREIGN_LENGTH_MAX, fields, items, keepsData, refuseFile } from '../foreign.ts';
import type { Sketch } from '../sketch.ts';
import { addEdge, addNode, createSketch, idFor } from '../sketch.ts';

const METRIC = 'traces_service_graph_request_total';
const VIRTUAL = new Set(['user', 'unknown', '']);

interface Sample {
  readonly labels: ReadonlyMap<string, string>;
  readonly value: number;
  readonly line: number;
}

/**
 * Reads a service graph as OpenTelemetry's connector and Tempo expose it: Prometheus text, or the JSON of a query.
 *
 * Each edge was observed, so its purpose is `run`; what only runs after a loss is never seen here. Places
 * come from the labels `client_cloud_availability_zone`, `server_cloud_region` and alike, where they are.
 *
 * @source continuity specification, section 5
 */
export function readServiceGraph(files: readonly TextFile[]): Outcome<Sketch, InventoryRefusal> {
  const sketch = createSketch();
  const seenAt = new Map<string, Set<string>>();
  for (const file of files) {
    const samples = file.text.length > FOREIGN_LENGTH_MAX ? [] : readSamples(file.text);
    const edges = samples.filter(
      ({ labels, value }) => labels.has('client') && labels.has('server') && value > 0,
    );
    if (edges.length === 0) {
      return refuseFile(file, {
        code: 'wrong_value',
        line: 0,
        found: `no sample of ${METRIC} with 'client', 'server' and a count above 0`,
        expected: 'Prometheus text, or the JSON answer of /api/v1/query, of that metric',
      });
    }
    for (const sample of edges) addSample(sketch, file, { sample, seenAt });
  }
  for (const [id, places] of seenAt) {
    const node = sketch.nodes.get(id);
    if (node !== undefined) sketch.nodes.set(id, { ...node, at: [...places].sort().join(' | ') });
  }
  sketch.notes.push(
    'Traces show what ran: what is needed only to start, or only after a loss, is not here.',
  );
  return accept(sketch);
}

function readSamples(text: string): Sample[] {
  if (text.trimStart().startsWith('{')) return readQuery(text);
  return text.split('\n').flatMap((line, index) => {
    const match = new RegExp(`^${METRIC}\\{(.*)\\}\\s+([0-9.eE+-]+)`).exec(line);
    if (match === null) return [];
    return [{ labels: readLabels(match[1] ?? ''), value: Number(match[2]), line: index + 1 }];
  });
}

/** Reads the labels of one sample. @source Prometheus exposition format (escapes \\, \" and \n) */
function readLabels(text: string): Map<string, string> {
  const labels = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(/([A-Za-z_]\w*)="((?:[^"\\]|\\.)*)"/g)) {
    labels.set(
      name,
      value.replace(/\\(.)/g, (_, letter: string) => (letter === 'n' ? '\n' : letter)),
    );
  }
  return labels;
}

function readQuery(text: string): Sample[] {
  let answer: Foreign;
  try {
    answer = JSON.parse(text) as Foreign;
  } catch {
    return [];
  }
  return items(at(answer, 'data', 'result')).map((series) => {
    const last = items(at(series, 'values')).at(-1) ?? at(series, 'value');
    const labels = fields(at(series, 'metric')).map(
      ([key, value]) => [key, String(value)] as const,
    );
    return { labels: new Map(labels), value: Number(items(last)[1] ?? 0), line: 1 };
  });
}

interface Adding {
  readonly sample: Sample;
  readonly seenAt: Map<string, Set<string>>;
}

function addSample(sketch: Sketch, file: TextFile, adding: Adding): void {
  const from = `${file.name}:${adding.sample.line}`;
  const client = addEnd(sketch, adding, { side: 'client', from });
  const server = addEnd(sketch, adding, { side: 'server', from });
  if (client === undefined || server === undefined) return;
  const kind = adding.sample.labels.get('connection_type') ?? '';
  const says = /^[a-z_]{1,40}$/.test(kind) ? { says: `a ${kind} connection` } : {};
  const ends = { from: client, to: server };
  addEdge(sketch, ends, { purpose: 'run', class: 'observed', from, ...says });
}

function addEnd(
  sketch: Sketch,
  { sample: { labels }, seenAt }: Adding,
  about: { readonly side: 'client' | 'server'; readonly from: string },
): string | undefined {
  const { side, from } = about;
  const name = labels.get(side) ?? '';
  if (VIRTUAL.has(name)) return undefined;
  const id = idFor(sketch, name);
  const isStore = side === 'server' && labels.get('connection_type') === 'database';
  addNode(sketch, id, { kind: isStore || keepsData(name) ? 'data' : 'service', at: '-', from });
  const zone = labels.get(`${side}_cloud_availability_zone`) ?? '';
  const place = zone === '' ? (labels.get(`${side}_cloud_region`) ?? '') : zone;
  if (place === '') return id;
  const domain = idFor(sketch, place);
  sketch.domains.set(domain, { class: zone === '' ? 'provider_region' : 'site' });
  seenAt.set(id, (seenAt.get(id) ?? new Set()).add(domain));
  return id;
}
