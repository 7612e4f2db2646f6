/** Every sentence about how claims are reviewed and how personal data is kept, in Korean. */
export const care = {
  navigation: '심사 기준과 개인정보',
  title: '심사 기준과 개인정보',
  lead: '심사 기한과 재검토 기준, 개인정보 보관 기간, 삭제 요청, 청구인이 매긴 평가입니다.',
  version: (version: string) =>
    version === '0' ? '기본값을 쓰고 있습니다.' : `${version}번째 판이 적용되고 있습니다.`,
  readOnly: '바꾸는 일은 승인자만 할 수 있습니다.',
  save: '새 판으로 적용하기',
  saved: '새 판을 적용했습니다.',
  rules: {
    title: '심사 기준',
    targetHours: '결정까지 목표(시간)',
    raiseHours: '이만큼 기다리면 먼저 보기(시간)',
    raiseHint: '목표보다 짧아야 합니다. 청구인의 자료를 기다린 시간은 빼고 셉니다.',
    perThousand: '무작위 재검토(결정 1,000건당)',
    seed: '추첨의 씨앗',
    seedHint: '같은 씨앗이면 감사자도 같은 건을 뽑습니다.',
    amount: (currency: string) => `이 금액부터 항상 재검토(${currency})`,
    amountHint: '비워 두면 금액으로는 재검토하지 않습니다.',
    appealDays: '이의 신청 기간(결정 승인 뒤, 일)',
    whole: '숫자만 적어 주세요. 예: 240',
    shorter: '목표보다 짧게 적어 주세요.',
  },
  retention: {
    title: '개인정보 보관 기간',
    days: '마지막 결정 뒤 보관할 날 수',
    never: '정한 기간이 없어 아무것도 저절로 지우지 않습니다.',
    now: (days: string) => `마지막 결정 뒤 ${days}일이 지나면 지웁니다.`,
    whole: '1부터 36,500까지의 숫자를 적어 주세요.',
    confirmTitle: '보관 기간을 바꿉니다',
    consequence: (days: string) =>
      `마지막 결정 뒤 ${days}일이 지난 청구의 이름, 연락처, 계좌, 답변, 자료를 곧바로 지웁니다. 되돌릴 수 없습니다.`,
  },
  requests: {
    title: '삭제 요청',
    caption: '아직 처리하지 않은 삭제 요청',
    number: '접수 번호',
    state: '상태',
    askedAt: '요청한 때',
    empty: '처리할 삭제 요청이 없습니다.',
  },
  satisfaction: {
    title: '청구인이 매긴 평가',
    caption: '결정과 점수별 응답 수',
    outcome: '결정',
    rating: '점수(5점 만점)',
    count: '응답',
    clear: '설명이 이해됨',
    unclear: '설명이 어려움',
    empty: '아직 응답이 없습니다.',
    small: '평가는 이름 없이 셉니다.',
  },
  person: {
    title: '본인의 요청',
    lead: '본인이 요청했을 때만 쓰세요. 무엇을 했는지 기록에 남습니다.',
    export: '보관 중인 내용 전부 내려받기',
    exported: '파일을 내려받았습니다. 본인에게만 전해 주세요.',
    erase: '개인정보 지우기',
    confirmTitle: '개인정보를 지웁니다',
    consequence:
      '이름, 연락처, 계좌, 답변과 자료를 지우고 열쇠를 없앱니다. 결정과 지급, 공개 기록의 증명은 남습니다. 되돌릴 수 없습니다.',
  },
  correction: {
    title: '바로잡을 사실',
    hint: '정책이 쓴 사실 가운데 틀린 것만 바르게 적어 주세요. 금액은 정책이 다시 계산하고, 같은 처지의 다른 청구도 찾아냅니다.',
    policy: '어느 정책의 사실',
    none: '사실은 맞습니다',
    was: (value: string) => `지금: ${value}`,
    missing: '바로잡을 사실을 하나 이상 적어 주세요.',
  },
};

/** The shape that every language fills. */
export type CareMessages = typeof care;
