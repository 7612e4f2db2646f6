import type { ReadingDeclaration } from '../statement.ts';
import type { Scope } from './scope.ts';

/**
 * Checks readings that a source leaves open: the author must have taken one of them.
 *
 * @source schemes.md, "Where published sources contradict themselves or each other"
 */
export function checkReading(reading: ReadingDeclaration, scope: Scope): void {
  const { choices, taken, name, nameSpan } = reading;
  const repeated = choices.find((choice, index) => choices.indexOf(choice) !== index);
  if (repeated !== undefined) {
    const write = 'each reading once';
    scope.report('name_repeated', nameSpan, { found: repeated, write });
  }
  if (!taken) {
    const [readingA = '', readingB = ''] = choices.map((choice) => textOf(reading, choice));
    const write = choices.map((choice) => `taken ${choice} because "…"`).join(', or ');
    scope.report('reading_open', nameSpan, { found: name, readingA, readingB, write });
  } else if (!choices.includes(taken.name)) {
    const write = `one of: ${choices.join(', ')}`;
    scope.report('unknown_choice', taken.span, { found: taken.name, write });
  }
}

function textOf({ choiceLabels }: ReadingDeclaration, choice: string): string {
  const label = choiceLabels.get(choice);
  return label ? `${choice}: ${label.en}` : choice;
}
