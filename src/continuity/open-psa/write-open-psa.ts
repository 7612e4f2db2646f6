import { XMLBuilder } from 'fast-xml-parser';
import type { FaultTree, TreeFormula } from '../cut-sets/fault-tree.ts';

/** An element in the builder's ordered form: its name with its children, and its attributes. */
type Element = Record<string, unknown>;

function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  children: readonly Element[] = [],
): Element {
  return { [name]: children, ':@': attributes };
}

/** Names as the format allows them: letters, digits and underscores, with single dashes between. */
const IDENTIFIER = /^[a-zA-Z]\w*(-\w+)*$/;

type Rename = (kind: 'gate' | 'event' | 'tree', name: string) => string;

/** Gives every name its own allowed form; those that are allowed stay as they are. */
function openNames(tree: FaultTree): Rename {
  const known = [...tree.gates.keys(), ...tree.events.keys()];
  const taken = new Set(known.filter((name) => IDENTIFIER.test(name)));
  const renamed = new Map<string, string>();
  return (kind, name) => {
    if (IDENTIFIER.test(name)) return name;
    const before = renamed.get(`${kind} ${name}`);
    if (before !== undefined) return before;
    const plain = name.replace(/\W+/g, '-').replace(/-+/g, '-').replace(/^-|-$/g, '');
    const base = IDENTIFIER.test(plain) ? plain : `n-${plain}`.replace(/-$/, '');
    let unique = base;
    for (let turn = 2; taken.has(unique); turn += 1) unique = `${base}-${turn}`;
    taken.add(unique);
    renamed.set(`${kind} ${name}`, unique);
    return unique;
  };
}

/**
 * Writes a fault tree in the Open-PSA Model Exchange Format, one formula to a gate.
 *
 * Nested operations become gates of their own, and the two operators that other tools do not read,
 * `cardinality` and an `xor` of more than two, become ones they do. Names that the format does not allow are
 * changed, the name itself kept as the label. Events without a probability get none.
 *
 * @source Open-PSA Model Exchange Format 2.0d; SCRAM reads formulas that are not nested
 */
export function writeOpenPsa(tree: FaultTree): string {
  const rename = openNames(tree);
  const gates = [...flattenGates(tree)].map(([name, formula]) =>
    definition({ tag: 'define-gate', kind: 'gate', name, rename }, [writeFormula(formula, rename)]),
  );
  const events = [...tree.events].map(([name, chance]) =>
    definition(
      { tag: 'define-basic-event', kind: 'event', name, rename },
      chance === undefined ? [] : [element('float', { value: String(chance) })],
    ),
  );
  const builder = new XMLBuilder({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    suppressEmptyNode: true,
    format: true,
    indentBy: '',
  });
  return builder.build([
    element('?xml', { version: '1.0' }),
    element('opsa-mef', {}, [
      element('define-fault-tree', { name: rename('tree', tree.name) }, gates),
      element('model-data', {}, events),
    ]),
  ]);
}

function definition(
  of: {
    readonly tag: string;
    readonly kind: 'gate' | 'event';
    readonly name: string;
    readonly rename: Rename;
  },
  children: readonly Element[],
): Element {
  const name = of.rename(of.kind, of.name);
  const label = name === of.name ? [] : [element('label', {}, [{ '#text': of.name }])];
  return element(of.tag, { name }, [...label, ...children]);
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
    const parts = REPEATABLE.has(plain.operator) ? distinct(plain.of) : plain.of;
    const of = parts.map((part, index) => {
      const isAgain = parts.slice(0, index).some((before) => isSameName(before, part));
      const isNested = part.kind === 'operation' || isAgain;
      return isNested ? nameNested(part, `${name}-${index + 1}`) : part;
    });
    return { ...plain, of };
  }

  function nameNested(part: TreeFormula, base: string): TreeFormula {
    const name = nameOf(base);
    flat.set(name, flatten(part, name));
    return { kind: 'gate', name };
  }
}

/** Naming a part twice changes nothing in these; other tools refuse it in any. */
const REPEATABLE: ReadonlySet<string> = new Set(['and', 'or', 'nand', 'nor']);

function isSameName(left: TreeFormula, right: TreeFormula): boolean {
  if (left.kind === 'operation' || left.kind !== right.kind) return false;
  return JSON.stringify(left) === JSON.stringify(right);
}

function distinct(parts: readonly TreeFormula[]): TreeFormula[] {
  return parts.filter(
    (part, index) => !parts.slice(0, index).some((before) => isSameName(before, part)),
  );
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

function writeFormula(formula: TreeFormula, rename: Rename): Element {
  if (formula.kind === 'constant') return element('constant', { value: String(formula.value) });
  if (formula.kind === 'gate') return element('gate', { name: rename('gate', formula.name) });
  if (formula.kind === 'event') {
    return element('basic-event', { name: rename('event', formula.name) });
  }
  const { operator, of } = formula;
  const parts = of.map((part) => writeFormula(part, rename));
  if (operator === 'atleast') return writeCounted(parts, formula.min ?? 0);
  // Other tools refuse an operation of one.
  if (of.length > 1 || operator === 'not') return element(operator, {}, parts);
  const isTurned = operator === 'nand' || operator === 'nor';
  return isTurned ? element('not', {}, parts) : (parts[0] as Element);
}

/** Other tools refuse a count that is always, never, by one, or only by all of the parts met. */
function writeCounted(parts: readonly Element[], min: number): Element {
  if (min <= 0) return element('constant', { value: 'true' });
  if (min > parts.length) return element('constant', { value: 'false' });
  if (parts.length === 1) return parts[0] as Element;
  if (min === 1) return element('or', {}, parts);
  if (min === parts.length) return element('and', {}, parts);
  return element('atleast', { min: String(min) }, parts);
}
