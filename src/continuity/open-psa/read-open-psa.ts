import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import { type FaultTree, findLoop, gatesIn, type TreeFormula } from '../cut-sets/fault-tree.ts';
import { nearestName } from '../read/nearest-name.ts';
import {
  type DefinedKind,
  type Definition,
  type Definitions,
  lookUp,
  readDefinitions,
} from './read-definitions.ts';
import { readExpression } from './read-expression.ts';
import { type NamedKind, NOTES, readFormula, readTruth } from './read-formula.ts';
import { readXml, type XmlElement } from './read-xml.ts';
import { type OpenPsaRefusal, OpenPsaStop, type Place, stop } from './refusal.ts';

/** The hours a system is in use when nobody says: a year. @source SCRAM, `--mission-time` */
export const MISSION_HOURS_DEFAULT = 8760;

/** A fault tree read from a file, and what the file says that was left out. */
export interface OpenPsaModel {
  readonly tree: FaultTree;
  /** Gates that no other gate uses. */
  readonly tops: readonly string[];
  /** Kinds of elements that were not read, such as event trees; each once. */
  readonly leftOut: readonly string[];
}

/** Which part of a file to read, and with what. */
export interface OpenPsaOptions {
  readonly file: string;
  /** The gate to analyse; without it the only gate that no other gate uses. */
  readonly top?: string;
  readonly missionHours?: number;
}

/**
 * Reads a fault tree in the Open-PSA Model Exchange Format.
 *
 * Containers, nested formulas, house events and parameters are resolved; definitions may come in any order.
 * Refused, with the place: document type declarations, names without definition, names defined twice, gates
 * that depend on themselves, probabilities outside 0 to 1, and more than one top when none is named.
 *
 * @source Open-PSA Model Exchange Format 2.0d
 */
export function readOpenPsa(
  text: string,
  options: OpenPsaOptions,
): Outcome<OpenPsaModel, OpenPsaRefusal> {
  try {
    return accept(readModel(readDefinitions(readXml(text)), options));
  } catch (error) {
    if (!(error instanceof OpenPsaStop)) throw error;
    const { place, found, expected } = error;
    return refuse({
      code: 'open_psa_not_understood',
      file: options.file,
      ...place,
      found,
      expected,
    });
  }
}

interface Reading {
  readonly definitions: Definitions;
  readonly missionTime: number;
  readonly events: Map<string, number | undefined>;
  readonly parameters: Map<string, number | 'open'>;
}

function readModel(definitions: Definitions, options: OpenPsaOptions): OpenPsaModel {
  const reading: Reading = {
    definitions,
    missionTime: options.missionHours ?? MISSION_HOURS_DEFAULT,
    events: new Map(),
    parameters: new Map(),
  };
  const gates = new Map<string, TreeFormula>();
  for (const definition of definitions.list) {
    if (definition.kind === 'gate') gates.set(definition.name, readGate(reading, definition));
    if (definition.kind === 'basic-event') addEvent(reading, definition);
  }
  const used = new Set([...gates.values()].flatMap(gatesIn));
  const tops = [...gates.keys()].filter((name) => !used.has(name));
  refuseLoops(definitions, gates);
  const top = chooseTop(options, { gates, tops });
  const tree = { name: definitions.model, top, gates, events: reading.events };
  return { tree, tops, leftOut: definitions.leftOut };
}

function readGate(reading: Reading, definition: Definition): TreeFormula {
  const { element } = definition;
  const formulas = element.children.filter(({ name }) => !NOTES.has(name));
  const [first] = formulas;
  if (first === undefined || formulas.length > 1) {
    stop(element, `gate "${definition.name}" with ${formulas.length} formulas`, 'one formula');
  }
  return readFormula(first, (named, kind) => resolve(reading, { definition, named, kind }));
}

const SEARCHED: Readonly<Record<NamedKind, readonly DefinedKind[]>> = {
  gate: ['gate'],
  'basic-event': ['basic-event'],
  'house-event': ['house-event'],
  event: ['gate', 'basic-event', 'house-event'],
};

