import { stringify } from 'yaml';
import type { FaultTree, Operator, TreeFormula } from '../cut-sets/fault-tree.ts';
import { ALWAYS, allOf, atLeast, type Formula, nameFormula, renderFormula } from '../formula.ts';
import { createSketch, idFor } from '../import/sketch.ts';

/** An inventory made from a fault tree, as its file's text, and what the inventory cannot say. */
export interface TreeInventory {
  readonly text: string;
  /** The id of the top gate's node. */
  readonly top: string;
  /** Sentences, each of something that was left out or guessed. */
  readonly notes: readonly string[];
}

/** A gate that an inventory cannot express, and what in it. */
export interface Inexpressible {
  readonly gate: string;
  readonly found: Operator | 'true';
}

/**
 * Writes a fault tree as an inventory: an event is the loss of a domain, a gate that fails a node that is down.
 *
 * The smallest losses that take the top's node down are the tree's minimal cut sets. A gate over events alone
 * becomes a place; one that mixes them with gates runs on a node for each event. Gives the first gate
 * with a negation, or one that always fails, instead: needs in an inventory are monotone.
 */
export function treeInventory(tree: FaultTree): TreeInventory | Inexpressible {
  const sketch = createSketch();
  // Events first, so that they keep their names; ids are told apart over both.
  const events = new Map([...tree.events.keys()].map((name) => [name, idFor(sketch, name)]));
  const gates = new Map([...tree.gates.keys()].map((name) => [name, idFor(sketch, ` ${name}`)]));
  const stood = new Map<string, string>();
  const standIn = (event: string): string => {
    const id = stood.get(event) ?? idFor(sketch, ` event.${event}`);
    stood.set(event, id);
    return id;
  };
  const nodes: Record<string, unknown> = {};
  for (const [name, formula] of tree.gates) {
    const found = inexpressibleIn(formula);
    if (found !== undefined) return { gate: name, found };
    const isPlace = !mentions(formula, 'gate');
    const place = isPlace ? heldBy(formula, (part) => lookUp(events, part.name)) : ALWAYS;
    const run = isPlace
      ? ALWAYS
      : heldBy(formula, (part) =>
          part.kind === 'gate' ? lookUp(gates, part.name) : standIn(part.name),
        );
    const tier = name === tree.top ? { tier: 0 } : {};
    const needs = run.kind === 'always' ? {} : { needs: { run: renderFormula(run) } };
    nodes[lookUp(gates, name)] = {
      kind: 'service',
      ...titled(name),
      ...tier,
      at: renderFormula(place),
      ...needs,
    };
  }
  for (const [event, id] of stood) {
    nodes[id] = { kind: 'supply', ...titled(event), at: lookUp(events, event) };
  }
  const domains = Object.fromEntries(
    [...events].map(([name, id]) => [id, { class: 'rack', ...titled(name) }]),
  );
  const file = { format: 'amends-inventory/1', name: idFor(createSketch(), tree.name) };
  return {
    text: stringify({ ...file, ...titled(tree.name), domains, nodes }, { lineWidth: 0 }),
    top: lookUp(gates, tree.top),
    notes: [...notesOf(tree), ...sketch.notes],
  };
}

function titled(name: string) {
  const title = (name || 'fault tree').slice(0, 2_000);
  return { title: { ko: title, en: title } };
}

function lookUp(ids: ReadonlyMap<string, string>, name: string): string {
  return ids.get(name) ?? name;
}

function notesOf(tree: FaultTree): string[] {
  const known = [...tree.events.values()].filter((chance) => chance !== undefined).length;
  return [
    ...(known === 0
      ? []
      : [`Probabilities of ${known} events are left out: an inventory has none.`]),
    'Every event is taken as a domain of class rack and every gate as a service: a fault tree says neither. Change them where you know better.',
    'A fault tree says nothing of recovery: no node has an option, so what is down is stuck.',
  ];
}

const MONOTONE: ReadonlySet<Operator> = new Set(['and', 'or', 'atleast']);

function inexpressibleIn(formula: TreeFormula): Inexpressible['found'] | undefined {
  if (formula.kind === 'constant') return formula.value ? 'true' : undefined;
  if (formula.kind !== 'operation') return undefined;
  if (!MONOTONE.has(formula.operator)) return formula.operator;
  if (failuresNeeded(formula) <= 0) return 'true';
  return formula.of.map(inexpressibleIn).find((found) => found !== undefined);
}

function failuresNeeded(formula: TreeFormula & { readonly kind: 'operation' }): number {
  if (formula.operator === 'and') return formula.of.length;
  return formula.operator === 'or' ? 1 : (formula.min ?? 1);
}

function mentions(formula: TreeFormula, kind: 'gate'): boolean {
  if (formula.kind !== 'operation') return formula.kind === kind;
  return formula.of.some((part) => mentions(part, kind));
}

type Named = TreeFormula & { readonly kind: 'event' | 'gate' };

/** What must hold for a formula not to fail: of n parts of which k must fail, all but k − 1. */
function heldBy(formula: TreeFormula, idOf: (part: Named) => string): Formula {
  if (formula.kind === 'constant') return ALWAYS;
  if (formula.kind !== 'operation') return nameFormula(idOf(formula));
  const parts = formula.of.map((part) => heldBy(part, idOf));
  if (formula.operator === 'or') return allOf(parts);
  // A part that never fails holds for good and is one the others need not hold.
  const open = parts.filter((part) => part.kind !== 'always');
  const least = parts.length - failuresNeeded(formula) + 1 - (parts.length - open.length);
  return least <= 0 ? ALWAYS : atLeast(least, open);
}
