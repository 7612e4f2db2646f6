import {
  type Instant,
  type JsonValue,
  type LocalDate,
  parseInstant,
  parseLocalDate,
} from '../kernel/index.ts';

/** A choice a form offers: a stable code and its words. */
export interface Choice {
  readonly code: string;
  readonly ko: string;
  readonly en: string;
}

/** Text in both languages. */
export interface Words {
  readonly ko: string;
  readonly en: string;
}

/** What a claim is about, as far as conditions look at it; empty where it is not known yet. */
export interface Sorting {
  readonly partyClass: string;
  readonly kind: string;
  readonly service: string;
  readonly category?: string;
  readonly functionName?: string;
  /** answers given so far, by the codes of their questions */
  readonly answers?: Readonly<Record<string, JsonValue>>;
}

/** For whom something is asked: every list that is given has to name the claim's value. */
export interface Condition {
  readonly partyClasses?: readonly string[];
  readonly kinds?: readonly string[];
  readonly services?: readonly string[];
  readonly categories?: readonly string[];
  readonly functions?: readonly string[];
  /** Earlier questions of kind choice or yes_no, with the answers that let this one be asked. */
  readonly answers?: Readonly<Record<string, readonly string[]>>;
}

/** A kind of harm; `hasAmount: false` says that no money was lost, so no amount is asked. */
export interface HarmKind extends Choice {
  readonly hasAmount?: boolean;
}

/** A kind of document, what it should show, and for which claims it is offered. */
export interface EvidenceKind extends Choice {
  readonly hint?: Words;
  readonly when?: Condition;
}

export type QuestionKind =
  | 'choice'
  | 'money'
  | 'count'
  | 'ratio'
  | 'text'
  | 'yes_no'
  | 'date'
  | 'instant'
  | 'repeat';

/** One thing that is asked of each item of a repeated question. */
export interface ItemQuestion extends Choice {
  readonly kind: Exclude<QuestionKind, 'repeat'>;
  readonly choices: readonly Choice[];
  readonly isRequired: boolean;
  readonly hint?: Words;
}

/** How a question is asked again and again: of each booking, each branch, each lost order. */
export interface Repeat {
  /** the name of one item: 취소된 예약, A cancelled booking */
  readonly item: Words;
  /** what is asked after each item: whether there is another */
  readonly more: Words;
  readonly countMax: number;
  readonly questions: readonly ItemQuestion[];
}

/** One question beyond those every form asks; asked of every party class unless some are named. */
export interface Question extends Choice {
  readonly kind: QuestionKind;
  readonly choices: readonly Choice[];
  readonly isRequired: boolean;
  readonly hint?: Words;
  readonly partyClasses?: readonly string[];
  readonly when?: Condition;
  /** of a question of kind repeat, and of no other */
  readonly repeat?: Repeat;
}

/** A yes/no answer reads as yes or no in conditions, whatever channel it came by. */
function conditionText(answer: JsonValue | undefined): string {
  if (typeof answer === 'boolean') return answer ? 'yes' : 'no';
  return typeof answer === 'string' ? answer : '';
}

/** Tells whether a claim so sorted meets a condition; without a condition every claim does. */
export function meetsCondition(condition: Condition | undefined, sorting: Sorting): boolean {
  const { partyClasses, kinds, services, categories, functions, answers } = condition ?? {};
  return (
    (categories?.includes(sorting.category ?? '') ?? true) &&
    (functions?.includes(sorting.functionName ?? '') ?? true) &&
    Object.entries(answers ?? {}).every(([code, right]) =>
      right.includes(conditionText(sorting.answers?.[code])),
    ) &&
    (partyClasses?.includes(sorting.partyClass) ?? true) &&
    (kinds?.includes(sorting.kind) ?? true) &&
    (services?.includes(sorting.service) ?? true)
  );
}

/** Tells whether a question is asked of a claim so sorted. */
export function isAsked(question: Question, sorting: Sorting): boolean {
  const { partyClasses, when } = question;
  return (partyClasses?.includes(sorting.partyClass) ?? true) && meetsCondition(when, sorting);
}

/**
 * How the loss of a business is found from its sales: the outage week against the highest week
 * that begins on the same weekday and lies wholly in the compared window.
 *
 * @source reference case 2022, section 3.5 "Loss test": Saturday to Friday, September to October
 */
export interface LossTest {
  readonly evidenceKind: string;
  /** First day of a week, 1 Monday to 7 Sunday (ISO 8601). */
  readonly weekStartsOn: number;
  readonly comparedFrom: LocalDate;
  /** Exclusive. */
  readonly comparedUntil: LocalDate;
  readonly outageWeekFrom: LocalDate;
}

/** Where a fact of a policy comes from in a claim; `values` renames codes to policy words. */
export interface FactSource {
  readonly from: string;
  readonly values?: Readonly<Record<string, string>>;
}

/**
 * A service with its functions; `category` where it belongs to one, so that nobody is asked, and
 * `covered` says what is given without a claim, to the named classes or to everyone.
 */
