import { type Gift, meetsCondition, type Questionnaire, type Sorting } from '../../claims/index.ts';
import type { Locale } from '../layout.tsx';
import { claimantMessages } from '../messages/claimant.ts';
import { portalMessages } from '../messages/portal.ts';
import { questionSteps } from './question-steps.ts';

/** What was written into the fields of a claim so far, as typed, by field name. */
export type Answers = Readonly<Record<string, string>>;

/** How one field is shown and read; `question` fields come from the questionnaire document. */
export type FieldKind =
  | 'choice'
  | 'yes_no'
  | 'money'
  | 'count'
  | 'ratio'
  | 'date'
  | 'instant'
  | 'text'
  | 'long'
  | 'contact'
  | 'account';

/** One thing that is asked; its words are already in the claimant's language. */
export interface Field {
  readonly name: string;
  readonly kind: FieldKind;
  readonly label: string;
  readonly hint?: string;
  readonly isRequired: boolean;
  readonly choices: readonly {
    readonly code: string;
    readonly text: string;
    readonly hint?: string;
  }[];
  readonly autocomplete?: string;
}

/** One page: a question, or a few fields that answer one question together. */
export interface Step {
  readonly code: string;
  readonly title: string;
  readonly hint?: string;
  readonly fields: readonly Field[];
  /** a page beside the way, and the words that lead to it, which say what was written there */
  readonly aside?: {
    readonly code: string;
    readonly textFor: (answers: Answers) => string;
  };
}

/** A choice with its words, and a hint where the questionnaire has one. */
interface Named extends Readonly<Record<Locale, string>> {
  readonly code: string;
  readonly hint?: Readonly<Record<Locale, string>>;
}

function toChoices(named: readonly Named[], locale: Locale): Field['choices'] {
  return named.map((one) => ({
    code: one.code,
    text: one[locale],
    ...(one.hint === undefined ? {} : { hint: one.hint[locale] }),
  }));
}

/** What the conditions of a questionnaire look at, as far as it is answered. */
function sortingOf(questionnaire: Questionnaire, answers: Answers): Sorting {
  const settled = (name: string): string => settledAnswer(questionnaire, { name, answers });
  const given = Object.entries(answers).flatMap(([name, text]) =>
    name.startsWith('q-') ? [[name.slice(2), text] as const] : [],
  );
  return {
    partyClass: settled('party-class'),
    kind: settled('kind'),
    service: settled('service'),
    category: settled('category'),
    functionName: settled('function'),
    answers: Object.fromEntries(given),
  };
}

function oneField(
  field: Omit<Field, 'choices'> & { readonly choices?: Field['choices'] },
): readonly Step[] {
  return [{ code: field.name, title: field.label, fields: [{ choices: [], ...field }] }];
}

function choiceStep(options: {
  name: string;
  label: string;
  hint?: string;
  choices: Field['choices'];
}): readonly Step[] {
  return options.choices.length <= 1
    ? []
    : oneField({ ...options, kind: 'choice', isRequired: true });
}

function functionStep(questionnaire: Questionnaire, asked: Asked): readonly Step[] {
  const service = questionnaire.services.find((one) => one.code === asked.answers.service);
  if (service === undefined) return [];
  return choiceStep({
    name: 'function',
    label: portalMessages(asked.locale).questions.functionName,
    choices: toChoices(service.functions, asked.locale),
  });
}

interface Asked {
  readonly locale: Locale;
  readonly answers: Answers;
}

function hasAmount(questionnaire: Questionnaire, answers: Answers): boolean {
  const kind = settledAnswer(questionnaire, { name: 'kind', answers });
  return questionnaire.kinds.find(({ code }) => code === kind)?.hasAmount ?? true;
}

function personSteps(locale: Locale): readonly [Step, Step] {
  const words = portalMessages(locale);
  const field = (name: string, kind: FieldKind, more: Partial<Field>): Field => ({
    name,
    kind,
    label: name,
    isRequired: false,
    choices: [],
    ...more,
  });
  return [
    {
      code: 'contact',
      title: words.questions.contactPage,
      hint: words.form.contactHint,
      fields: [
        field('name', 'text', { label: words.questions.name, autocomplete: 'name' }),
        field('contact', 'contact', { label: words.form.contactLabel, isRequired: true }),
      ],
      aside: {
        code: 'behalf',
        textFor: ({ 'behalf-name': name = '' }) => {
          const { link, filedFor } = claimantMessages(locale).behalf;
          return name === '' ? link : filedFor(name);
        },
      },
    },
    {
      code: 'payee',
      title: words.questions.payeePage,
      hint: `${words.questions.payeeLater} ${words.form.payeeHint}`,
      fields: [
        field('payee-bank', 'text', {
          label: words.form.payee.bank,
          hint: words.form.bankHint,
        }),
        field('payee-account', 'account', {
          label: words.form.payee.account,
          hint: words.form.accountHint,
        }),
        field('payee-holder', 'text', { label: words.form.payee.holder }),
      ],
    },
  ];
}

/**
 * Gives the pages of a claim in order, for the answers given so far.
 *
 * First what sorting needs (who, which service and function, what use, what harm), then the
 * questionnaire's own questions for that class of claimant, then the amount, the story, the contact
 * and the payee. A choice of which there is only one is not asked, nor is the category of a service
 * that has one: settledAnswer gives them.
 */
