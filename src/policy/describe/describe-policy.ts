import { analysePolicy } from '../check/check-policy.ts';
import type { PolicyDocument } from '../document.ts';
import { namesBehind } from '../evaluate/nearest/depends-on.ts';
import type { FactType } from '../fact.ts';
import { type Fence, scanMarkdown } from '../parse/markdown.ts';
import { lineAndColumn } from '../parse/place-finding.ts';
import type { FactDeclaration, FactSource, Label } from '../statement.ts';

/** A stretch of a clause: what people read, or a block of code; `line` counts from 1. */
export interface ClausePart {
  readonly kind: 'prose' | 'amends' | 'cases' | 'other';
  readonly text: string;
  readonly line: number;
}

/** A clause of a document with everything that stands under its heading. */
export interface ClauseText {
  readonly label: string;
  readonly title: string;
  /** of the heading, 1 to 6 */
  readonly level: number;
  readonly line: number;
  readonly parts: readonly ClausePart[];
}

/** A declared fact, as a form that asks for it needs to know it. */
export interface FactDescription {
  readonly name: string;
  readonly kind: FactType['kind'];
  readonly currency?: string;
  readonly choices?: readonly { readonly value: string; readonly label: Label }[];
  /** the least and the most, and what holds when nothing is stated, as written */
  readonly least?: string;
  readonly most?: string;
  readonly fallback?: string;
  /** the facts and lets that the fallback is worked out from; empty for a value as it stands */
  readonly fallbackFrom?: readonly string[];
  readonly source: FactSource;
  readonly label: Label;
}

function kindOf({ language }: Fence): ClausePart['kind'] {
  return language === 'amends' || language === 'cases' ? language : 'other';
}

/** Gives a document clause by clause, prose beside code, in order; front matter is left out. */
export function describeClauses(document: PolicyDocument): readonly ClauseText[] {
  const { text, lineStarts } = document;
  const { headings, fences } = scanMarkdown(text);
  const lineAt = (offset: number): number => lineAndColumn(lineStarts, offset).line;
  const proseOf = (from: number, until: number): ClausePart[] => {
    const raw = text.slice(from, until);
    const prose = raw.trim();
    if (prose === '') return [];
    return [{ kind: 'prose', text: prose, line: lineAt(from + raw.indexOf(prose)) }];
  };
  return headings.map((heading, index) => {
    const until = headings[index + 1]?.span.from ?? text.length;
    const parts: ClausePart[] = [];
    let at = heading.span.until;
    for (const fence of fences) {
      if (fence.span.from < at || fence.span.from >= until) continue;
      parts.push(...proseOf(at, fence.span.from));
      parts.push({ kind: kindOf(fence), text: fence.text, line: lineAt(fence.offset) });
      at = fence.span.until;
    }
    parts.push(...proseOf(at, until));
    const label = document.clauses[index]?.label ?? heading.text;
    const { level, text: title } = heading;
    return { label, title, level, line: lineAt(heading.span.from), parts };
  });
}

function describeFact(
  fact: FactDeclaration,
  { type, document }: { type: FactType; document: PolicyDocument },
): FactDescription {
  const { name, least, most, fallback, source } = fact;
  const known = { document, analysis: analysePolicy(document) };
  const write = (part: typeof least) =>
    part === undefined ? undefined : document.text.slice(part.span.from, part.span.until);
  const [low, high, usual] = [write(least), write(most), write(fallback)];
  const labels = fact.type.choiceLabels;
  return {
    name,
    kind: type.kind,
    ...(type.kind === 'money' ? { currency: type.currency } : {}),
    ...(type.kind === 'choice'
      ? {
          choices: type.choices.map((value) => ({
            value,
            label: labels?.get(value) ?? { ko: value, en: value },
          })),
        }
      : {}),
    ...(low === undefined ? {} : { least: low }),
    ...(high === undefined ? {} : { most: high }),
    ...(usual === undefined || fallback === undefined
      ? {}
      : { fallback: usual, fallbackFrom: [...namesBehind(fallback, known)] }),
    source: source.name as FactSource,
    label: fact.label ?? { ko: name, en: name },
  };
}

/** Gives the declared facts in order; one whose type could not be read is left out. */
export function describeFacts(document: PolicyDocument): readonly FactDescription[] {
  const { factTypes } = analysePolicy(document);
  return [...document.facts.values()].flatMap((fact) => {
    const type = factTypes.get(fact.name);
    return type === undefined ? [] : [describeFact(fact, { type, document })];
  });
}

/** Gives every document of evidence a rule needs, each once, in order. */
export function listNeededEvidence(document: PolicyDocument): readonly string[] {
  const needs = document.rules.flatMap((rule) => rule.needs);
  return [...new Set(needs.flatMap(({ evidence }) => evidence.map(({ name }) => name)))];
}