export interface Service extends Choice {
  readonly functions: readonly Choice[];
  readonly category?: string;
  readonly covered?: Words & {
    readonly partyClasses?: readonly string[];
    readonly gives?: Gift;
  };
}

/** How much is given without a claim: money in minor units, or a quantity of something. */
export interface Gift {
  readonly amountMinor?: string;
  readonly quantity?: string;
  readonly unit?: Words;
}

/** Where somebody who files for this incident can turn. */
export interface HelpContact {
  readonly phone?: string;
  readonly email?: string;
  readonly hours?: Words;
}

/** By when claimants of this incident are answered, in days; said to them, so to be kept. */
export interface Promises {
  /** from filing to the decision; stops while the claimant is asked for more */
  readonly decideWithinDays?: number;
  /** from an approved award to the payment */
  readonly payWithinDays?: number;
  /** from the decision, for an appeal */
  readonly appealWithinDays?: number;
}

/** The form of one incident, as versioned data. A claim keeps the version it was filed under. */
export interface Questionnaire {
  readonly version: number;
  readonly opensAt: Instant;
  /** Exclusive. */
  readonly closesAt: Instant;
  readonly currency: string;
  readonly partyClasses: readonly Choice[];
  readonly categories: readonly Choice[];
  readonly kinds: readonly HarmKind[];
  readonly services: readonly Service[];
  readonly questions: readonly Question[];
  readonly evidenceKinds: readonly EvidenceKind[];
  readonly help?: HelpContact;
  readonly lossTest?: LossTest;
  readonly promises?: Promises;
  readonly facts: Readonly<Record<string, FactSource>>;
  readonly automaticFor: readonly {
    readonly partyClass: string;
    readonly service: string;
    readonly policyId: string;
  }[];
}

/** What stands in a question's answer when it is right, or undefined when the answer is right. */
export function findAnswerFault(
  question: Pick<Question, 'kind' | 'choices' | 'repeat'>,
  answer: JsonValue,
): string | undefined {
  switch (question.kind) {
    case 'repeat':
      return findItemsFault(question.repeat, answer);
    case 'choice':
      return question.choices.some(({ code }) => code === answer)
        ? undefined
        : question.choices.map(({ code }) => code).join(' | ');
    case 'yes_no':
      return typeof answer === 'boolean' ? undefined : 'true | false';
    case 'text':
      return typeof answer === 'string' ? undefined : 'text';
    default:
      return typeof answer === 'string' && isWritten(question.kind, answer)
        ? undefined
        : answerExamples[question.kind];
  }
}

function findItemsFault(repeat: Repeat | undefined, answer: JsonValue): string | undefined {
  const right = `a list of at most ${repeat?.countMax ?? 0} items`;
  if (repeat === undefined || !Array.isArray(answer) || answer.length > repeat.countMax)
    return right;
  for (const item of answer) {
    if (item === null || typeof item !== 'object' || Array.isArray(item)) return right;
    const fault = findItemFault(repeat, item as Readonly<Record<string, JsonValue>>);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function findItemFault(
  repeat: Repeat,
  item: Readonly<Record<string, JsonValue>>,
): string | undefined {
  const known = repeat.questions.map(({ code }) => code);
  const unknown = Object.keys(item).find((code) => !known.includes(code));
  if (unknown !== undefined) return known.join(' | ');
  for (const asked of repeat.questions) {
    const answer = item[asked.code];
    if (answer === undefined && asked.isRequired) return `${asked.code} of each item`;
    const fault = answer === undefined ? undefined : findAnswerFault(asked, answer);
    if (fault !== undefined) return `${asked.code}: ${fault}`;
  }
  return undefined;
}

type WrittenKind = Exclude<QuestionKind, 'choice' | 'yes_no' | 'text' | 'repeat'>;

/** Whether an answer has the shape of its kind; a day has to be one of the calendar, a time of its day. */
function isWritten(kind: WrittenKind, answer: string): boolean {
  if (!answerShapes[kind].test(answer)) return false;
  if (kind !== 'date' && kind !== 'instant') return true;
  if (parseLocalDate(answer.slice(0, 10)) === undefined) return false;
  const whole = answer.replace(/(T\d\d:\d\d)(?!:)/, '$1:00'); // seconds may be left out here
  return !answer.includes('T') || parseInstant(whole) !== undefined;
}

const answerShapes: Readonly<Record<WrittenKind, RegExp>> = {
  money: /^\d{1,15}(\.\d{1,4})?$/,
  count: /^\d{1,15}$/,
  ratio: /^\d{1,15}(\.\d{1,9}|\/[1-9]\d{0,14})?$/,
  date: /^\d{4}-\d\d-\d\d$/,
  instant: /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/,
};

const answerExamples: Readonly<Record<WrittenKind, string>> = {
  money: '"300000"',
  count: '"12"',
  ratio: '"0.25"',
  date: '"2022-10-15"',
  instant: '"2022-10-15T15:30:00+09:00"',
};
