import { addRational, type Rational, rational } from '../../kernel/index.ts';
import type { FactRange } from '../../policy/compile/index.ts';

type Type = FactRange['type'];
type Ends = { readonly least?: Rational | undefined; readonly most?: Rational | undefined };

// Much less than any figure can hold: what does not compile with it has another reason.
const modest = rational(1_000n);
const units: Readonly<Record<string, string>> = { duration: ' hours', ratio: ' %', count: '' };

function unitOf(type: Type): string | undefined {
  return type.kind === 'money' ? ` ${type.currency ?? ''}` : units[type.kind];
}

/** Counts and lengths of time are never below 0, whatever is declared. */
const isNeverBelow = (type: Type): boolean => type.kind === 'count' || type.kind === 'duration';

function isOpen(type: Type, { least, most }: Ends): boolean {
  if (unitOf(type) === undefined) return false;
  return most === undefined || (least === undefined && !isNeverBelow(type));
}

function bound({ least, most }: Ends): { readonly least: Rational; readonly most: Rational } {
  const low = least ?? rational(0n);
  return { least: low, most: most ?? addRational(low, modest) };
}

/** Gives the fact with a small range wherever it declares none, in a list and its records too. */
function bounded(fact: FactRange): FactRange {
  const { type } = fact;
  if (type.kind !== 'list') return isOpen(type, fact) ? { ...fact, ...bound(fact) } : fact;
  const { of } = type;
  if (of.kind !== 'record') return isOpen(of, fact) ? { ...fact, ...bound(fact) } : fact;
  const fields = of.fields.map((field) => {
    const ends = { least: field.low, most: field.high };
    if (!isOpen(field.type, ends)) return field;
    const { least: low, most: high } = bound(ends);
    return { ...field, low, high };
  });
  return { ...fact, type: { ...type, of: { ...of, fields } } };
}

function declarationOf(name: string, { type, least, most }: Ends & { readonly type: Type }) {
  const unit = unitOf(type) ?? '';
  const low = least === undefined && !isNeverBelow(type) ? [`at least …${unit}`] : [];
  const high = most === undefined ? [`at most …${unit}`] : [];
  return `${name} : ${type.kind} … ${[...low, ...high].join(' ')}`;
}

/** What is to be declared of a fact without a range, one line for each field that lacks one. */
function declarationsOf({ name, type, ...ends }: FactRange): readonly string[] {
  if (type.kind !== 'list') return [`fact ${declarationOf(name, { type, ...ends })}`];
  const { of } = type;
  if (of.kind !== 'record') {
    const own = declarationOf(name, { type: of, ...ends });
    return [`fact ${own.replace(' : ', ' : list of ')}`];
  }
  return of.fields.flatMap(({ name: field, type: own, low, high }) => {
    const found = { type: own, least: low, most: high };
    return isOpen(own, found)
      ? [`fact ${name} : list of (… ${declarationOf(field, found)} …)`]
      : [];
  });
}

/**
 * Gives what to declare where a document is not compiled because facts have no range: nothing where
 * it would not be compiled with small ranges either. A fact is named whose range alone stands in the
 * way; where it takes several together, all of them are.
 *
 * @param compiles whether the document is compiled with these ranges
 */
export function rangesToDeclare(
  facts: readonly FactRange[],
  compiles: (facts: readonly FactRange[]) => boolean,
): readonly string[] {
  const small = facts.map(bounded);
  const open = facts.filter((fact, at) => fact !== small[at]);
  if (open.length === 0 || !compiles(small)) return [];
  const alone = open.filter(
    (one) => !compiles(facts.map((fact, at) => (fact === one ? fact : (small[at] ?? fact)))),
  );
  return (alone.length > 0 ? alone : open).flatMap(declarationsOf);
}
