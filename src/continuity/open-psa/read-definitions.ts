import type { XmlElement } from './read-xml.ts';
import { stop } from './refusal.ts';

/** What can be defined and named by others. */
export type DefinedKind = 'gate' | 'basic-event' | 'house-event' | 'parameter';

/** One definition, with the containers it stands in. */
export interface Definition {
  readonly kind: DefinedKind;
  /** The name it has in results: its own, with its containers when it is private. */
  readonly name: string;
  /** Names of the containers, outermost first. */
  readonly path: readonly string[];
  readonly element: XmlElement;
}

/** All definitions of a file, by every name they can be reached by. */
export interface Definitions {
  readonly model: string;
  readonly list: readonly Definition[];
  /** By kind and name: `gate g1`, or `gate tree.component.g1`. */
  readonly byName: ReadonlyMap<string, Definition>;
  /** Elements that were left out, each kind once. */
  readonly leftOut: readonly string[];
}

const KINDS: Readonly<Record<string, DefinedKind>> = {
  'define-gate': 'gate',
  'define-basic-event': 'basic-event',
  'define-house-event': 'house-event',
  'define-parameter': 'parameter',
};
const CONTAINERS: ReadonlySet<string> = new Set([
  'opsa-mef',
  'define-fault-tree',
  'define-component',
  'model-data',
]);
const SILENT: ReadonlySet<string> = new Set(['label', 'attributes']);

interface Reading {
  readonly list: Definition[];
  readonly byName: Map<string, Definition>;
  readonly leftOut: Set<string>;
  treeName: string | undefined;
}

/**
 * Gathers what a model defines, in the order of the file; order does not matter to the meaning.
 *
 * @source Open-PSA Model Exchange Format 2.0d, II and III.2 (containers, public and private)
 */
export function readDefinitions(root: XmlElement): Definitions {
  if (root.name !== 'opsa-mef') stop(root, `<${root.name}>`, 'an <opsa-mef> element around it all');
  const reading: Reading = {
    list: [],
    byName: new Map(),
    leftOut: new Set(),
    treeName: undefined,
  };
  readContainer(reading, root, { path: [], isPrivate: false });
  const model = root.attributes.name ?? reading.treeName ?? 'model';
  return { model, ...reading, leftOut: [...reading.leftOut] };
}

interface Scope {
  readonly path: readonly string[];
  readonly isPrivate: boolean;
}

function readContainer(reading: Reading, container: XmlElement, scope: Scope): void {
  for (const child of container.children) {
    const kind = KINDS[child.name];
    if (kind !== undefined) define(reading, { kind, element: child, scope });
    else if (CONTAINERS.has(child.name))
      readContainer(reading, child, within(reading, child, scope));
    else if (!SILENT.has(child.name)) reading.leftOut.add(child.name);
  }
}

function within(reading: Reading, child: XmlElement, scope: Scope): Scope {
  if (child.name === 'model-data') return scope;
  const name = child.attributes.name ?? stop(child, `<${child.name}> without name`, 'a name');
  if (child.name === 'define-fault-tree') reading.treeName ??= name;
  return { path: [...scope.path, name], isPrivate: isPrivate(child, scope) };
}

function isPrivate(element: XmlElement, scope: Scope): boolean {
  const { role } = element.attributes;
  return role === undefined ? scope.isPrivate : role === 'private';
}

function define(
  reading: Reading,
  found: { readonly kind: DefinedKind; readonly element: XmlElement; readonly scope: Scope },
): void {
  const { kind, element, scope } = found;
  const own = element.attributes.name;
  if (own === undefined || own === '') {
    stop(element, `<${element.name}> without name`, 'a name');
  }
  const full = [...scope.path, own].join('.');
  const hidden = isPrivate(element, scope);
  const definition = { kind, name: hidden ? full : own, path: scope.path, element };
  for (const name of new Set(hidden ? [full] : [own, full])) {
    refuseTwice(reading, { element, kind, name });
    reading.byName.set(`${kind} ${name}`, definition);
  }
  reading.list.push(definition);
}

function refuseTwice(
  reading: Reading,
  named: { readonly element: XmlElement; readonly kind: DefinedKind; readonly name: string },
): void {
  // Gates and events share their names, parameters have their own.
  const kinds: readonly DefinedKind[] =
    named.kind === 'parameter' ? ['parameter'] : ['gate', 'basic-event', 'house-event'];
  const before = kinds.map((kind) => reading.byName.get(`${kind} ${named.name}`)).find(Boolean);
  if (before === undefined) return;
  const place = `line ${before.element.line}`;
  stop(named.element, `"${named.name}" a second time`, `one definition; the first is in ${place}`);
}

/** Looks a name up from inside containers: the innermost first, then the whole model. */
export function lookUp(
  definitions: Definitions,
  from: { readonly path: readonly string[]; readonly name: string },
  kinds: readonly DefinedKind[],
): Definition | undefined {
  for (let depth = from.path.length; depth >= 0; depth -= 1) {
    const name = [...from.path.slice(0, depth), from.name].join('.');
    for (const kind of kinds) {
      const found = definitions.byName.get(`${kind} ${name}`);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
