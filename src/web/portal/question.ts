import type { Questionnaire } from '../../claims/index.ts';
import type { Locale } from '../layout.tsx';
import { portalMessages } from '../messages/portal.ts';

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
  readonly choices: readonly { readonly code: string; readonly text: string }[];
  readonly autocomplete?: string;
}

/** One page: a question, or a few fields that answer one question together. */
export interface Step {
  readonly code: string;
  readonly title: string;
  readonly hint?: string;
  readonly fields: readonly Field[];
}

interface Named {
  readonly code: string;
  readonly ko: string;
  readonly en: string;
}

function toChoices(named: readonly Named[], locale: Locale): Field['choices'] {
  return named.map((one) => ({ code: one.code, text: one[locale] }));
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
  const service = questionnaire.services.find((one) => one.code === asked.answers['service']);
  if (service === undefined) return [];
  return choiceStep({
    name: 'function',
    label: portalMessages(asked.locale).questions.functionName,
    choices: toChoices(service.functions, asked.locale),
  });
}

function questionSteps(questionnaire: Questionnaire, asked: Asked): readonly Step[] {
  const partyClass = settledAnswer(questionnaire, { name: 'party-class', answers: asked.answers });
  return questionnaire.questions
    .filter(({ partyClasses }) => partyClasses === undefined || partyClasses.includes(partyClass))
    .flatMap((question) =>
      oneField({
        name: `q-${question.code}`,
        kind: question.kind,
        label: question[asked.locale],
        isRequired: question.isRequired,
        choices: toChoices(question.choices ?? [], asked.locale),
      }),
    );
}

interface Asked {
  readonly locale: Locale;
  readonly answers: Answers;
}

function personSteps(locale: Locale): readonly Step[] {
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
    },
    {
      code: 'payee',
      title: words.questions.payeePage,
      hint: `${words.questions.payeeLater} ${words.form.payeeHint}`,
      fields: [
        field('payee-bank', 'text', { label: words.form.payee.bank }),
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
 * and the payee. A choice of which there is only one is not asked: settledAnswer gives it.
 */
export function listSteps(questionnaire: Questionnaire, asked: Asked): readonly Step[] {
  const { locale } = asked;
  const words = portalMessages(locale).questions;
  return [
    ...choiceStep({
      name: 'party-class',
      label: words.partyClass,
      choices: toChoices(questionnaire.partyClasses, locale),
    }),
    ...choiceStep({
      name: 'service',
      label: words.service,
      hint: words.serviceHint,
      choices: toChoices(questionnaire.services, locale),
    }),
    ...functionStep(questionnaire, asked),
    ...choiceStep({
      name: 'category',
      label: words.category,
      choices: toChoices(questionnaire.categories, locale),
    }),
    ...choiceStep({
      name: 'kind',
      label: words.kind,
      choices: toChoices(questionnaire.kinds, locale),
    }),
    ...questionSteps(questionnaire, asked),
    ...oneField({
      name: 'stated-loss',
      kind: 'money',
      label: words.statedLoss,
      hint: words.statedLossHint,
      isRequired: false,
    }),
    ...oneField({
      name: 'story',
      kind: 'long',
      label: words.story,
      hint: words.storyHint,
      isRequired: false,
    }),
    ...personSteps(locale),
  ];
}

/** Gives the answer to a sorting question, also where only one answer exists and none was asked. */
export function settledAnswer(
  questionnaire: Questionnaire,
  asked: { name: string; answers: Answers },
): string {
  const given = asked.answers[asked.name];
  if (given !== undefined && given !== '') return given;
  const chosenService = asked.answers['service'] ?? questionnaire.services[0]?.code;
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

/**
 * Finds the policy that covers this claimant without any claim, by class and service; undefined
 * while either is open or no policy does.
 */
export function automaticPolicyId(
  questionnaire: Questionnaire,
  answers: Answers,
): string | undefined {
  const partyClass = settledAnswer(questionnaire, { name: 'party-class', answers });
  const service = settledAnswer(questionnaire, { name: 'service', answers });
  return questionnaire.automaticFor?.find(
    (one) => one.partyClass === partyClass && one.service === service,
  )?.policyId;
}

/** Gives the answers of the given pages only: what a changed earlier answer made void is gone. */
export function keepAnswers(steps: readonly Step[], answers: Answers): Answers {
  const names = new Set(steps.flatMap((step) => step.fields.map((field) => field.name)));
  return Object.fromEntries(Object.entries(answers).filter(([name]) => names.has(name)));
}

/** Finds the first page with a required field that has no answer yet. */
export function firstOpenStep(steps: readonly Step[], answers: Answers): Step | undefined {
  return steps.find((step) =>
    step.fields.some((field) => field.isRequired && (answers[field.name] ?? '') === ''),
  );
}
