import {
  type ItemQuestion,
  isAsked,
  type Question,
  type Questionnaire,
  type Sorting,
} from '../../claims/index.ts';
import type { Locale } from '../layout.tsx';
import { claimantMessages } from '../messages/claimant.ts';
import type { Answers, Field, Step } from './question.ts';

interface Asked {
  readonly locale: Locale;
  readonly answers: Answers;
  readonly sorting: Sorting;
}

function toField(name: string, question: ItemQuestion, locale: Locale): Field {
  return {
    name,
    kind: question.kind,
    label: question[locale],
    isRequired: question.isRequired,
    choices: question.choices.map((choice) => ({ code: choice.code, text: choice[locale] })),
    ...(question.hint === undefined ? {} : { hint: question.hint[locale] }),
  };
}

/** The field that asks whether there is one more item; the items before it are numbered from 1. */
const moreName = (code: string, itemCount: number): string => `q-${code}.more.${itemCount}`;
const itemStep = (code: string, item: number): string => `q-${code}.${item}`;
const itemName = (code: string, item: number, question: string): string =>
  `q-${code}.${item}.${question}`;

/**
 * Gives the pages of a question that repeats: whether there is an item, the item, whether there is
 * another, and so on. Which items there are follows from the answers alone, so that going back and
 * saying no takes the later ones away.
 */
function repeatSteps(question: Question, { locale, answers }: Asked): readonly Step[] {
  const { code, repeat, isRequired, hint } = question;
  if (repeat === undefined) return [];
  const steps: Step[] = [];
  for (let item = 0; item < repeat.countMax; item += 1) {
    const name = moreName(code, item);
    const label = item === 0 ? question[locale] : repeat.more[locale];
    const said = item === 0 && hint !== undefined ? { hint: hint[locale] } : {};
    const field = { name, kind: 'yes_no', label, choices: [], ...said } as const;
    steps.push({
      code: name,
      title: label,
      fields: [{ ...field, isRequired: isRequired || item > 0 }],
    });
    if (answers[name] !== 'yes') break;
    steps.push({
      code: itemStep(code, item + 1),
      title: `${repeat.item[locale]} ${item + 1}`,
      fields: repeat.questions.map((one) =>
        toField(itemName(code, item + 1, one.code), one, locale),
      ),
    });
  }
  return steps;
}

/** Gives the pages of the questionnaire's own questions, for the answers given so far. */
export function questionSteps(questionnaire: Questionnaire, asked: Asked): readonly Step[] {
  const { locale, sorting } = asked;
  return questionnaire.questions
    .filter((question) => isAsked(question, sorting))
    .flatMap((question): readonly Step[] => {
      const { kind, ...rest } = question;
      if (kind === 'repeat') return repeatSteps(question, asked);
      const field = toField(`q-${question.code}`, { ...rest, kind }, locale);
      return [{ code: field.name, title: field.label, fields: [field] }];
    });
}

/** Lists the items of a repeated question with the names of their fields. */
export function listItems(
  question: Question,
  answers: Answers,
): readonly { readonly name: string; readonly question: ItemQuestion }[][] {
  const { code, repeat } = question;
  const items: { name: string; question: ItemQuestion }[][] = [];
  if (repeat === undefined) return items;
  for (let item = 0; item < repeat.countMax; item += 1) {
    if (answers[moreName(code, item)] !== 'yes') break;
    items.push(
      repeat.questions.map((one) => ({ name: itemName(code, item + 1, one.code), question: one })),
    );
  }
  return items;
}

/** Fields that are filled in together or not at all: where to pay, and for whom one acts. */
export const wholeGroups: readonly (readonly string[])[] = [
  ['payee-bank', 'payee-account', 'payee-holder'],
  ['behalf-name', 'behalf-relation', 'behalf-authority'],
];

/** Gives the pages beside the way: for whom one acts, and what is not right with the loss found. */
export function listAsides(questionnaire: Questionnaire, locale: Locale): readonly Step[] {
  const { behalf, loss } = claimantMessages(locale);
  const field = (name: string, more: Partial<Field>): Field => ({
    name,
    kind: 'text',
    label: name,
    isRequired: false,
    choices: [],
    ...more,
  });
  const behalfStep = {
    code: 'behalf',
    title: behalf.title,
    hint: behalf.hint,
    fields: [
      field('behalf-name', { label: behalf.name }),
      field('behalf-relation', { label: behalf.relation, hint: behalf.relationHint }),
      field('behalf-authority', { label: behalf.authority, hint: behalf.authorityHint }),
    ],
  };
  if (questionnaire.lossTest === undefined) return [behalfStep];
  const lossStep = {
    code: 'loss',
    title: loss.otherTitle,
    hint: loss.otherHint,
    fields: [
      field('loss-best', { kind: 'money', label: loss.bestAmount }),
      field('loss-outage', { kind: 'money', label: loss.outageAmount }),
      field('loss-note', { kind: 'long', label: loss.note, hint: loss.noteHint }),
    ],
  };
  return [behalfStep, lossStep];
}
