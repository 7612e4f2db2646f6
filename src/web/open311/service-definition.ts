import type { Questionnaire } from '../../claims/index.ts';
import type { JsonValue } from '../../kernel/index.ts';
import type { Locale } from '../layout.tsx';
import { portalMessages } from '../messages/portal.ts';
import { type Answers, type Field, listSteps } from '../portal/question.ts';

const attributePrefix = 'q-';

// What GeoReport has parameters of its own for.
const ownParameters: Readonly<Record<string, string>> = {
  story: 'description',
  name: 'first_name',
  contact: 'email',
};

/** Gives the parameter by which a program sends what the portal asks in a field. */
export function parameterOf(field: Pick<Field, 'name'>): string {
  return ownParameters[field.name] ?? `attribute[${attributeCodeOf(field.name)}]`;
}

const attributeCodeOf = (name: string): string =>
  name.startsWith(attributePrefix) ? name.slice(attributePrefix.length) : name.replaceAll('-', '_');

/** Gives the answers a program sent for the questions of a form, by the portal's field names. */
export function nameAnswers(
  questionnaire: Questionnaire,
  attributes: Readonly<Record<string, string>>,
): Answers {
  const own = ['party_class', 'function', 'category', 'kind', 'stated_loss'];
  const payee = ['payee_bank', 'payee_account', 'payee_holder'];
  const sorting = [...own, ...payee].map((code) => [code.replaceAll('_', '-'), code] as const);
  const questions = questionnaire.questions.map(({ code }) => [`q-${code}`, code] as const);
  return Object.fromEntries(
    [...sorting, ...questions].flatMap(([name, code]) => {
      const text = attributes[code];
      return text === undefined ? [] : [[name, text] as const];
    }),
  );
}

const datatypes: Readonly<Record<Field['kind'], string>> = {
  choice: 'singlevaluelist',
  yes_no: 'singlevaluelist',
  money: 'number',
  count: 'number',
  ratio: 'number',
  date: 'datetime',
  instant: 'datetime',
  text: 'string',
  long: 'text',
  contact: 'string',
  account: 'string',
};

function valuesOf(field: Field, locale: Locale): readonly { key: string; name: string }[] {
  const words = portalMessages(locale).form;
  if (field.kind !== 'yes_no') {
    return field.choices.map(({ code, text }) => ({ key: code, name: text }));
  }
  return [
    { key: 'yes', name: words.yes },
    { key: 'no', name: words.no },
  ];
}

function toAttribute(field: Field, order: number, locale: Locale): JsonValue {
  const values = valuesOf(field, locale);
  return {
    variable: true,
    code: attributeCodeOf(field.name),
    datatype: datatypes[field.kind],
    required: field.isRequired,
    datatype_description: field.hint ?? '',
    order,
    description: field.label,
    ...(values.length === 0 ? {} : { values: [...values] }),
  };
}

/** Lists the services that claims can be filed about, as GeoReport's service list. */
export function listOpen311Services(
  questionnaire: Questionnaire,
  { locale, group }: { locale: Locale; group: string },
): JsonValue {
  return questionnaire.services.map((service) => ({
    service_code: service.code,
    service_name: service[locale],
    description: service.covered?.[locale] ?? '',
    metadata: true,
    type: 'realtime',
    keywords: service.functions.map((one) => one[locale]).join(', '),
    group,
  }));
}

/**
 * Gives what is asked about one service; undefined when the form has no such service.
 *
 * All classes and kinds of a form are gone through, so that a program sees every question that may
 * be asked; one that is asked of some claims only is not marked as required.
 *
 * @source Open311 GeoReport v2, "GET Service Definition"
 */
export function defineOpen311Service(
  questionnaire: Questionnaire,
  { service, locale }: { service: string; locale: Locale },
): JsonValue | undefined {
  if (!questionnaire.services.some(({ code }) => code === service)) return undefined;
  const ways = questionnaire.partyClasses.flatMap((partyClass) =>
    questionnaire.kinds.map((kind) =>
      listSteps(questionnaire, {
        locale,
        answers: { service, 'party-class': partyClass.code, kind: kind.code },
      }).flatMap(({ fields }) => fields),
    ),
  );
  const all = new Map(ways.flat().map((field) => [field.name, field]));
  const isAlways = (name: string): boolean =>
    ways.every((fields) => fields.some((field) => field.name === name));
  const shown = [...all.values()].filter(
    ({ name }) => name !== 'service' && !name.includes('.') && ownParameters[name] === undefined,
  );
  return {
    service_code: service,
    attributes: shown.map((field, at) =>
      toAttribute(
        { ...field, isRequired: field.isRequired && isAlways(field.name) },
        at + 1,
        locale,
      ),
    ),
  };
}
