import { parseLocalDate, renderLocal, renderMoney, startOfLocalDay } from '../../kernel/index.ts';
import type { SummaryRow } from '../components/summary-list/summary-list.tsx';
import { portalMessages } from '../messages/portal.ts';
import { parseAmount, parseLocalMinute, type Reading } from './parse-answer.ts';
import type { Answers, Field, Step } from './question.ts';

/** Shows when something was: the day alone where only the day was given. */
function renderMoment(text: string, { locale, zone }: Pick<Reading, 'locale' | 'zone'>): string {
  const on = parseLocalDate(text);
  if (on !== undefined) {
    return renderLocal(startOfLocalDay(on, zone), { zone, locale, precision: 'day' });
  }
  const at = parseLocalMinute(text, zone);
  return at === undefined ? text : renderLocal(at, { zone, locale });
}

/** Shows one answer as people read it: the words of a choice, an amount with its unit, a time. */
export function renderAnswer(field: Field, text: string, reading: Omit<Reading, 'now'>): string {
  const { locale, currency } = reading;
  const words = portalMessages(locale);
  if (text === '') return words.check.unanswered;
  switch (field.kind) {
    case 'choice':
      return field.choices.find(({ code }) => code === text)?.text ?? text;
    case 'yes_no':
      return text === 'yes' ? words.form.yes : words.form.no;
    case 'money': {
      const amountMinor = parseAmount(text, currency);
      return amountMinor === undefined ? text : renderMoney({ amountMinor, currency }, locale);
    }
    case 'date':
    case 'instant':
      return renderMoment(text, reading);
    case 'ratio':
      return text.endsWith('%') ? text : `${text}%`;
    default:
      return text;
  }
}

/** Lists every answer with the link that changes it, in the order the questions were asked. */
export function renderAnswers(
  steps: readonly Step[],
  options: { answers: Answers; reading: Omit<Reading, 'now'>; hrefOf: (step: Step) => string },
): readonly SummaryRow[] {
  const { answers, reading, hrefOf } = options;
  const text = portalMessages(reading.locale).check.change;
  return steps.flatMap((step) =>
    step.fields.map((field) => ({
      term: field.label,
      value: renderAnswer(field, answers[field.name] ?? '', reading),
      change: { href: `${hrefOf(step)}?from=check`, text },
    })),
  );
}
