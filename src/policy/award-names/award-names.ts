import type { PolicyDocument } from '../document.ts';
import type { Label } from '../statement.ts';

/** What one version of a policy calls a thing that it awards, in both languages. */
export interface AwardName {
  readonly policyHash: string;
  readonly clause: string;
  readonly remedy: string;
  readonly label: Label;
}

/** A thing that was awarded, by the name that was kept of it; null or absent where it has none. */
export interface NamedAward {
  readonly remedy: string;
  readonly name?: string | null | undefined;
  /** narrows what is looked up where the thing is known to be of one clause or version */
  readonly clause?: string | undefined;
  readonly policyHash?: string | undefined;
}

/** Gives the things that a document awards by a name, each once for each clause, in order. */
export function namesOfAwards(document: PolicyDocument): readonly AwardName[] {
  const named = new Map<string, AwardName>();
  for (const { clause, awards } of document.rules) {
    for (const { remedy, label } of awards.flatMap(({ forms }) => forms)) {
      if (label === undefined) continue;
      const name = { policyHash: document.hash, clause, remedy: remedy.name, label };
      named.set(JSON.stringify([clause, remedy.name, label.ko, label.en]), name);
    }
  }
  return [...named.values()];
}

/**
 * Gives what a thing that was awarded is called in a language, looked up in the policies by the name
 * that was kept of it, which is the Korean one.
 *
 * Of several that fit, those of the award's own version and clause are taken where there are any.
 *
 * @returns the name as it was kept where no policy has it, or where they differ in the language; undefined
 *   where the award has none
 */
export function awardNameIn(
  names: readonly AwardName[],
  award: NamedAward,
  locale: 'ko' | 'en',
): string | undefined {
  const { remedy, name, clause, policyHash } = award;
  if (name === undefined || name === null || name === '') return undefined;
  let fitting = names.filter((one) => one.remedy === remedy && one.label.ko === name);
  for (const [key, value] of Object.entries({ policyHash, clause })) {
    const own = fitting.filter((one) => one[key as 'policyHash' | 'clause'] === value);
    if (own.length > 0) fitting = own;
  }
  const found = new Set(fitting.map(({ label }) => label[locale]));
  const [only] = found;
  return found.size === 1 && only !== undefined ? only : name;
}
