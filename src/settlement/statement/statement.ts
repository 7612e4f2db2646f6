import {
  type CurrencyCode,
  currencyExponent,
  type Instant,
  moneyToMajor,
  renderFixed,
  renderInstant,
} from '../../kernel/index.ts';
import type { PayoutState } from '../payouts/payout.ts';

/** The languages of a claimant's statement. */
export type StatementLanguage = 'ko' | 'en';

/** One award of a claim with everything a claimant is told of it. */
export interface StatementAward {
  readonly remedy: string;
  readonly name: string | null;
  readonly clause: string;
  readonly amountMinor: bigint | null;
  readonly currency: CurrencyCode | null;
  readonly quantity: string | null;
  readonly unit: string | null;
  readonly approvedAt: Instant;
  readonly state: PayoutState | 'none' | 'issued';
  readonly rail: string | null;
  readonly railReference: string | null;
  readonly sentAt: Instant | null;
  readonly changedAt: Instant | null;
}

/** What a claimant's statement says. */
export interface ClaimStatement {
  readonly claimNumber: string;
  readonly incidentTitle: { readonly ko: string; readonly en: string };
  readonly zone: string;
  readonly madeAt: Instant;
  readonly awards: readonly StatementAward[];
  /** The head of the ledger the payments are in, as it stands in the transparency log. */
  readonly ledger: { readonly transferCount: bigint; readonly headHash: string } | undefined;
}

const words = {
  ko: {
    title: '보상 지급 명세서',
    claim: '접수 번호',
    incident: '장애',
    made: '만든 때',
    award: '보상',
    clause: '조항',
    decided: '정한 때',
    state: '상태',
    sent: '보낸 때',
    rail: '지급 방법',
    reference: '지급 번호',
    proof: '확인하는 방법',
    proofText: (count: string, hash: string) =>
      `이 지급은 기록 ${count}개인 장부에 들어 있고, 그 장부의 마지막 해시 ${hash}는 공개 기록(투명성 로그)에 올라 있습니다. 한 글자라도 바뀌면 이 값이 달라집니다.`,
    none: '아직 정해진 보상이 없습니다.',
    states: {
      none: '지급 준비 중',
      issued: '지급됨',
      proposed: '지급 준비 중',
      approved: '지급 준비 중',
      sent: '보냄',
      accepted: '보내는 중',
      confirmed: '입금됨',
      failed: '입금되지 않음. 다시 보낼 예정',
      unknown: '은행에 결과를 확인하는 중',
      returned: '되돌아옴. 계좌를 확인해 주세요',
      withdrawn: '지급 준비 중',
    },
  },
  en: {
    title: 'Statement of redress',
    claim: 'Claim number',
    incident: 'Outage',
    made: 'Made',
    award: 'Award',
    clause: 'Clause',
    decided: 'Decided',
    state: 'State',
    sent: 'Sent',
    rail: 'Paid by',
    reference: 'Payment reference',
    proof: 'How to check it',
    proofText: (count: string, hash: string) =>
      `These payments are in a ledger of ${count} transfers whose last hash, ${hash}, stands in the public transparency log. Changing a single character changes that value.`,
    none: 'No award has been decided yet.',
    states: {
      none: 'Being prepared',
      issued: 'Issued',
      proposed: 'Being prepared',
      approved: 'Being prepared',
      sent: 'Sent',
      accepted: 'On its way',
      confirmed: 'Paid',
      failed: 'Not paid; it will be sent again',
      unknown: 'The bank is being asked for the outcome',
      returned: 'Came back; check your account',
      withdrawn: 'Being prepared',
    },
  },
} as const;

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
  readonly proof: { readonly heading: string; readonly text: string } | undefined;
}

function renderWorth(award: StatementAward, language: StatementLanguage): string {
  const { amountMinor, currency, quantity, unit, name, remedy } = award;
  if (amountMinor !== null && currency !== null) {
    const digits = currencyExponent(currency);
    const text = renderFixed(moneyToMajor({ amountMinor, currency }), { digits });
    const [whole = '', decimals] = text.split('.');
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
    const amount = decimals === undefined ? grouped : `${grouped}.${decimals}`;
    return language === 'ko' && currency === 'KRW' ? `${amount}원` : `${currency} ${amount}`;
  }
  return [name ?? remedy, quantity, unit].filter((part) => part !== null).join(' ');
}

/** Renders an instant as local text of the incident's zone, to the minute. */
function renderLocal(at: Instant, zone: string, language: StatementLanguage): string {
  const locale = language === 'ko' ? 'ko-KR' : 'en-GB';
  const format = new Intl.DateTimeFormat(locale, {
    ...{ timeZone: zone, dateStyle: 'long', timeStyle: 'short' },
  });
  return `${format.format(at)} (${renderInstant(at).slice(0, 16)}Z)`;
}

/** Puts a claimant's statement into words; nothing in it names the claimant or the account. */
export function composeStatement(
  statement: ClaimStatement,
  language: StatementLanguage,
): StatementText {
  const texts = words[language];
  const local = (at: Instant): string => renderLocal(at, statement.zone, language);
  const { ledger } = statement;
  return {
    language,
    title: texts.title,
    facts: [
      [texts.claim, statement.claimNumber],
      [texts.incident, statement.incidentTitle[language]],
      [texts.made, local(statement.madeAt)],
    ],
    awards: statement.awards.map((award) => ({
      heading: renderWorth(award, language),
      facts: [
        [texts.clause, award.clause],
        [texts.decided, local(award.approvedAt)],
        [texts.state, texts.states[award.state]],
        ...(award.sentAt === null ? [] : [[texts.sent, local(award.sentAt)] as const]),
        ...(award.rail === null ? [] : [[texts.rail, award.rail] as const]),
        ...(award.railReference === null ? [] : [[texts.reference, award.railReference] as const]),
      ],
    })),
    empty: statement.awards.length === 0 ? texts.none : undefined,
    proof:
      ledger === undefined
        ? undefined
        : {
            heading: texts.proof,
            text: texts.proofText(ledger.transferCount.toString(), ledger.headHash),
          },
  };
}
