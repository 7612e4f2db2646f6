import type { JsonValue } from '../kernel/index.ts';
import { renderFormula } from './formula.ts';
import type { Copy, Domain, Inventory, InventoryNode, Option } from './inventory.ts';

/**
 * Gives an inventory as JSON, every default written out, so that two spellings of one inventory are equal.
 *
 * The order of domains and nodes is kept, as it decides the order of the verdict.
 */
export function renderInventory(inventory: Inventory): JsonValue {
  return {
    format: 'amends-inventory/1',
    name: inventory.name,
    title: { ...inventory.title },
    domains: [...inventory.domains.values()].map(renderDomain),
    nodes: [...inventory.nodes.values()].map(renderNode),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function withoutUndefined(fields: Fields): { [key: string]: JsonValue } {
  const known = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as { [key: string]: JsonValue };
}

function renderDomain(domain: Domain): JsonValue {
  return withoutUndefined({
    ...domain,
    title: { ...domain.title },
    evidence: domain.evidence.map((evidence) => withoutUndefined({ ...evidence })),
  });
}

function renderNode(node: InventoryNode): JsonValue {
  return withoutUndefined({
    ...node,
    title: { ...node.title },
    targets: withoutUndefined({ ...node.targets }),
    at: renderFormula(node.at),
    run: renderFormula(node.run),
    boot: renderFormula(node.boot),
    observe: renderFormula(node.observe),
    options: node.options.map(renderOption),
    copies: node.copies.map(renderCopy),
    evidence: node.evidence.map((evidence) => withoutUndefined({ ...evidence })),
  });
}

function renderOption(option: Option): JsonValue {
  const needs = Object.entries(option.needs).map(([purpose, formula]) => [
    purpose,
    renderFormula(formula),
  ]);
  return withoutUndefined({
    ...option,
    at: option.at === undefined ? undefined : renderFormula(option.at),
    needs: Object.fromEntries(needs) as { [purpose: string]: string },
    assume: { ...option.assume },
  });
}

function renderCopy(copy: Copy): JsonValue {
  return withoutUndefined({ ...copy, at: renderFormula(copy.at) });
}
