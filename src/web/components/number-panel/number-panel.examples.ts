import type { NumberPanelProps } from './number-panel.tsx';

/** The number of a receipt. */
export const numberPanelExamples = {
  receipt: { label: '접수번호', number: '7K4M-Q2XD-9F' },
} satisfies Record<string, NumberPanelProps>;
