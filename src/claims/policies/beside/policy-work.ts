import {
  accept,
  assert,
  type JsonValue,
  type Outcome,
  type Refusal,
} from '../../../kernel/index.ts';
import {
  type Determination,
  type PolicyDocument,
  type PolicyHeader,
  parsePolicy,
  renderDetermination,
  renderExplanation,
  runCases,
} from '../../../policy/index.ts';
import { type ClauseComparison, comparePolicies } from '../compare-policies.ts';
import {
  examinePolicy,
  type FactsRefusal,
  type FormattedText,
  formatText,
  type ReadRefusal,
  readPolicy,
  tryPolicy,
} from '../examine-policy.ts';
import { renderExamination, renderExamined } from './render-examined.ts';

/** What the language calls a text that has no error. */
export interface ReadText {
  readonly header: PolicyHeader;
  readonly hash: string;
}

/** What a party would be owed, as it goes over the wire. */
export interface Trial {
  readonly determination: JsonValue;
  readonly explanation: { readonly ko: readonly string[]; readonly en: readonly string[] };
}

interface Text {
  readonly text: string;
}

interface Work<A, V, R extends Refusal> {
  readonly asked: A;
  readonly given: V;
  readonly refusal: R;
}

/** A text as it is refused by no kind of work: what is wrong is among its findings. */
type NoRefusal = never;

/** Each kind of work on a text: plain data comes and goes, since it is copied from thread to thread. */
export interface PolicyWork {
  readonly check: Work<Text, ReturnType<typeof renderExamination>, NoRefusal>;
  readonly show: Work<Text, ReturnType<typeof renderExamined>, NoRefusal>;
  readonly format: Work<Text, FormattedText, ReadRefusal>;
  readonly try: Work<
    Text & { readonly facts: Readonly<Record<string, unknown>> },
    Trial,
    ReadRefusal | FactsRefusal
  >;
  readonly read: Work<Text, ReadText, ReadRefusal>;
  readonly runCases: Work<Text, { readonly failedCount: number }, ReadRefusal>;
  readonly compare: Work<
    { readonly before: string; readonly after: string },
    readonly ClauseComparison[],
    NoRefusal
  >;
}

type Kind = keyof PolicyWork;
export type PolicyTask = {
  readonly [K in Kind]: { readonly kind: K; readonly asked: PolicyWork[K]['asked'] };
}[Kind];

function renderTrial(determination: Determination): Trial {
  return {
    determination: renderDetermination(determination) as JsonValue,
    explanation: {
      ko: renderExplanation(determination, { locale: 'ko' }),
      en: renderExplanation(determination, { locale: 'en' }),
    },
  };
}

function readStored(text: string): PolicyDocument {
  const parsed = parsePolicy(text);
  assert(parsed.ok, 'policy: a stored version parses');
  return parsed.value;
}

type Doer<K extends Kind> = (
  asked: PolicyWork[K]['asked'],
) => Outcome<PolicyWork[K]['given'], PolicyWork[K]['refusal']>;

const doers: { readonly [K in Kind]: Doer<K> } = {
  check: ({ text }) => {
    const formatted = formatText(text);
    const isCanonical = formatted.ok && !formatted.value.isChanged;
    return accept(renderExamination(examinePolicy(text), isCanonical));
  },
  show: ({ text }) => accept(renderExamined(examinePolicy(text))),
  format: ({ text }) => formatText(text),
  try: (asked) => {
    const tried = tryPolicy(asked);
    return tried.ok ? accept(renderTrial(tried.value)) : tried;
  },
  read: ({ text }) => {
    const read = readPolicy(text);
    if (!read.ok) return read;
    const { header, hash } = read.value;
    return accept({ header, hash });
  },
  runCases: ({ text }) => {
    const read = readPolicy(text);
    if (!read.ok) return read;
    const failed = runCases(read.value).filter(({ isPassed }) => !isPassed);
    return accept({ failedCount: failed.length });
  },
  compare: ({ before, after }) => accept(comparePolicies(readStored(before), readStored(after))),
};

/** Does one kind of work on a policy text; a fault of the text is a finding or a refusal, never thrown. */
export function workOnPolicy({ kind, asked }: PolicyTask): ReturnType<Doer<Kind>> {
  const doer = doers[kind] as (given: typeof asked) => ReturnType<Doer<Kind>>;
  return doer(asked);
}
