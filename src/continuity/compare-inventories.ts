import { canonicalJson, type JsonValue } from '../kernel/index.ts';
import { assessInventory, siteLosses } from './assess-inventory.ts';
import type { Inventory } from './inventory.ts';
import { renderInventory } from './render-inventory.ts';

/** One field that differs, as text; null where it is not there. */
export interface FieldChange {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** One domain or node that differs between two versions of an inventory. */
export interface InventoryChange {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly part: 'domain' | 'node';
  readonly id: string;
  /** Empty for what was added or removed whole. */
  readonly fields: readonly FieldChange[];
}

/** What the loss of one site does that it did not do before, and what it no longer does. */
export interface LossChange {
  readonly domain: string;
  readonly newlyDown: readonly string[];
  readonly noLongerDown: readonly string[];
  readonly newlyStuck: readonly string[];
  readonly noLongerStuck: readonly string[];
}

/**
 * Compares two versions of an inventory: what was written differently, and what that changes when a site is lost.
 *
 * Spelling does not count: both are compared in canonical form. A site that only one of them has is left out of
 * `losses`; a node that only one of them has counts as neither down nor stuck in the other.
 */
export function compareInventories(versions: {
  readonly before: Inventory;
  readonly after: Inventory;
}): { readonly changes: readonly InventoryChange[]; readonly losses: readonly LossChange[] } {
  const before = renderInventory(versions.before) as unknown as Rendered;
  const after = renderInventory(versions.after) as unknown as Rendered;
  return {
    changes: [
      ...compareParts('domain', before.domains, after.domains),
      ...compareParts('node', before.nodes, after.nodes),
    ],
    losses: compareLosses(versions.before, versions.after),
  };
}

type Fields = { readonly [field: string]: JsonValue };
interface Rendered {
  readonly domains: readonly (Fields & { readonly id: string })[];
  readonly nodes: readonly (Fields & { readonly id: string })[];
}

function compareParts(
  part: InventoryChange['part'],
  before: Rendered['nodes'],
  after: Rendered['nodes'],
): InventoryChange[] {
  const [old, now] = [before, after].map((list) => new Map(list.map((row) => [row.id, row])));
  const ids = [...new Set([...before, ...after].map(({ id }) => id))];
  return ids.flatMap((id): InventoryChange[] => {
    const [left, right] = [old?.get(id), now?.get(id)];
    if (left === undefined) return [{ kind: 'added', part, id, fields: [] }];
    if (right === undefined) return [{ kind: 'removed', part, id, fields: [] }];
    const fields = compareFields(flatten(left), flatten(right));
    return fields.length === 0 ? [] : [{ kind: 'changed', part, id, fields }];
  });
}

function compareFields(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): FieldChange[] {
  const fields = [...new Set([...before.keys(), ...after.keys()])];
  return fields
    .filter((field) => before.get(field) !== after.get(field))
    .map((field) => ({
      field,
      before: before.get(field) ?? null,
      after: after.get(field) ?? null,
    }));
}

type Leaves = Map<string, string>;

/** Gives each leaf of a value by its path; parts of a list go by their name, or else by what they say. */
function flatten(value: JsonValue, path = '', into: Leaves = new Map()): Leaves {
  if (Array.isArray(value)) {
    for (const item of value as readonly JsonValue[]) flattenItem(item, path, into);
  } else if (typeof value === 'object' && value !== null) {
    for (const [field, part] of Object.entries(value)) {
      flatten(part as JsonValue, path === '' ? field : `${path}.${field}`, into);
    }
  } else into.set(path, textOf(value));
  return into;
}

function flattenItem(item: JsonValue, path: string, into: Leaves): void {
  const name = nameOf(item);
  if (name !== undefined) flatten(item, `${path}.${name}`, into);
  else into.set(`${path}: ${textOf(item)}`, textOf(item));
}

function nameOf(item: JsonValue): string | undefined {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return undefined;
  const { name } = item as Fields;
  return typeof name === 'string' ? name : undefined;
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : canonicalJson(value);
}

function compareLosses(before: Inventory, after: Inventory): LossChange[] {
  const losses = siteLosses(before).filter(({ domains }) =>
    siteLosses(after).some((loss) => loss.domains[0] === domains[0]),
  );
  const [old, now] = [before, after].map((inventory) => assessInventory(inventory, losses).losses);
  return losses.flatMap(({ domains }, at) => {
    const [left, right] = [old?.[at], now?.[at]];
    if (left === undefined || right === undefined) return [];
    const change = {
      domain: domains[0] ?? '',
      newlyDown: minus(right.down, left.down),
      noLongerDown: minus(left.down, right.down),
      newlyStuck: minus(right.stuck, left.stuck),
      noLongerStuck: minus(left.stuck, right.stuck),
    };
    const { domain: _, ...lists } = change;
    return Object.values(lists).some((list) => list.length > 0) ? [change] : [];
  });
}

function minus(from: readonly string[], taken: readonly string[]): string[] {
  const gone = new Set(taken);
  return from.filter((name) => !gone.has(name));
}
