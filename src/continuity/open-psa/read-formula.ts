import { OPERATORS, type Operator, type TreeFormula } from '../cut-sets/fault-tree.ts';
import type { XmlElement } from './read-xml.ts';
import { stop } from './refusal.ts';

/** What a name in a formula stands for, once it is looked up. */
export type NamedKind = 'gate' | 'basic-event' | 'house-event' | 'event';

/** Looks a name up; stops when nothing has it. */
export type Resolve = (element: XmlElement, kind: NamedKind) => TreeFormula;

const NAMED: ReadonlySet<string> = new Set(['gate', 'basic-event', 'house-event', 'event']);
const FEWEST: Readonly<Partial<Record<Operator, number>>> = { imply: 2, iff: 2, xor: 2 };
const MOST: Readonly<Partial<Record<Operator, number>>> = { not: 1, imply: 2, iff: 2 };

/** Elements that may stand beside a formula and say nothing about it. */
export const NOTES: ReadonlySet<string> = new Set(['label', 'attributes']);

/**
 * Reads a formula element, nested ones included.
 *
 * @source Open-PSA Model Exchange Format 2.0d, III.1 (formulae)
 */
export function readFormula(element: XmlElement, resolve: Resolve): TreeFormula {
  const { name } = element;
  if (NAMED.has(name)) {
    const type = element.attributes.type;
    const kind = name === 'event' && type !== undefined ? type : name;
    return resolve(element, (NAMED.has(kind) ? kind : 'event') as NamedKind);
  }
  if (name === 'constant') return { kind: 'constant', value: readTruth(element) };
  const operator = OPERATORS.find((known) => known === name);
  if (operator === undefined) {
    stop(element, `<${name}>`, `a gate, an event, a constant or one of ${OPERATORS.join(', ')}`);
  }
  return readOperation(element, operator, resolve);
}

function readOperation(element: XmlElement, operator: Operator, resolve: Resolve): TreeFormula {
  const parts = element.children.filter(({ name }) => !NOTES.has(name));
  const of = parts.map((part) => readFormula(part, resolve));
  const fewest = FEWEST[operator] ?? 1;
  const most = MOST[operator] ?? Number.POSITIVE_INFINITY;
  if (of.length < fewest || of.length > most) {
    const right = most === fewest ? `${fewest}` : `at least ${fewest}`;
    stop(element, `<${operator}> of ${of.length}`, `${right} within <${operator}>`);
  }
  if (operator === 'atleast') {
    return { kind: 'operation', operator, of, min: readCount(element, 'min', of.length) };
  }
  if (operator !== 'cardinality') return { kind: 'operation', operator, of };
  const min = readCount(element, 'min', of.length);
  const max = readCount(element, 'max', of.length);
  if (min > max) stop(element, `min ${min} above max ${max}`, 'min up to max');
  return { kind: 'operation', operator, of, min, max };
}

function readCount(element: XmlElement, name: 'min' | 'max', most: number): number {
  const text = element.attributes[name];
  const count = Number(text);
  const isCount = text !== undefined && /^\d+$/.test(text.trim()) && count <= most;
  if (!isCount) {
    const found = text === undefined ? `<${element.name}> without ${name}` : `${name}="${text}"`;
    stop(element, found, `${name} as a whole number from 0 to ${most}`);
  }
  return count;
}

/** Reads the `value` of a constant: true or false. */
export function readTruth(element: XmlElement): boolean {
  const text = element.attributes.value?.trim().toLowerCase();
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  return stop(
    element,
    `value="${element.attributes.value ?? ''}"`,
    'value="true" or value="false"',
  );
}
