import type { Questionnaire, SubmitClaimInput } from '../../claims/index.ts';
import {
  assert,
  currencyExponent,
  divideRational,
  type JsonValue,
  parseLocalDate,
  parseRational,
  rational,
  renderDecimal,
  renderInstant,
} from '../../kernel/index.ts';
import type { Locale } from '../layout.tsx';
import type { Draft } from './draft.ts';
import { parseAmount, parseContact, parseLocalMinute } from './parse-answer.ts';
import { type Answers, type Field, listSteps, settledAnswer } from './question.ts';
import { listItems } from './question-steps.ts';

/** What a claim needs beside the draft itself. */
export interface Composition {
  readonly incidentId: string;
  readonly zone: string;
  readonly locale: Locale;
  readonly questionnaire: Questionnaire;
  readonly evidence: SubmitClaimInput['evidence'];
}

interface Units {
  readonly zone: string;
  readonly currency: string;
}

function majorDecimal(text: string, currency: string): string {
  const minor = parseAmount(text, currency);
  assert(minor !== undefined, 'portal: an amount was checked when it was written');
  const exponent = currencyExponent(currency);
  return renderDecimal(rational(minor, 10n ** BigInt(exponent)), { maxDigits: exponent });
}

function shareDecimal(text: string): string {
  const percent = parseRational(text.replace(/%$/, '').trimEnd());
  assert(percent !== undefined, 'portal: a share was checked when it was written');
  return renderDecimal(divideRational(percent, rational(100n)), { maxDigits: 9 });
}

/** Turns what was written for a question into the answer that claims keeps; written in words. */
function toAnswer(field: Pick<Field, 'kind'>, text: string, units: Units): JsonValue {
  switch (field.kind) {
    case 'yes_no':
      return text === 'yes';
    case 'money':
      return majorDecimal(text, units.currency);
    case 'ratio':
      return shareDecimal(text);
    case 'count':
      return text.replaceAll(',', '');
    case 'instant': {
      if (parseLocalDate(text) !== undefined) return text;
      const at = parseLocalMinute(text, units.zone);
      assert(at !== undefined, 'portal: an instant was checked when it was written');
      return renderInstant(at);
    }
    default:
      return text;
  }
}

function toPersonal(
  answers: Answers,
  { locale, currency }: { locale: Locale; currency: string },
): SubmitClaimInput['personal'] {
  const text = (name: string): string => answers[name] ?? '';
  const contact = parseContact(text('contact'));
  const account = text('payee-account').replace(/[\s-]/g, '');
  const payee = { bank: text('payee-bank'), account, holder: text('payee-holder') };
  return {
    locale,
    ...(text('name') === '' ? {} : { name: text('name') }),
    ...(contact === undefined ? {} : { contact }),
    ...(account === '' ? {} : { payee }),
    ...(text('story') === '' ? {} : { freeText: text('story') }),
    ...toBehalf(answers),
    ...toCorrection(answers, currency),
  };
}

/** Turns the items of the repeated questions that were asked into lists, by question. */
function toItems(
  questionnaire: Questionnaire,
  { answers, units, fields }: { answers: Answers; units: Units; fields: readonly Field[] },
): readonly (readonly [string, JsonValue])[] {
  const asked = new Set(fields.map(({ name }) => name));
  return questionnaire.questions.flatMap((question) => {
    const items = listItems(question, answers).map((item) => {
      const given = item.filter(({ name }) => asked.has(name) && (answers[name] ?? '') !== '');
      return Object.fromEntries(
        given.map(({ name, question: one }) => [
          one.code,
          toAnswer(one, answers[name] ?? '', units),
        ]),
      );
    });
    const isAsked = asked.has(`q-${question.code}.more.0`);
    return isAsked && items.length > 0 ? [[question.code, items] as const] : [];
  });
}

function toCorrection(answers: Answers, currency: string) {
  const [best, outage] = ['loss-best', 'loss-outage'].map((name) =>
    parseAmount(answers[name] ?? '', currency),
  );
  const note = answers['loss-note'] ?? '';
  if (best === undefined && outage === undefined && note === '') return {};
  return {
    lossCorrection: {
      ...(best === undefined ? {} : { bestWeekMinor: String(best) }),
      ...(outage === undefined ? {} : { outageWeekMinor: String(outage) }),
      ...(note === '' ? {} : { note }),
    },
  };
}

function toBehalf(answers: Answers) {
  const [name = '', relation = '', authority = ''] = ['name', 'relation', 'authority'].map(
    (part) => answers[`behalf-${part}`] ?? '',
  );
  return name === '' ? {} : { onBehalfOf: { name, relation, authority } };
}

/**
 * Puts a checked draft and its documents together into what claims takes.
 *
 * The same draft and documents give the same claim, so that sending twice files once.
 */
export function composeClaim(draft: Draft, composition: Composition): SubmitClaimInput {
  const { questionnaire, zone, locale } = composition;
  const { currency } = questionnaire;
  const { answers } = draft;
  const settled = (name: string): string => settledAnswer(questionnaire, { name, answers });
  const fields = listSteps(questionnaire, { locale, answers }).flatMap((step) => step.fields);
  const given = fields.flatMap((field): [string, JsonValue][] => {
    const text = answers[field.name] ?? '';
    if (text === '' || !field.name.startsWith('q-') || field.name.includes('.')) return [];
    return [[field.name.slice(2), toAnswer(field, text, { zone, currency })]];
  });
  const statedLossMinor = parseAmount(answers['stated-loss'] ?? '', currency);
  const personal = {
    ...toPersonal(answers, { locale, currency }),
    ...(draft.entered === undefined ? {} : { vouched: draft.entered }),
    ...(draft.device === undefined ? {} : { device: draft.device }),
  };
  return {
    claimId: draft.claimId,
    incidentId: composition.incidentId,
    questionnaireVersion: draft.version,
    channel: 'portal',
    partyClass: settled('party-class'),
    ...(draft.entered === undefined ? {} : { partyId: draft.entered.account }),
    category: settled('category'),
    kind: settled('kind'),
    service: settled('service'),
    functionName: settled('function'),
    ...(statedLossMinor === undefined ? {} : { statedLossMinor }),
    currency,
    answers: Object.fromEntries([
      ...given,
      ...toItems(questionnaire, { answers, units: { zone, currency }, fields }),
    ]),
    personal,
    evidence: composition.evidence,
  };
}