function resolve(
  reading: Reading,
  about: { readonly definition: Definition; readonly named: XmlElement; readonly kind: NamedKind },
): TreeFormula {
  const { definition, named, kind } = about;
  const name = named.attributes.name ?? stop(named, `<${named.name}> without name`, 'a name');
  const found = lookUp(reading.definitions, { path: definition.path, name }, SEARCHED[kind]);
  if (found === undefined) return undefinedName(reading, { named, kind, name });
  if (found.kind === 'gate') return { kind: 'gate', name: found.name };
  if (found.kind === 'house-event') return { kind: 'constant', value: houseValue(found) };
  addEvent(reading, found);
  return { kind: 'event', name: found.name };
}

function undefinedName(
  reading: Reading,
  about: { readonly named: XmlElement; readonly kind: NamedKind; readonly name: string },
): TreeFormula {
  const { named, kind, name } = about;
  // The probability of a basic event may be kept elsewhere; its cut sets need none.
  if (kind === 'basic-event') {
    if (!reading.events.has(name)) reading.events.set(name, undefined);
    return { kind: 'event', name };
  }
  const known = reading.definitions.list
    .filter((candidate) => SEARCHED[kind].includes(candidate.kind))
    .map((candidate) => candidate.name);
  const nearest = nearestName(name, known);
  const hint = nearest === undefined ? '' : ` (did you mean "${nearest}"?)`;
  return stop(named, `${kind} "${name}", which is not defined`, `a name the file defines${hint}`);
}

function houseValue(definition: Definition): boolean {
  const constant = definition.element.children.find(({ name }) => name === 'constant');
  return constant === undefined ? false : readTruth(constant);
}

function addEvent(reading: Reading, definition: Definition): void {
  if (reading.events.has(definition.name)) return;
  const { element } = definition;
  const [expression] = element.children.filter(({ name }) => !NOTES.has(name));
  if (expression === undefined) {
    reading.events.set(definition.name, undefined);
    return;
  }
  const chance = expressionValue(reading, definition, expression);
  if (!(chance >= 0 && chance <= 1)) {
    stop(expression, `probability ${chance} of "${definition.name}"`, 'a probability from 0 to 1');
  }
  reading.events.set(definition.name, chance);
}

function expressionValue(reading: Reading, definition: Definition, expression: XmlElement): number {
  return readExpression(expression, {
    missionTime: reading.missionTime,
    parameter: (named) => parameterValue(reading, definition, named),
  });
}

function parameterValue(reading: Reading, user: Definition, named: XmlElement): number {
  const name = named.attributes.name ?? '';
  const found = lookUp(reading.definitions, { path: user.path, name }, ['parameter']);
  if (found === undefined) {
    return stop(named, `parameter "${name}", which is not defined`, 'a parameter the file defines');
  }
  const known = reading.parameters.get(found.name);
  if (known === 'open') stop(named, `parameter "${name}" defined by itself`, 'no such circle');
  if (known !== undefined) return known;
  reading.parameters.set(found.name, 'open');
  const [expression] = found.element.children.filter((child) => !NOTES.has(child.name));
  if (expression === undefined) stop(found.element, `parameter "${name}" without value`, 'one');
  const value = expressionValue(reading, found, expression);
  reading.parameters.set(found.name, value);
  return value;
}

function refuseLoops(definitions: Definitions, gates: ReadonlyMap<string, TreeFormula>): void {
  const loop = findLoop(gates);
  if (loop === undefined) return;
  const place = placeOf(definitions, loop[0] as string);
  stop(place, `a circle of gates, ${loop.join(' → ')}`, 'gates without circles');
}

function placeOf(definitions: Definitions, gate: string): Place {
  return definitions.byName.get(`gate ${gate}`)?.element ?? { line: 0, column: 0 };
}

function chooseTop(
  options: OpenPsaOptions,
  found: { readonly gates: ReadonlyMap<string, unknown>; readonly tops: readonly string[] },
): string {
  const nowhere = { line: 0, column: 0 };
  const { gates, tops } = found;
  if (options.top !== undefined) {
    if (gates.has(options.top)) return options.top;
    const nearest = nearestName(options.top, gates.keys());
    const hint = nearest === undefined ? 'a gate of the file' : `"${nearest}"?`;
    return stop(nowhere, `no gate "${options.top}"`, hint);
  }
  const [top] = tops;
  if (top === undefined) return stop(nowhere, 'no gate', 'at least one <define-gate>');
  if (tops.length === 1) return top;
  const listed = tops.slice(0, 10).join(', ');
  return stop(
    nowhere,
    `${tops.length} gates that no other uses (${listed})`,
    'one: name it with --top',
  );
}