export function listSteps(questionnaire: Questionnaire, asked: Asked): readonly Step[] {
  const { locale } = asked;
  const words = portalMessages(locale).questions;
  const choice = (name: string, label: string, named: readonly Named[]): readonly Step[] =>
    choiceStep({ name, label, choices: toChoices(named, locale) });
  const [contactStep, payeeStep] = personSteps(locale);
  const isAmountAsked = hasAmount(questionnaire, asked.answers);
  return [
    ...choice('party-class', words.partyClass, questionnaire.partyClasses),
    ...choiceStep({
      name: 'service',
      label: words.service,
      hint: words.serviceHint,
      choices: toChoices(questionnaire.services, locale),
    }),
    ...functionStep(questionnaire, asked),
    ...(derivedCategory(questionnaire, asked.answers) === undefined
      ? choice('category', words.category, questionnaire.categories)
      : []),
    ...choice('kind', words.kind, questionnaire.kinds),
    ...questionSteps(questionnaire, {
      ...asked,
      sorting: sortingOf(questionnaire, asked.answers),
    }),
    ...(isAmountAsked ? [amountStep(words)] : []),
    ...oneField({
      name: 'story',
      kind: 'long',
      label: words.story,
      hint: words.storyHint,
      isRequired: false,
    }),
    contactStep,
    ...(isAmountAsked ? [payeeStep] : []),
  ];
}

function amountStep(words: { statedLoss: string; statedLossHint: string }): Step {
  const field = {
    name: 'stated-loss',
    kind: 'money',
    label: words.statedLoss,
    hint: words.statedLossHint,
    isRequired: false,
    choices: [],
  } as const;
  return { code: field.name, title: field.label, fields: [field] };
}

function derivedCategory(questionnaire: Questionnaire, answers: Answers): string | undefined {
  const service = settledAnswer(questionnaire, { name: 'service', answers });
  return questionnaire.services.find(({ code }) => code === service)?.category;
}

/** Gives the answer to a sorting question, also where it follows from others and was not asked. */
export function settledAnswer(
  questionnaire: Questionnaire,
  asked: { name: string; answers: Answers },
): string {
  const category =
    asked.name === 'category' ? derivedCategory(questionnaire, asked.answers) : undefined;
  if (category !== undefined) return category;
  const given = asked.answers[asked.name];
  if (given !== undefined && given !== '') return given;
  const chosenService = asked.answers.service ?? questionnaire.services[0]?.code;
  const lists: Readonly<Record<string, readonly Named[] | undefined>> = {
    'party-class': questionnaire.partyClasses,
    service: questionnaire.services,
    function: questionnaire.services.find((one) => one.code === chosenService)?.functions,
    category: questionnaire.categories,
    kind: questionnaire.kinds,
  };
  const list = lists[asked.name] ?? [];
  return list.length === 1 ? (list[0]?.code ?? '') : '';
}

/** What a claimant of the chosen class and service gets without a claim. */
export interface Coverage {
  readonly serviceText: string;
  /** the questionnaire's own sentence, when it has one */
  readonly coveredText?: string;
  /** how much, where the questionnaire says so exactly */
  readonly gives?: Gift;
  readonly policyIds: readonly string[];
}

/** Finds what covers this claimant automatically; undefined while it is open or nothing does. */
export function findCoverage(questionnaire: Questionnaire, asked: Asked): Coverage | undefined {
  const { answers, locale } = asked;
  const partyClass = settledAnswer(questionnaire, { name: 'party-class', answers });
  const code = settledAnswer(questionnaire, { name: 'service', answers });
  const service = questionnaire.services.find((one) => one.code === code);
  const policyIds = questionnaire.automaticFor
    .filter((one) => one.partyClass === partyClass && one.service === code)
    .map(({ policyId }) => policyId);
  if (service === undefined || partyClass === '') return undefined;
  const { covered } = service;
  const gives = covered?.gives;
  const isCovered = covered !== undefined && (covered.partyClasses?.includes(partyClass) ?? true);
  if (policyIds.length === 0 && !isCovered) return undefined;
  const coveredText = isCovered
    ? { coveredText: covered[locale], ...(gives === undefined ? {} : { gives }) }
    : {};
  return { serviceText: service[locale], policyIds, ...coveredText };
}

/** Lists the kinds of documents that a claim with these answers may carry, or was asked for. */
export function listEvidenceKinds(
  questionnaire: Questionnaire,
  asked: Asked & { readonly askedFor?: readonly string[] },
): readonly { readonly code: string; readonly text: string; readonly hint?: string }[] {
  const sorting = sortingOf(questionnaire, asked.answers);
  const isMoney = hasAmount(questionnaire, asked.answers);
  const offered = questionnaire.evidenceKinds.filter(
    ({ code, when }) =>
      (isMoney && meetsCondition(when, sorting)) || asked.askedFor?.includes(code) === true,
  );
  return toChoices(offered, asked.locale);
}

/** Gives the answers of the given pages only: what a changed earlier answer made void is gone. */
export function keepAnswers(steps: readonly Step[], answers: Answers): Answers {
  const names = new Set(steps.flatMap((step) => step.fields.map((field) => field.name)));
  return Object.fromEntries(Object.entries(answers).filter(([name]) => names.has(name)));
}
