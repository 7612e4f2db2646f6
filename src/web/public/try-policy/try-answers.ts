import {
  type Instant,
  instantOfClock,
  parseLocalDate,
  renderInstant,
} from '../../../kernel/index.ts';
import {
  describeFacts,
  type FactDescription,
  listNeededEvidence,
} from '../../../policy/describe/index.ts';
import {
  type Determination,
  evaluatePolicy,
  factJsonOf,
  type PolicyDocument,
  parseFacts,
} from '../../../policy/index.ts';

/** Stands for an answer that is left to what the document takes when nothing is stated. */
export const notStated = '-';

/**
 * What a reader has written, by the name of the fact; an empty text is no answer, and
 * {@link notStated} is one where the document says what holds when nothing is stated.
 */
export interface Answers {
  readonly texts: ReadonlyMap<string, string>;
  /** The unit chosen beside a duration. */
  readonly units: ReadonlyMap<string, string>;
  readonly evidence: readonly string[];
}

/** What the answers so far come to. */
export interface Trial {
  /** What cannot be read, by the name of the fact: what would be right. */
  readonly issues: ReadonlyMap<string, string>;
  readonly determination?: Determination;
  /** The facts to show: those answered, and those without which it cannot be decided. */
  readonly asked: ReadonlySet<string>;
  readonly asksEvidence: boolean;
}

/**
 * Determines what answers come to, and which questions are still needed.
 *
 * Only what the determination depends on is asked: a fact that cannot change the result stays
 * hidden.
 */
export function tryAnswers(document: PolicyDocument, answers: Answers): Trial {
  const facts = describeFacts(document);
  const textOf = ({ name }: FactDescription) => (answers.texts.get(name) ?? '').trim();
  const answered = facts.filter((fact) => textOf(fact) !== '' && !isLeft(fact, textOf(fact)));
  const json = {
    ...Object.fromEntries(
      answered.map((fact) => [fact.name, jsonOf(document, fact, answers)] as const),
    ),
    evidence: answers.evidence,
  };
  const parsed = parseFacts(document, json);
  const names = new Set(facts.filter((fact) => textOf(fact) !== '').map(({ name }) => name));
  // What the document takes when nothing is stated is no answer of a reader who was not asked.
  const open = new Set(facts.filter((fact) => isFixed(fact) && textOf(fact) === '').map(nameOf));
  if (!parsed.ok) {
    const issues = parsed.refusal.issues.map(
      ({ path, expected }) => [/^[^.[]+/.exec(path)?.[0] ?? '', expected] as const,
    );
    return { issues: new Map(issues), asked: names, asksEvidence: answers.evidence.length > 0 };
  }
  // Documents are asked for last: first, whether they would matter.
  const evidence = listNeededEvidence(document);
  const shown = { ...parsed.value, evidence: { kind: 'evidence', names: evidence } as const };
  const assumed = evaluatePolicy(document, shown, { open, alternatives: false });
  const isOpen = assumed.status === 'undecidable';
  const determination = evaluatePolicy(document, parsed.value, isOpen ? { open } : {});
  const isShort = !isOpen && determination.evidence.length > 0;
  return {
    issues: new Map(),
    determination,
    asked: new Set([...names, ...nextOf(assumed.missing, facts)]),
    asksEvidence: answers.evidence.length > 0 || isShort,
  };
}

const nameOf = ({ name }: FactDescription): string => name;

/** Whether the document takes a value as it stands when nothing is stated. */
export function isFixed({ fallbackFrom }: FactDescription): boolean {
  return fallbackFrom !== undefined && fallbackFrom.length === 0;
}

function isLeft(fact: FactDescription, text: string): boolean {
  return isFixed(fact) && text === notStated;
}

/**
 * Gives the questions to ask next: the first fact that is missing, and with one that can also be
 * worked out, whatever it is worked out from.
 */
function nextOf(missing: readonly string[], facts: readonly FactDescription[]): readonly string[] {
  const [first] = missing;
  const fact = facts.find(({ name }) => name === first);
  if (fact === undefined) return missing;
  const behind = fact.fallbackFrom ?? [];
  return missing.filter((name) => name === fact.name || behind.includes(name));
}

function jsonOf(document: PolicyDocument, fact: FactDescription, answers: Answers): unknown {
  const { name, kind } = fact;
  const text = (answers.texts.get(name) ?? '').trim();
  if (kind === 'duration') return `${text} ${answers.units.get(name) ?? 'hours'}`;
  // People write thousands with commas, and the sign of the currency beside them.
  if (kind === 'money') return text.replace(/[,\s]|원|₩/g, '');
  if (kind === 'count') return text.replaceAll(',', '');
  if (kind === 'instant') return instantOf(text, document.header.zone) ?? text;
  return factJsonOf(document, name, text);
}

/** Reads what a local date and time field holds as an instant of the document's zone. */
function instantOf(text: string, zone: string): string | undefined {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)(?::(\d\d))?$/.exec(text);
  const on = match && parseLocalDate(match[1] ?? '');
  if (!match || !on) return undefined;
  const [hours, minutes, seconds] = match.slice(2).map((part) => Number(part ?? 0));
  const clock = (hours ?? 0) * 3_600 + (minutes ?? 0) * 60 + (seconds ?? 0);
  const at: Instant = instantOfClock(on, { seconds: clock, zone });
  return renderInstant(at);
}
