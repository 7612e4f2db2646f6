/** What the page says on which anyone tries a published policy. */
export const tryPolicyMessages = {
  title: '보상을 미리 계산해 보기',
  lead: '공개된 보상 기준에 내 값을 넣어 봅니다. 필요한 것만 차례로 묻습니다.',
  private: '계산은 이 기기 안에서만 합니다. 적은 값은 어디에도 보내지 않습니다.',
  unbinding: '여기서 나온 값은 참고용이며, 보상은 신청 뒤에 같은 기준으로 정해집니다.',
  none: '아직 공개된 보상 기준이 없습니다.',
  choose: '보상 기준',
  version: '판',
  from: (day: string) => `${day}부터`,
  noScript:
    '이 페이지의 계산에는 자바스크립트가 필요합니다. 아래에서 기준의 원문은 읽을 수 있습니다.',
  unknown: (usual: string) => `모름 (이렇게 봅니다: ${usual})`,
  nothing: '없음',
  yes: '예',
  no: '아니요',
  pick: '골라 주세요',
  hours: '시간',
  minutes: '분',
  days: '일',
  unit: '단위',
  evidence: '낼 수 있는 서류',
  hint: {
    money: '금액을 숫자로 적어 주세요.',
    ratio: '숫자나 백분율로 적어 주세요. 예: 12.5 %',
    count: '0 이상의 정수로 적어 주세요.',
    list: '쉼표로 나누어 적어 주세요. 예: 30 hours, 13 hours',
    interval_set:
      '시작..끝을 쉼표로 나누어 적어 주세요. 예: 2022-10-15T15:30+09:00..2022-10-15T18:00+09:00',
  },
  issue: '읽을 수 없는 값입니다. 바른 꼴',
  status: {
    award: '이 값이라면 보상을 받습니다.',
    none: '이 값이라면 보상 대상이 아닙니다.',
    review: '이 값이라면 담당자가 개별로 심사합니다.',
    evidence_required: '이 값이라면 서류를 낸 뒤에 보상이 정해집니다.',
    undecidable: '물어볼 것이 남았습니다. 위 질문에 이어서 답해 주세요.',
  },
  resultTitle: '결과',
  stepsTitle: '어떻게 계산했는지',
  soFar: '지금까지 답한 것으로 정해진 보상',
  calculate: '계산하기',
  startOver: '지우고 처음부터 다시',
  textTitle: '보상 기준 원문',
};

export type TryPolicyMessages = typeof tryPolicyMessages;
