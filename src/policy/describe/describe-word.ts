import type { PolicyDocument } from '../document.ts';
import type { Span } from '../expression.ts';
import { functions } from '../functions.ts';
import { parser } from '../grammar/parser.generated.ts';
import { factSources, type Label, remedies } from '../statement.ts';

/** What a word of a policy document stands for, for whoever points at it. */
export type WordDescription =
  | {
      readonly kind: 'fact' | 'constant' | 'let' | 'reading';
      readonly name: string;
      readonly label?: Label;
      /** The declaration as written. */
      readonly text: string;
    }
  | { readonly kind: 'function'; readonly name: string; readonly text: string }
  | { readonly kind: 'keyword'; readonly name: string };

/** The words of the language: the grammar names its keywords in small letters. */
export const keywords: ReadonlySet<string> = new Set(
  parser.nodeSet.types.map((type) => type.name).filter((name) => /^[a-z]+$/.test(name)),
);

// The grammar calls them `place`: no name could stand where they mean something.
const wordsAtTheirPlace = new Set(['down', 'first', 'half', 'only', 'over', 'part', 'source']);

/** The words of the language that are no names. */
export const reservedWords: ReadonlySet<string> = new Set(
  [...keywords].filter((name) => !wordsAtTheirPlace.has(name)),
);

/** Gives every function, remedy, source of facts and word of the language, in this order. */
export function listWords(): readonly {
  readonly name: string;
  readonly kind: 'function' | 'keyword';
}[] {
  return [
    ...[...functions.keys()].map((name) => ({ name, kind: 'function' as const })),
    ...[...remedies, ...factSources, ...keywords].map((name) => ({
      name,
      kind: 'keyword' as const,
    })),
  ];
}

/** Says what a word stands for in a document; undefined when it stands for nothing of its own. */
export function describeWord(
  document: PolicyDocument | undefined,
  word: string,
): WordDescription | undefined {
  return (
    (document && describeName(document, word)) ??
    describeFunction(word) ??
    (keywords.has(word) ? { kind: 'keyword', name: word } : undefined)
  );
}

function describeName(
  { facts, constants, lets, readings, text }: PolicyDocument,
  name: string,
): WordDescription | undefined {
  const quote = ({ from, until }: Span) => text.slice(from, until).replace(/\s+/g, ' ');
  const found = facts.get(name) ?? constants.get(name) ?? lets.get(name) ?? readings.get(name);
  if (!found) return undefined;
  const label = 'label' in found ? found.label : undefined;
  return { kind: found.kind, name, ...(label ? { label } : {}), text: quote(found.span) };
}

function describeFunction(name: string): WordDescription | undefined {
  const shape = functions.get(name);
  if (!shape) return undefined;
  const takes = [...shape.takes, ...(shape.isVariadic ? ['…'] : [])].join(', ');
  return {
    kind: 'function',
    name,
    text: `${name}(${takes}) → ${shape.gives}`.replaceAll('_', ' '),
  };
}
