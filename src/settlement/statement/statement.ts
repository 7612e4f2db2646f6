import { type CurrencyCode, type Instant, renderInstant, renderMoney } from '../../kernel/index.ts';
import { type AwardName, awardNameIn } from '../../policy/award-names/index.ts';
import type { Shortfall } from '../../policy/index.ts';
import type { PayoutState } from '../payouts/payout.ts';
import { type StatementLanguage, type StatementWords, statementWords } from './statement-words.ts';

/** One award of a claim with everything a claimant is told of it. */
export interface StatementAward {
  readonly remedy: string;
  readonly name: string | null;
  readonly clause: string;
  /** The policy version that decided it. */
  readonly policyHash: string;
  readonly amountMinor: bigint | null;
  readonly currency: CurrencyCode | null;
  readonly quantity: string | null;
  readonly unit: string | null;
  readonly approvedAt: Instant;
  readonly state: PayoutState | 'none' | 'issued';
  readonly rail: string | null;
  /** What kind of rail it is set up as; null of one that is not. */
  readonly railKind: string | null;
  readonly railReference: string | null;
  readonly sentAt: Instant | null;
  readonly changedAt: Instant | null;
  /** What the claimant holds of points, credit or a voucher; null before it is given. */
  readonly held: HeldAward | null;
}

/** What became of points, credit or a voucher that was given. */
export interface HeldAward {
  readonly usedMinor: bigint;
  readonly expiredMinor: bigint;
  /** Exclusive; null is for ever. */
  readonly expiresAt: Instant | null;
}

/** A denial as a statement tells it: each line names a clause, the condition, and the value it met. */
export interface StatementDenial {
  readonly approvedAt: Instant;
  readonly shortfalls: readonly {
    readonly title: { readonly ko: string; readonly en: string };
    readonly shortfall: { readonly ko: Shortfall; readonly en: Shortfall };
  }[];
}

/** What a claimant's statement says. */
export interface ClaimStatement {
  readonly claimNumber: string;
  readonly incidentTitle: { readonly ko: string; readonly en: string };
  readonly zone: string;
  readonly madeAt: Instant;
  readonly awards: readonly StatementAward[];
  /** The claim is denied: when, and what stood in the way. */
  readonly denial?: StatementDenial | undefined;
  /** What the policies that decided call the things they award. */
  readonly awardNames: readonly AwardName[];
  /** The head of the ledger the payments are in, as it stands in the transparency log. */
  readonly ledger: { readonly transferCount: bigint; readonly headHash: string } | undefined;
}

/** A statement as lines to be set: a heading, facts, and for each award its facts. */
export interface StatementText {
  readonly language: StatementLanguage;
  readonly title: string;
  readonly facts: readonly (readonly [string, string])[];
  readonly awards: readonly {
    readonly heading: string;
    readonly facts: readonly (readonly [string, string])[];
  }[];
  readonly empty: string | undefined;
  readonly denial: { readonly heading: string; readonly lines: readonly string[] } | undefined;
  readonly proof: { readonly heading: string; readonly text: string } | undefined;
}

/** Gives what is given, and how much: `1,030,000원`, `이용 기간 연장 3일`, `Points KRW 3,000`. */
function renderWorth(
  award: StatementAward,
  { awardNames, language }: { awardNames: readonly AwardName[]; language: StatementLanguage },
): string {
  const { amountMinor, currency, quantity, unit, remedy } = award;
  const name = awardNameIn(awardNames, award, language);
  const texts = statementWords[language];
  const hasAmount = amountMinor !== null && currency !== null;
  const amount = hasAmount ? [renderMoney({ amountMinor, currency }, language)] : [];
  if (remedy === 'cash') return amount.join('');
  const word = texts.remedies[remedy] ?? remedy;
  // An amount says how much; only what has none is counted.
  const count = quantity === null || hasAmount ? [] : [texts.countOf(quantity, unit)];
  return [word, ...(name === undefined ? [] : [name]), ...amount, ...count].join(' ');
}

