import type { CalculationProps } from './calculation.tsx';

/** The loss test of a merchant. */
export const calculationExamples = {
  loss: {
    caption: '매출 손해 계산',
    lines: [
      { label: '비교한 주 (2022-10-03부터 2022-10-09까지)', value: '1,450,000원' },
      { label: '장애가 있던 주 (2022-10-15부터 2022-10-21까지)', value: '1,120,000원' },
      { label: '손해', value: '330,000원', isResult: true },
    ],
  },
} satisfies Record<string, CalculationProps>;
