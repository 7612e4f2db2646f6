import type { Formula } from '../formula.ts';
import type { Inventory, Title } from '../inventory.ts';

/** Gives the names of an inventory's things as a reader knows them, each with its id once. */
export interface Naming {
  /** The node's title, with the id in brackets the first time, and always where two share the title. */
  node(id: string): string;
  /** The same of a domain. */
  domain(id: string): string;
  /** An option's name, with its id in brackets the first time. */
  option(id: string, name: string): string;
  /** A list in words: `a, b and c`. */
  list(names: readonly string[]): string;
  /** A formula in words, with each name as `name` gives it: `a, b and (c or d)`. */
  formula(formula: Formula, name: (id: string) => string): string;
}

/** Gives names in one language that remember, from one call to the next, which ids were told. */
export function createNaming(inventory: Inventory, locale: 'ko' | 'en'): Naming {
  const nodes = namer(inventory.nodes, locale);
  const domains = namer(inventory.domains, locale);
  const told = new Set<string>();
  const list = locale === 'ko' ? listKorean : listEnglish;
  return {
    node: nodes,
    domain: domains,
    option: (id, name) => {
      const isNew = !told.has(id);
      told.add(id);
      return isNew ? `“${name}” [${id}]` : `“${name}”`;
    },
    list,
    formula: (formula, name) => tellFormula(formula, { name, locale, list, isInner: false }),
  };
}

function namer(
  things: ReadonlyMap<string, { readonly title: Title }>,
  locale: 'ko' | 'en',
): (id: string) => string {
  const told = new Set<string>();
  let shared: Set<string> | undefined;
  return (id) => {
    const title = things.get(id)?.title[locale] ?? id;
    if (title === id) return id;
    shared ??= sharedTitles([...things.values()].map((thing) => thing.title[locale]));
    const isPlain = told.has(id) && !shared.has(title);
    told.add(id);
    // Quoted in English, so that a title of several words, or with a comma, is seen as one name.
    const name = locale === 'ko' ? title : `“${title}”`;
    return isPlain ? name : `${name} [${id}]`;
  };
}

function sharedTitles(titles: readonly string[]): Set<string> {
  const seen = new Set<string>();
  return new Set(titles.filter((title) => seen.has(title) || !seen.add(title)));
}

// A comma within a name, outside brackets, would be taken for the end of the name.
const COMMA = /,(?![^(]*\))/;

const listKorean = (names: readonly string[]): string =>
  names.join(names.some((name) => COMMA.test(name)) ? '; ' : ', ');

function listEnglish(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

interface Wording {
  readonly name: (id: string) => string;
  readonly locale: 'ko' | 'en';
  readonly list: (names: readonly string[]) => string;
  readonly isInner: boolean;
}

function tellFormula(formula: Formula, wording: Wording): string {
  if (formula.kind === 'always') return '–';
  if (formula.kind === 'name') return wording.name(formula.name);
  const inner = { ...wording, isInner: true };
  const parts = flatParts(formula).map((part) => tellFormula(part, inner));
  const isAll = formula.count === formula.of.length;
  const text = joinParts(isAll ? parts.length : formula.count, parts, wording);
  return wording.isInner ? `(${text})` : text;
}

/** The parts of a formula, where all of all are all alike. */
function flatParts(formula: Formula): readonly Formula[] {
  if (formula.kind !== 'at_least') return [formula];
  const { count, of } = formula;
  const isAll = (part: Formula) => part.kind === 'at_least' && part.count === part.of.length;
  return count < of.length ? of : of.flatMap((part) => (isAll(part) ? flatParts(part) : [part]));
}

function joinParts(count: number, parts: readonly string[], wording: Wording): string {
  const { locale, list, isInner } = wording;
  if (count === 1 && parts.length > 1) return parts.join(locale === 'ko' ? ' 또는 ' : ' or ');
  if (count < parts.length) {
    return locale === 'ko' ? `${list(parts)} 가운데 ${count}개` : `${count} of ${list(parts)}`;
  }
  return locale === 'ko' && isInner ? `${list(parts)} 모두` : list(parts);
}
