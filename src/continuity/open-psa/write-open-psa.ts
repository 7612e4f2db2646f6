import type { FaultTree, TreeFormula } from '../cut-sets/fault-tree.ts';

/**
 * Writes a fault tree in the Open-PSA Model Exchange Format, one formula to a gate.
 *
 * Nested operations become gates of their own, and the two operators that other tools do not read,
 * `cardinality` and an `xor` of more than two, become ones they do. Events without a probability get none.
 *
 * @source Open-PSA Model Exchange Format 2.0d; SCRAM reads formulas that are not nested
 */
export function writeOpenPsa(tree: FaultTree): string {
  const gates = flattenGates(tree);
  const lines = ['<?xml version="1.0"?>', '<opsa-mef>'];
  lines.push(`<define-fault-tree name="${escapeXml(tree.name)}">`);
  for (const [name, formula] of gates) {
    lines.push(`<define-gate name="${escapeXml(name)}">`, ...writeFormula(formula));
    lines.push('</define-gate>');
  }
  lines.push('</define-fault-tree>', '<model-data>');
  for (const [name, chance] of tree.events) {
    const value = chance === undefined ? '' : `<float value="${chance}"/>`;
    lines.push(`<define-basic-event name="${escapeXml(name)}">${value}</define-basic-event>`);
  }
  lines.push('</model-data>', '</opsa-mef>', '');
  return lines.join('\n');
}

type Operation = TreeFormula & { readonly kind: 'operation' };

/** The top gate first, then the others as they are named; each formula one operation over names. */
function flattenGates(tree: FaultTree): Map<string, TreeFormula> {
  const flat = new Map<string, TreeFormula>();
  const taken = new Set([...tree.gates.keys(), ...tree.events.keys()]);
  const nameOf = (base: string): string => {
    let name = base;
    for (let turn = 2; taken.has(name); turn += 1) name = `${base}-${turn}`;
    taken.add(name);
    return name;
  };
  const order = [tree.top, ...[...tree.gates.keys()].filter((name) => name !== tree.top)];
  for (const name of order) {
    flat.set(name, { kind: 'constant', value: false });
    flat.set(name, flatten(tree.gates.get(name) as TreeFormula, name));
  }
  return flat;

  function flatten(formula: TreeFormula, name: string): TreeFormula {
    if (formula.kind !== 'operation') return formula;
    const plain = plainOperation(formula);
    return {
      ...plain,
      of: plain.of.map((part, index) => nameNested(part, `${name}-${index + 1}`)),
    };
  }

  function nameNested(part: TreeFormula, base: string): TreeFormula {
    if (part.kind !== 'operation') return part;
    const name = nameOf(base);
    flat.set(name, flatten(part, name));
    return { kind: 'gate', name };
  }
}

function plainOperation(formula: Operation): Operation {
  const { operator, of } = formula;
  if (operator === 'xor' && of.length > 2) {
    const [first, ...rest] = of as readonly [TreeFormula, ...TreeFormula[]];
    return { kind: 'operation', operator, of: [first, { kind: 'operation', operator, of: rest }] };
  }
  if (operator !== 'cardinality') return formula;
  const { min = 0, max = of.length } = formula;
  const least: TreeFormula = { kind: 'operation', operator: 'atleast', of, min };
  const above: TreeFormula = { kind: 'operation', operator: 'atleast', of, min: max + 1 };
  const parts: TreeFormula[] = [];
  if (min > 0) parts.push(least);
  if (max < of.length) parts.push({ kind: 'operation', operator: 'not', of: [above] });
  if (parts.length === 0) parts.push({ kind: 'constant', value: true });
  return { kind: 'operation', operator: 'and', of: parts };
}

function writeFormula(formula: TreeFormula): string[] {
  if (formula.kind === 'constant') return [`<constant value="${formula.value}"/>`];
  if (formula.kind === 'gate') return [`<gate name="${escapeXml(formula.name)}"/>`];
  if (formula.kind === 'event') return [`<basic-event name="${escapeXml(formula.name)}"/>`];
  return writeOperation(formula);
}

function writeOperation(formula: Operation): string[] {
  const { operator, of } = formula;
  const parts = of.flatMap(writeFormula);
  if (operator === 'atleast') return writeCounted(parts, formula.min ?? 0);
  // Other tools refuse an operation of one.
  if (of.length === 1 && (operator === 'and' || operator === 'or')) return parts;
  return [`<${operator}>`, ...parts, `</${operator}>`];
}

/** Other tools refuse a count that is always, never, by one, or only by all of the parts met. */
function writeCounted(parts: readonly string[], min: number): string[] {
  if (min <= 0) return ['<constant value="true"/>'];
  if (min > parts.length) return ['<constant value="false"/>'];
  if (parts.length === 1) return [...parts];
  const all = min === parts.length ? 'and' : `atleast min="${min}"`;
  const open = min === 1 ? 'or' : all;
  return [`<${open}>`, ...parts, `</${open.split(' ')[0]}>`];
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
