import type { SubmitClaimInput } from '../../claims/index.ts';
import { isUuid } from '../../kernel/index.ts';
import type { Context } from '../../platform/index.ts';
import type { Locale } from '../layout.tsx';
import { composeClaim } from '../portal/compose-claim.ts';
import { type OpenForm, readingOf } from '../portal/open-form.ts';
import { assessAnswer, readField } from '../portal/parse-answer.ts';
import { type Answers, type Field, keepAnswers, listSteps } from '../portal/question.ts';
import { nameAnswers, parameterOf } from './service-definition.ts';

const attributePattern = /^attribute\[([A-Za-z0-9_]{1,64})\]$/;

function attributesOf(form: FormData): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...form].flatMap(([name, value]) => {
      const [, code] = attributePattern.exec(name) ?? [];
      return code === undefined || typeof value !== 'string' ? [] : [[code, value] as const];
    }),
  );
}

const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

/** One text for each field of the portal, as its own form would have sent it. */
function toPortalForm(fields: readonly Field[], answers: Answers): FormData {
  const form = new FormData();
  for (const { name, kind } of fields) {
    const text = answers[name] ?? '';
    if (kind !== 'instant') form.set(name, text);
    else {
      // An instant is a date and a time on the clocks of the incident: 2022-10-15T15:40 or with a space.
      const [on = '', time = ''] = text.trim().split(/[T ]/);
      form.set(`${name}-date`, on);
      form.set(`${name}-time`, time.slice(0, 5));
    }
  }
  return form;
}

function fieldsOf(form: OpenForm, said: { locale: Locale; answers: Answers }): readonly Field[] {
  return listSteps(form.questionnaire, said).flatMap(({ fields }) => fields);
}

/** A question that repeats is not asked here: a program has nothing to say to "is there one?". */
function withoutRepeats(fields: readonly Field[], answers: Answers): Answers {
  const none = fields
    .filter(({ name }) => name.endsWith('.more.0'))
    .map(({ name }) => [name, 'no']);
  return { ...Object.fromEntries(none), ...answers };
}

/**
 * Reads a request for service as the claim it is, with the questions, bounds and sentences of the
 * portal; or gives a sentence for each thing that is wrong, with its parameter.
 *
 * The same `claim_id` (a UUID that the program draws) with the same content files once.
 *
 * @source Open311 GeoReport v2, "POST Service Request"
 */
export function readOpen311Request(
  sent: FormData,
  { ctx, form, locale }: { ctx: Context; form: OpenForm; locale: Locale },
): { readonly input: SubmitClaimInput } | { readonly problems: readonly string[] } {
  const name = [textOf(sent, 'last_name'), textOf(sent, 'first_name')];
  const isHangul = /\p{Script=Hangul}/u.test(name.join(''));
  const given: Answers = {
    ...nameAnswers(form.questionnaire, attributesOf(sent)),
    service: textOf(sent, 'service_code'),
    story: textOf(sent, 'description'),
    name: (isHangul ? name.join('') : name.toReversed().join(' ')).trim(),
    contact: textOf(sent, 'email') || textOf(sent, 'phone'),
  };
  const fields = fieldsOf(form, { locale, answers: given });
  const posted = toPortalForm(fields, withoutRepeats(fields, given));
  const answers = Object.fromEntries(fields.map((one) => [one.name, readField(one, posted)]));
  const reading = readingOf(form, { ctx, locale });
  const problems = fields.flatMap((field) => {
    const problem = assessAnswer(field, answers[field.name] ?? '', reading);
    return problem === undefined ? [] : [`${parameterOf(field)} (${field.label}): ${problem}`];
  });
  if (problems.length > 0) return { problems };
  const asked = textOf(sent, 'claim_id');
  const { incident, questionnaire } = form;
  const draft = {
    claimId: isUuid(asked) ? asked : ctx.newId(),
    slug: incident.slug,
    version: questionnaire.version,
    answers: keepAnswers(listSteps(questionnaire, { locale, answers }), answers),
  };
  const { id: incidentId, zone } = incident;
  const composed = composeClaim(draft, { incidentId, zone, locale, questionnaire, evidence: [] });
  return { input: { ...composed, channel: 'api' } };
}
