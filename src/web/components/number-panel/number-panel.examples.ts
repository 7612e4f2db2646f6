import type { NumberPanelProps } from './number-panel.tsx';

/** The number of a receipt. */
export const numberPanelExamples: Readonly<Record<string, NumberPanelProps>> = {
  receipt: { label: '접수번호', number: '7K4M-Q2XD-9F' },
};
