import type { RefusalParams } from '../refusal-params.ts';

/** What is said of times and files of an incident that were refused, by code, in Korean. */
export const importRefusals = {
  import_unreadable: '파일을 받아들일 수 없습니다. 아래에 적힌 곳을 고쳐 다시 올려 주세요.',
  interval_in_future: ({ position }: RefusalParams['interval_in_future']) =>
    `${position + 1}번째 구간이 아직 오지 않은 시각입니다. 지나간 시각을 적으세요.`,
  time_in_future: '아직 오지 않은 시각입니다. 지나간 시각을 적으세요.',
};
