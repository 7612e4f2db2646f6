import type { PayoutState } from '../payouts/payout.ts';

type State = PayoutState | 'none' | 'issued';

/** Every sentence of a claimant's statement in one language. */
export interface StatementWords {
  readonly title: string;
  readonly claim: string;
  readonly incident: string;
  readonly made: string;
  readonly clause: string;
  readonly decided: string;
  readonly state: string;
  readonly sent: string;
  readonly rail: string;
  readonly reference: string;
  readonly expires: string;
  readonly forEver: string;
  readonly used: string;
  readonly left: string;
  readonly lapsed: string;
  readonly proof: string;
  proofText(count: string, hash: string): string;
  readonly none: string;
  /** Instead of `none` where the claim is denied. */
  denied(at: string): string;
  readonly unmet: string;
  /** What is given, by remedy. */
  readonly remedies: Readonly<Record<string, string>>;
  /** How much of a unit; the unit as it is where the language has no word for it. */
  countOf(quantity: string, unit: string | null): string;
  readonly railKinds: Readonly<Record<string, string>>;
  readonly states: Readonly<Record<State, string>>;
  /** States that mean another thing of what is not money. */
  readonly grantStates: Readonly<Partial<Record<State, string>>>;
}

const koUnits: Readonly<Record<string, string>> = {
  ...{ minute: '분', hour: '시간', day: '일', week: '주', month: '개월', year: '년', item: '개' },
};

const ko: StatementWords = {
  title: '보상 지급 명세서',
  claim: '접수 번호',
  incident: '장애',
  made: '만든 때',
  clause: '조항',
  decided: '정한 때',
  state: '상태',
  sent: '보낸 때',
  rail: '지급 방법',
  reference: '지급 번호',
  expires: '사용 기한',
  forEver: '기한 없음',
  used: '쓴 금액',
  left: '남은 금액',
  lapsed: '기한이 지나 없어진 금액',
  proof: '확인하는 방법',
  proofText: (count, hash) =>
    `이 지급은 기록 ${count}개인 장부에 들어 있고, 그 장부의 마지막 해시 ${hash}는 공개 기록(투명성 로그)에 올라 있습니다. 한 글자라도 바뀌면 이 값이 달라집니다.`,
  none: '아직 정해진 보상이 없습니다.',
  denied: (at) =>
    `${at}에 보상하지 않기로 정했습니다. 동의하지 않으면 접수 번호로 진행 상황을 열어 이의를 신청할 수 있습니다.`,
  unmet: '어떤 조건이 모자랐나요',
  remedies: {
    cash: '현금',
    credit: '이용 금액',
    points: '포인트',
    extension: '이용 기간 연장',
    voucher: '교환권',
    item: '지급 품목',
  },
  countOf: (quantity, unit) => `${quantity}${unit === null ? '개' : (koUnits[unit] ?? ` ${unit}`)}`,
  railKinds: {
    'pain.001': '은행 이체',
    bulk: '은행 이체',
    manual: '담당자가 직접 이체',
    app: '회사 앱',
    simulated: '모의 지급(돈이 나가지 않음)',
  },
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
  grantStates: {
    confirmed: '지급됨',
    failed: '지급되지 않음. 다시 보낼 예정',
    unknown: '앱에 결과를 확인하는 중',
    returned: '회수됨',
  },
};

const enUnits: Readonly<Record<string, string>> = { item: 'piece' };

function countInEnglish(quantity: string, unit: string | null): string {
  if (unit === null) return quantity;
  const word = enUnits[unit] ?? unit;
  const isSingular = quantity === '1' || word.endsWith('s');
  return `${quantity} ${isSingular ? word : `${word}s`}`;
}

const en: StatementWords = {
  title: 'Statement of redress',
  claim: 'Claim number',
  incident: 'Outage',
  made: 'Made',
  clause: 'Clause',
  decided: 'Decided',
  state: 'State',
  sent: 'Sent',
  rail: 'Given by',
  reference: 'Payment reference',
  expires: 'May be used until',
  forEver: 'It does not expire',
  used: 'Used',
  left: 'Left',
  lapsed: 'Expired unused',
  proof: 'How to check it',
  proofText: (count, hash) =>
    `These payments are in a ledger of ${count} transfers whose last hash, ${hash}, stands in the public transparency log. Changing a single character changes that value.`,
  none: 'No award has been decided yet.',
  denied: (at) =>
    `On ${at} it was decided that no redress is given. Whoever does not agree can appeal on the page of the claim, by its number.`,
  unmet: 'Which condition was not met',
  remedies: {
    cash: 'Cash',
    credit: 'Credit',
    points: 'Points',
    extension: 'Longer subscription',
    voucher: 'Voucher',
    item: 'Item',
  },
  countOf: countInEnglish,
  railKinds: {
    'pain.001': 'Bank transfer',
    bulk: 'Bank transfer',
    manual: 'Bank transfer by hand',
    app: 'The company’s app',
    simulated: 'Simulated (no money moves)',
  },
  states: {
    none: 'Being prepared',
    issued: 'Given',
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
  grantStates: {
    confirmed: 'Given',
    failed: 'Not given; it will be sent again',
    unknown: 'The app is being asked for the outcome',
    returned: 'Taken back',
  },
};

/** The languages of a claimant's statement. */
export type StatementLanguage = 'ko' | 'en';

/** What a claimant's statement says, in each language. */
export const statementWords: Readonly<Record<StatementLanguage, StatementWords>> = { ko, en };
