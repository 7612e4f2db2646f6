import type { SummaryListProps } from './summary-list.tsx';

/** Plain facts, and answers that can be changed. */
export const summaryListExamples = {
  facts: { rows: [{ term: '장애 시작', value: '2022년 10월 15일 (토) 15시 30분' }] },
  answers: {
    rows: [
      {
        term: 'Who are you?',
        value: 'A small business',
        change: { href: '/en/who', text: 'Change' },
      },
      { term: 'Lost sales', value: 'KRW 1,200,000', change: { href: '/en/loss', text: 'Change' } },
    ],
  },
} satisfies Record<string, SummaryListProps>;
