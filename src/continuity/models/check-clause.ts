import { assert } from '../../kernel/index.ts';
import type { LossAssessment } from '../assess-inventory.ts';

/** One clause of an expectation: a word and what it is said of. */
export interface Clause {
  readonly word: string;
  readonly rest: string;
}

/** Gives 'holds', or what was found instead, for one clause of a model's expectation. */
export function checkClause(found: LossAssessment, clause: Clause): string {
  const named = clause.rest.split(/\s+/).filter((name) => name !== '' && name !== 'none');
  switch (clause.word) {
    case 'down':
      return isSameSet(found.down, named);
    case 'isdown':
      return outside(named, (name) => found.down.includes(name));
    case 'up':
      return outside(named, (name) => !found.down.includes(name));
    case 'stuck':
      return isSameSet(found.stuck, named);
    case 'circular':
      return isSameSet(found.circularOptions, named);
    case 'loop':
      return found.loops.some((loop) => isSameSet(loop, named) === 'holds')
        ? 'holds'
        : JSON.stringify(found.loops);
    case 'rto':
      return checkTime(found, clause.rest);
    case 'order':
      return checkOrder(found, named);
    default:
      throw new TypeError(`a clause of no known word: ${clause.word}`);
  }
}

function isSameSet(found: readonly string[], expected: readonly string[]): string {
  const isSame = found.toSorted().join(' ') === expected.toSorted().join(' ');
  return isSame ? 'holds' : `found ${found.join(' ')}`;
}

function outside(names: readonly string[], test: (name: string) => boolean): string {
  const wrong = names.filter((name) => !test(name));
  return wrong.length === 0 ? 'holds' : `not for ${wrong.join(' ')}`;
}

function minutesOf(found: LossAssessment, node: string): number {
  if (!found.down.includes(node)) return 0;
  const step = found.recovery.find((candidate) => candidate.node === node);
  return step?.minutes ?? Number.POSITIVE_INFINITY;
}

function checkTime(found: LossAssessment, text: string): string {
  const [node = '', comparison = '', limit = ''] = text.split(/\s+/);
  const minutes = minutesOf(found, node);
  const tests: Readonly<Record<string, boolean>> = {
    '==': minutes === Number(limit),
    '>=': minutes >= Number(limit),
    '<=': minutes <= Number(limit),
    '>': minutes > Number(limit),
  };
  assert(tests[comparison] !== undefined, 'model: the comparison is known', { text });
  return tests[comparison] ? 'holds' : `found ${minutes}`;
}

function checkOrder(found: LossAssessment, words: readonly string[]): string {
  const [first = '', , second = ''] = words;
  const isBefore = minutesOf(found, first) < minutesOf(found, second);
  return isBefore ? 'holds' : `found ${minutesOf(found, first)} and ${minutesOf(found, second)}`;
}
