import type { ErrorSummaryProps } from './error-summary.tsx';

/** One problem, several, and none (which shows nothing). */
export const errorSummaryExamples = {
  one: {
    title: '확인이 필요한 항목이 있습니다',
    problems: [{ fieldId: 'amount', text: '금액은 숫자로 적어 주세요. 예: 1,200,000' }],
  },
  several: {
    title: 'There is a problem',
    problems: [
      { fieldId: 'started-date', text: 'Write the date like 2022-10-15.' },
      { fieldId: 'contact', text: 'Write an e-mail address or mobile number.' },
    ],
  },
  none: { title: 'There is a problem', problems: [] },
} satisfies Record<string, ErrorSummaryProps>;