/** Renders an instant as local text of the incident's zone, to the minute. */
function renderLocal(at: Instant, zone: string, language: StatementLanguage): string {
  const locale = language === 'ko' ? 'ko-KR' : 'en-GB';
  const format = new Intl.DateTimeFormat(locale, {
    ...{ timeZone: zone, dateStyle: 'long', timeStyle: 'short', hourCycle: 'h23' },
  });
  return `${format.format(at)} (${renderInstant(at).slice(0, 16)}Z)`;
}

type Fact = readonly [string, string];

/** Gives until when what was given may be used, and how much of it was. */
function listHeld(
  award: StatementAward,
  at: { texts: StatementWords; language: StatementLanguage; local: (at: Instant) => string },
): Fact[] {
  const { held, amountMinor, currency } = award;
  const { texts, language, local } = at;
  if (held === null || amountMinor === null || currency === null) return [];
  const money = (minor: bigint) => renderMoney({ amountMinor: minor, currency }, language);
  const { usedMinor, expiredMinor, expiresAt } = held;
  return [
    [texts.expires, expiresAt === null ? texts.forEver : local(expiresAt)],
    [texts.used, money(usedMinor)],
    [texts.left, money(amountMinor - usedMinor - expiredMinor)],
    ...(expiredMinor > 0n ? [[texts.lapsed, money(expiredMinor)] as const] : []),
  ];
}

function renderState({ remedy, state }: StatementAward, texts: StatementWords): string {
  const ofGrant = remedy === 'cash' ? undefined : texts.grantStates[state];
  return ofGrant ?? texts.states[state];
}

function renderRail({ rail, railKind }: StatementAward, texts: StatementWords): string {
  const word = railKind === null ? undefined : texts.railKinds[railKind];
  return word === undefined ? (rail ?? '') : `${word} (${rail})`;
}

function renderEmpty(
  { awards, denial }: ClaimStatement,
  { texts, local }: { texts: StatementWords; local: (at: Instant) => string },
): string | undefined {
  if (awards.length > 0) return undefined;
  return denial === undefined ? texts.none : texts.denied(local(denial.approvedAt));
}

function renderDenial(
  denial: StatementDenial | undefined,
  language: StatementLanguage,
): StatementText['denial'] {
  if (denial === undefined || denial.shortfalls.length === 0) return undefined;
  const lines = denial.shortfalls.flatMap(({ title, shortfall }) => {
    const { unmet, changes } = shortfall[language];
    return [...unmet, ...changes].map((line) => `${title[language]}, ${line}`);
  });
  return { heading: statementWords[language].unmet, lines };
}

/** Puts a claimant's statement into words; nothing in it names the claimant or the account. */
export function composeStatement(
  statement: ClaimStatement,
  language: StatementLanguage,
): StatementText {
  const texts = statementWords[language];
  const local = (at: Instant): string => renderLocal(at, statement.zone, language);
  const { awardNames, ledger } = statement;
  const factsOf = (award: StatementAward): Fact[] => [
    [texts.clause, award.clause],
    [texts.decided, local(award.approvedAt)],
    [texts.state, renderState(award, texts)],
    ...listHeld(award, { texts, language, local }),
    ...(award.sentAt === null ? [] : [[texts.sent, local(award.sentAt)] as const]),
    ...(award.rail === null ? [] : [[texts.rail, renderRail(award, texts)] as const]),
    ...(award.railReference === null ? [] : [[texts.reference, award.railReference] as const]),
  ];
  return {
    language,
    title: texts.title,
    facts: [
      [texts.claim, statement.claimNumber],
      [texts.incident, statement.incidentTitle[language]],
      [texts.made, local(statement.madeAt)],
    ],
    awards: statement.awards.map((award) => ({
      heading: renderWorth(award, { awardNames, language }),
      facts: factsOf(award),
    })),
    empty: renderEmpty(statement, { texts, local }),
    denial: renderDenial(statement.denial, language),
    proof:
      ledger === undefined
        ? undefined
        : {
            heading: texts.proof,
            text: texts.proofText(ledger.transferCount.toString(), ledger.headHash),
          },
  };
}
