import type { JsonValue } from '../../kernel/index.ts';

/** A questionnaire with every kind of question the portal shows; nothing of any real case. */
export const exampleQuestionnaire: JsonValue = {
  version: 1,
  opensAt: '2022-10-19T11:00:00+09:00',
  closesAt: '2022-11-07T00:00:00+09:00',
  currency: 'KRW',
  partyClasses: [
    { code: 'user', ko: '개인 이용자', en: 'A person who uses the service' },
    { code: 'small_business', ko: '소상공인', en: 'A small business' },
    { code: 'company', ko: '중견·대기업', en: 'A mid-size or large company' },
  ],
  categories: [
    { code: 'daily', ko: '일상에서', en: 'In daily life' },
    { code: 'trade', ko: '장사하는 데', en: 'To run a business' },
  ],
  kinds: [
    { code: 'lost_sales', ko: '매출이 줄었습니다', en: 'I lost sales' },
    { code: 'extra_cost', ko: '돈이 더 들었습니다', en: 'I had extra costs' },
    { code: 'no_money', ko: '돈 문제는 아닙니다', en: 'No money was involved' },
  ],
  services: [
    {
      code: 'talk',
      ko: '메신저',
      en: 'Messenger',
      functions: [
        { code: 'send', ko: '메시지 전송', en: 'Sending messages' },
        { code: 'channel', ko: '상담 채널', en: 'Customer channel' },
      ],
    },
    {
      code: 'music',
      ko: '음악',
      en: 'Music',
      covered: { ko: '이용권이 3일 늘어납니다.', en: 'Your pass is extended by 3 days.' },
      functions: [{ code: 'play', ko: '재생', en: 'Playing' }],
    },
  ],
  questions: [
    {
      code: 'affected_from',
      kind: 'instant',
      ko: '언제부터 피해가 있었나요?',
      en: 'When did it begin for you?',
      isRequired: true,
    },
    {
      code: 'order_share',
      kind: 'ratio',
      ko: '주문의 몇 퍼센트를 이 서비스로 받나요?',
      en: 'What share of your orders comes through it?',
      partyClasses: ['small_business'],
    },
  ],
  evidenceKinds: [
    { code: 'sales-records', ko: '매출 파일', en: 'Sales file' },
    { code: 'proof-of-use', ko: '서비스 이용 증빙', en: 'Proof of use' },
  ],
  lossTest: {
    evidenceKind: 'sales-records',
    weekStartsOn: 6,
    comparedFrom: '2022-09-01',
    comparedUntil: '2022-11-01',
    outageWeekFrom: '2022-10-15',
  },
  facts: {},
  automaticFor: [],
};

function salesRow(on: number, amount: number): string {
  return `2022-10-${String(on).padStart(2, '0')},"${amount.toLocaleString('en-US')}"`;
}

/** 200,000 won a day from 8 to 14 October and 100,000 won a day in the outage week after it. */
export const salesFile: string = [
  '날짜,매출',
  ...Array.from({ length: 7 }, (_unused, index) => salesRow(8 + index, 200_000)),
  ...Array.from({ length: 7 }, (_unused, index) => salesRow(15 + index, 100_000)),
].join('\r\n');
