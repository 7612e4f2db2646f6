import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { accept, type Outcome } from '../../../kernel/index.ts';
import type { NodeKind } from '../../inventory.ts';
import type { InventoryRefusal } from '../../read/finding.ts';
import type { TextFile } from '../../read/read-yaml.ts';
import { deepest, FOREIGN_LENGTH_MAX, keepsData, refuseFile } from '../foreign.ts';
import type { Sketch } from '../sketch.ts';
import { addEdge, addNode, createSketch, idFor } from '../sketch.ts';

// What is read of a state, and nothing else: unknown fields are dropped as the document is read.
const place = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/)
  .optional()
  .catch(undefined);
const places = z
  .array(z.string().regex(/^[a-z0-9-]{1,64}$/))
  .max(50)
  .optional()
  .catch(undefined);
const attributes = z.object({
  region: place,
  location: place,
  zone: place,
  zones: places,
  availability_zone: place,
  availability_zones: places,
  multi_az: z.boolean().optional().catch(undefined),
});
const name = z.string().regex(/^[A-Za-z0-9_-]{1,200}$/);
const address = z.string().regex(/^[A-Za-z0-9_.[\]"/@:-]{1,300}$/);
const resource = z.object({
  mode: z.enum(['managed', 'data']),
  type: name,
  name,
  module: address.optional().catch(undefined),
  instances: z
    .array(
      z.object({
        attributes: attributes.nullish().catch(undefined),
        dependencies: z.array(address).max(5_000).optional().catch(undefined),
      }),
    )
    .max(10_000)
    .catch([]),
});
const state = z.object({ version: z.literal(4), resources: z.array(z.unknown()).max(100_000) });

type Resource = z.infer<typeof resource>;

/** The attributes of a resource that are read; everything else in a state may be a secret. */
export const READ_ATTRIBUTES: readonly string[] = Object.keys(attributes.shape);

/**
 * Reads a Terraform state, format 4: managed resources, their region and zone, what was made after what.
 *
 * A state holds secrets. Of attributes only `READ_ATTRIBUTES` are kept, and of those only values that
 * look like a place; outputs are not looked at; no refusal repeats anything the file says. Dependencies are of
 * creation, so their purpose is `deploy`.
 *
 * @source continuity specification, section 5
 */
export function readTerraformState(files: readonly TextFile[]): Outcome<Sketch, InventoryRefusal> {
  const sketch = createSketch();
  for (const file of files) {
    const parsed = state.safeParse(parseState(file.text));
    if (!parsed.success) {
      return refuseFile(file, {
        code: 'wrong_value',
        line: lineOfTrouble(file.text),
        found:
          'no Terraform state of version 4 (its content is not shown, as a state holds secrets)',
        expected:
          "a JSON file with 'version': 4 and 'resources', as 'terraform state pull' prints it",
      });
    }
    const read = parsed.data.resources.map((entry) => resource.safeParse(entry));
    const dropped = read.filter(({ success }) => !success).length;
    if (dropped > 0)
      sketch.notes.push(`${file.name}: ${dropped} resources of an unknown form were passed over.`);
    const resources = read.flatMap(({ data }) => (data?.mode === 'managed' ? [data] : []));
    for (const each of resources) addResource(sketch, file, each);
    for (const each of resources) addDependencies(sketch, file, each);
    sketch.notes.push(
      `${file.name}: where this state and its lock are kept is itself a tool of recovery; add it by hand.`,
    );
  }
  return accept(sketch);
}

function parseState(text: string): unknown {
  if (text.length > FOREIGN_LENGTH_MAX || deepest(text) > 400) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the file, so it is not passed on.
    return undefined;
  }
}

/** The longest broken state in which the line is looked for: a second reading costs more than the first. */
const TROUBLE_LENGTH_MAX = 2_000_000;

/**
 * Gives the line at which a text is no state of version 4: where its JSON breaks off, or where it says its version.
 *
 * @returns 1 where it says no version at all, 0 where the text is too large or too deep to look
 */
function lineOfTrouble(text: string): number {
  if (text.length > TROUBLE_LENGTH_MAX || deepest(text) > 400) return 0;
  const lines = new LineCounter();
  const [broken] = parseDocument(text, { lineCounter: lines, logLevel: 'silent' }).errors;
  const at = broken?.pos[0] ?? text.search(/"version"\s*:/);
  return at < 0 ? 1 : lines.linePos(at).line;
}

function addressOf({ module, type, name: own }: Resource): string {
  const path = (module ?? '').replace(/\[[^\]]*\]/g, '');
  return `${path === '' ? '' : `${path}.`}${type}.${own}`;
}

function addResource(sketch: Sketch, file: TextFile, found: Resource): void {
  const read = found.instances.flatMap(({ attributes: own }) => (own == null ? [] : [own]));
  const zones = namesOf(
    read.flatMap((own) => [
      own.availability_zone,
      own.zone,
      ...(own.zones ?? []),
      ...(own.availability_zones ?? []),
    ]),
  );
  const regions = namesOf(read.flatMap((own) => [own.region, own.location]));
  const ids = (zones.length > 0 ? zones : regions).map((each) => idFor(sketch, each));
  for (const id of ids)
    sketch.domains.set(id, { class: zones.length > 0 ? 'site' : 'provider_region' });
  const isSpread = read.some((own) => own.multi_az === true);
  addNode(sketch, idFor(sketch, addressOf(found)), {
    kind: kindOf(found.type),
    at: ids.length === 0 ? '-' : ids.join(' | '),
    from: `${file.name}: ${addressOf(found)}`,
    ...(isSpread ? { says: 'multi_az is set: a second zone that the state does not name' } : {}),
  });
}

function namesOf(names: readonly (string | undefined)[]): string[] {
  return [...new Set(names.filter((each) => each !== undefined))].sort();
}

function kindOf(type: string): NodeKind {
  if (
    keepsData(type) ||
    /(?:_|^)(?:rds|dynamodb|elasticache|s3|bucket|storage|spanner|bigtable|disk|volume|sql|filestore|efs)(?:_|$)/.test(
      type,
    )
  )
    return 'data';
  if (
    /(?:_|^)(?:instance|vm|machine|server|function|lambda|service|cluster|deployment|container|task)(?:_|$)/.test(
      type,
    )
  )
    return 'service';
  return 'supply';
}

function addDependencies(sketch: Sketch, file: TextFile, found: Resource): void {
  const from = idFor(sketch, addressOf(found));
  for (const { dependencies } of found.instances) {
    for (const written of dependencies ?? []) {
      const target = written.replace(/\[[^\]]*\]/g, '');
      if (/(?:^|\.)data\./.test(target)) continue;
      const to = idFor(sketch, target);
      // A dependency may be on what is no longer in the state.
      if (!sketch.nodes.has(to)) continue;
      const source = `${file.name}: dependencies of ${addressOf(found)}`;
      addEdge(sketch, { from, to }, { purpose: 'deploy', class: 'declared', from: source });
    }
  }
}
