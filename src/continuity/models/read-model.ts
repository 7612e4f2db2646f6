import { assert } from '../../kernel/index.ts';
import type { Formula } from '../formula.ts';
import { ALWAYS, parseFormula } from '../formula.ts';
import type { Domain, Inventory, InventoryNode, NodeKind, Option } from '../inventory.ts';

/** One expectation of a model: after a loss, each clause holds. */
export interface Expectation {
  readonly line: string;
  readonly domains: readonly string[];
  readonly returnsAfterMinutes: number | undefined;
  readonly clauses: readonly { readonly word: string; readonly rest: string }[];
}

/** A model in the small text form: an inventory with the answers expected of it. */
export interface TextModel {
  readonly inventory: Inventory;
  readonly expectations: readonly Expectation[];
}

const KINDS: Readonly<Record<string, NodeKind>> = {
  svc: 'service',
  data: 'data',
  tool: 'tool',
  people: 'people',
  comms: 'communications',
  supply: 'supply',
  document: 'document',
};

/**
 * Reads a model in the text form of the continuity specification, section 7.
 *
 * Options are read as automatic: the text names every need itself. Throws an InvariantError on any line
 * it does not understand.
 */
export function readModel(text: string): TextModel {
  let name = '';
  const domains = new Map<string, Domain>();
  const nodes = new Map<string, InventoryNode>();
  const expectations: Expectation[] = [];
  for (const raw of text.split('\n')) {
    const line = (raw.split('#', 1)[0] ?? '').trim();
    if (line === '') continue;
    const [word] = line.split(/\s/, 1);
    if (word === 'model') name = line.slice(6).trim();
    else if (word === 'dom') addDomains(domains, line);
    else if (word === 'expect') expectations.push(readExpectation(line));
    else addNode(nodes, readNode(line));
  }
  return { inventory: { name, title: { ko: name, en: name }, domains, nodes }, expectations };
}

function addDomains(domains: Map<string, Domain>, line: string): void {
  for (const domain of readDomains(line)) domains.set(domain.id, domain);
}

function addNode(nodes: Map<string, InventoryNode>, node: InventoryNode): void {
  assert(!nodes.has(node.id), 'model: a node is named once', { id: node.id });
  nodes.set(node.id, node);
}

function readDomains(line: string): Domain[] {
  return line
    .slice(4)
    .split(',')
    .map((part) => {
      const [id, ...within] = part.split('<').map((piece) => piece.trim());
      assert(id !== undefined && id !== '', 'model: a domain has a name', { line });
      return { id, class: 'site', title: { ko: id, en: id }, within, evidence: [] };
    });
}

function readNode(line: string): InventoryNode {
  const [head = '', ...parts] = line.split(';').map((piece) => piece.trim());
  const match = /^([\w.-]+):\s*(\w+)\s*@(.*)$/.exec(head);
  assert(match !== null, 'model: a node line is understood', { line });
  const [, id = '', kindWord = '', place = ''] = match;
  const kind = KINDS[kindWord];
  assert(kind !== undefined, 'model: the kind is known', { line, kindWord });
  const node = {
    id,
    kind,
    title: { ko: id, en: id },
    targets: {},
    at: readFormula(place.trim(), line),
    run: ALWAYS,
    boot: ALWAYS,
    bootMinutes: 0,
    observe: ALWAYS,
    options: [] as Option[],
    copies: [],
    evidence: [],
  };
  for (const part of parts) {
    if (part !== '') readPart(node, { part, line });
  }
  return node;
}

function readPart(
  node: { run: Formula; boot: Formula; bootMinutes: number; readonly options: Option[] },
  from: { readonly part: string; readonly line: string },
): void {
  const run = /^run (.+)$/.exec(from.part);
  if (run !== null) {
    node.run = readFormula(run[1] ?? '', from.line);
    return;
  }
  const timed = /^(rec|boot) (\d+)(?!\S)/.exec(from.part);
  assert(timed !== null, 'model: the part is understood', from);
  const needed = from.part.slice(timed[0].length).trim();
  const formula = needed === '' ? ALWAYS : readFormula(needed, from.line);
  if (timed[1] === 'boot') {
    node.boot = formula;
    node.bootMinutes = Number(timed[2]);
    return;
  }
  node.options.push({
    name: `option-${node.options.length + 1}`,
    mode: 'auto',
    minutes: Number(timed[2]),
    needs: { recover: formula },
    assume: {},
  });
}

function readFormula(text: string, line: string): Formula {
  const formula = parseFormula(text);
  assert(formula.ok, 'model: the formula is understood', { line, text });
  return formula.value;
}

function readExpectation(line: string): Expectation {
  const match =
    /^expect lose (\S+)(?: for (\d+))? ((?:isdown|down|up|stuck|loop|rto|order|circular)\b.*)$/.exec(
      line,
    );
  assert(match !== null, 'model: an expectation is understood', { line });
  const [, lost = '', returns, clauses = ''] = match;
  return {
    line,
    domains: lost.split('+'),
    returnsAfterMinutes: returns === undefined ? undefined : Number(returns),
    clauses: clauses.split(';').map((clause) => {
      const [word = '', ...rest] = clause.trim().split(/\s+/);
      return { word, rest: rest.join(' ') };
    }),
  };
}
