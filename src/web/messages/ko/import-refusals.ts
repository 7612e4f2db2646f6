import type { RefusalParams } from '../refusal-params.ts';

/** What is said of times, shares and files of an incident that were refused, by code, in Korean. */
export const importRefusals = {
  import_unreadable: '파일을 받아들일 수 없습니다. 아래에 적힌 곳을 고쳐 다시 올려 주세요.',
  interval_in_future: ({ position }: RefusalParams['interval_in_future']) =>
    `${position + 1}번째 구간이 아직 오지 않은 시각입니다. 지나간 시각을 적으세요.`,
  grade_unknown: ({ grade, known }: RefusalParams['grade_unknown']) =>
    `이곳의 운영 지침에 ${grade}이(가) 없습니다. 있는 것: ${known}.`,
  incident_role_unknown: ({ role, known }: RefusalParams['incident_role_unknown']) =>
    `장애에 ${role} 역할이 없습니다. 있는 것: ${known}.`,
  role_without_reason: '까닭이 없습니다. 역할이 바뀌는 까닭을 적으세요.',
  role_holder_unknown: '이 번호로 로그인할 수 있는 직원이 없습니다. 직원 가운데서 고르세요.',
  role_unchanged: '역할을 맡은 사람이 그대로입니다. 다른 사람을 고르세요.',
  role_before_last_change:
    '이 역할은 그 뒤에 마지막으로 바뀌었습니다. 그때나 그 뒤의 시각을 적으세요.',
  milestone_before_outage: '장애가 시작되기 전의 시각입니다. 시작 뒤의 시각을 적으세요.',
  milestone_without_reason: '이유가 없습니다. 무엇을 보고 그때로 정했는지 적으세요.',
  time_in_future: '아직 오지 않은 시각입니다. 지나간 시각을 적으세요.',
  interval_ends_before_start: ({ position }: RefusalParams['interval_ends_before_start']) =>
    `${position + 1}번째 시간의 끝이 시작보다 앞섭니다. 시작과 끝을 다시 적으세요.`,
  intervals_overlap: ({ position }: RefusalParams['intervals_overlap']) =>
    `${position + 1}번째 시간이 앞의 시간과 겹칩니다. 하나로 합치거나 시각을 고치세요.`,
  share_not_positive: ({ position }: RefusalParams['share_not_positive']) =>
    `${position + 1}번째 책임 비율이 0 이하입니다. 0보다 크게 적거나 지우세요.`,
  share_without_party: ({ position }: RefusalParams['share_without_party']) =>
    `${position + 1}번째 책임 비율에 당사자가 없습니다. 누구의 책임인지 고르세요.`,
  shares_do_not_sum_to_one: ({ sum }: RefusalParams['shares_do_not_sum_to_one']) =>
    `책임 비율을 모두 더하면 ${sum}입니다. 합이 1이 되게 고치세요.`,
};
