/** What the policy editor says of a word that is pointed at. */
export const policyEditor = {
  kinds: { fact: '사실', constant: '상수', let: '계산의 한 부분', reading: '해석' },
  keyword: '정책 언어의 낱말입니다.',
  keywords: {
    fact: 'fact 이름 : 형 from 출처 – 당사자에 관한 사실 하나를 선언합니다.',
    constant: 'constant 이름 = 값 from 날짜 – 날짜에 따라 바뀔 수 있는 값입니다.',
    reading: 'reading 이름 = 가 or 나 taken 가 because "…" – 자료가 갈리는 곳에서 고른 해석입니다.',
    let: 'let 이름 = 식 – 계산의 한 부분에 이름을 붙이며, 설명에 나타납니다.',
    for: 'for 조건 – 규칙의 대상입니다. 뒤의 award는 이 대상에만 해당합니다.',
    needs: 'needs 서류, 서류 – 보상 전에 내야 하는 증빙입니다.',
    exclude: 'exclude when 조건 because 사유 – 조건이 맞으면 보상하지 않습니다.',
    review: 'review when 조건 because 사유 – 조건이 맞으면 사람이 심사합니다.',
    award: 'award 방법 금액 – 무엇을 얼마나 주는지 적습니다.',
    by: 'by 값, 그 아래 줄마다 구간 : 결과 – 구간은 빈틈과 겹침이 없어야 합니다.',
    marginal: 'marginal by – 구간마다 그 안에 든 만큼만 셈합니다.',
    rounded: 'rounded up|down|half up|half even to 단위 – 반올림의 방향과 단위입니다.',
    less: 'less 금액 – 이미 받은 것을 뺍니다.',
    completed: 'completed 단위 in 길이 – 다 찬 단위만 셈합니다.',
    begun: 'begun 단위 in 길이 – 시작한 단위도 하나로 셈합니다.',
    counted: 'counted 단위 in 길이 part from 기준 – 남은 부분이 기준 이상이면 하나로 셈합니다.',
    each: 'each – 지금 보고 있는 목록의 값입니다.',
    instead: 'instead of §… – 그 조항의 보상을 대신합니다.',
    payable: 'payable automatic|on-claim|on-acceptance – 보상을 받는 방법입니다.',
    expires: 'expires after|on – 기한이 붙은 보상이며, 공개 보고에 함께 실립니다.',
    requires: 'requires … – 받는 사람에게 무엇을 요구하는 보상이며, 공개 보고에 함께 실립니다.',
  } as Readonly<Record<string, string>>,
};

export type PolicyEditorMessages = typeof policyEditor;
