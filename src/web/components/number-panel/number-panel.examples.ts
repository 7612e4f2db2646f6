import type { NumberPanelProps } from './number-panel.tsx';

/** The number of a receipt, and what somebody is given. */
export const numberPanelExamples = {
  receipt: { label: '접수번호', number: '7K4M-Q2XD-9F' },
  gift: { label: '톡채널로 받으시는 것', number: '50,000원 상당의 메시지 비용', isSentence: true },
} satisfies Record<string, NumberPanelProps>;
