import type { PolicyDocument } from '../document.ts';
import type { Label } from '../statement.ts';

/** What a policy calls a class of parties, in both languages. */
export interface ClassName {
  readonly code: string;
  readonly label: Label;
}

/**
 * Gives what a document calls classes of parties: a fact that is yes or no of a party divides all
 * parties into those of that class and the others, and its label is the name of the class.
 *
 * @returns the labelled facts of that kind, in the order of the document
 */
export function namesOfClasses(document: PolicyDocument): readonly ClassName[] {
  return [...document.facts.values()].flatMap(({ name, type, label }) => {
    const isYesNo = type.isList !== true && type.words.join(' ') === 'yes/no';
    return label === undefined || !isYesNo ? [] : [{ code: name, label }];
  });
}
