import type { StageListProps } from './stage-list.tsx';

/** A claim that waits for a person. */
export const stageListExamples = {
  review: {
    currentText: '현재 단계',
    stages: [
      { title: '접수됨', state: 'done', note: '2022년 10월 20일 (목) 9시 00분' },
      {
        title: '담당자가 확인하고 있습니다',
        state: 'now',
        note: '2022년 10월 21일 (금) 10시 00분',
      },
      { title: '결정됨', state: 'later', note: '아직' },
    ],
  },
} satisfies Record<string, StageListProps>;
