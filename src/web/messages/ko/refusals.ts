/**
 * What a person reads when something was refused, by code, in Korean.
 */
export const refusals: Readonly<Record<string, string>> = {
  amount_unreadable: '매출 파일에서 금액을 읽지 못했습니다. 1,234,000처럼 적어 주세요.',
  answer_malformed: '적은 답 가운데 하나를 읽지 못했습니다. 답을 다시 확인해 주세요.',
  answer_missing: '꼭 필요한 답이 하나 빠졌습니다. 답을 다시 확인해 주세요.',
  answer_unknown: '질문이 바뀌었습니다. 답을 다시 확인해 주세요.',
  appeal_already_open: '이미 이의를 받아 다시 보고 있습니다. 결과를 기다려 주세요.',
  appeal_same_person: '처음 결정한 사람은 이의를 볼 수 없습니다.',
  appeal_too_early: '아직 결정이 승인되지 않았습니다. 결정이 나면 이의를 신청할 수 있습니다.',
  award_amount_malformed: '보상 금액을 읽지 못했습니다. 숫자로 적어 주세요.',
  award_differs_without_note: '규정이 계산한 것과 다르게 결정하려면 이유를 적어 주세요.',
  award_missing: '보상하기로 하려면 보상 내용을 하나 이상 적어 주세요.',
  award_not_expected: '보상하지 않기로 한 결정에는 보상 내용을 적을 수 없습니다.',
  award_policy_unknown: '그 보상의 근거가 되는 규정을 찾지 못했습니다. 공개된 규정을 골라 주세요.',
  category_unknown: '어느 쪽에 해당하는지 다시 골라 주세요.',
  claim_erased: '이 접수는 요청에 따라 지웠습니다. 다시 접수할 수 있습니다.',
  claim_id_malformed: '접수를 만들지 못했습니다. 처음 화면에서 다시 시작해 주세요.',
  claim_id_reused:
    '이 접수는 이미 받았습니다. 접수번호와 연락처로 조회해 주세요. 다른 내용이라면 처음 화면에서 새로 시작해 주세요.',
  claim_not_decidable: '지금은 결정할 수 없는 상태입니다. 접수의 상태를 먼저 확인해 주세요.',
  claim_not_open: '지금은 자료를 더할 수 없습니다. 결정에 동의하지 않으면 이의를 신청해 주세요.',
  claim_not_found: '접수번호와 연락처가 맞는 접수가 없습니다. 둘 다 다시 확인해 주세요.',
  currency_differs: '금액의 통화가 다릅니다. 금액을 다시 확인해 주세요.',
  date_unreadable: '매출 파일에서 날짜를 읽지 못했습니다. 2022-10-15처럼 적어 주세요.',
  decision_id_reused: '같은 결정이 이미 다른 내용으로 있습니다. 화면을 다시 열어 주세요.',
  decision_not_found: '그 결정을 찾지 못했습니다. 목록에서 다시 골라 주세요.',
  decision_not_pending: '이미 승인했거나 돌려보낸 결정입니다.',
  evidence_empty: '비어 있는 파일입니다. 다른 파일을 골라 주세요.',
  evidence_kind_unknown: '받지 않는 종류의 자료입니다. 목록에 있는 자료를 골라 주세요.',
  evidence_too_large: '파일이 너무 큽니다. 20 MB까지 보낼 수 있습니다.',
  evidence_too_many: '파일이 너무 많습니다. 모두 20개까지 보낼 수 있습니다.',
  evidence_type_refused: '읽을 수 없는 파일입니다. CSV, PDF, JPG, PNG, XLSX 파일을 골라 주세요.',
  facts_refused: '적은 내용으로 규정을 계산하지 못했습니다. 담당자가 확인합니다.',
  function_unknown: '어떤 기능이었는지 다시 골라 주세요.',
  input_invalid: '적은 내용 가운데 읽지 못한 것이 있습니다. 표시된 곳을 확인해 주세요.',
  kind_unknown: '어떤 피해였는지 다시 골라 주세요.',
  no_comparable_week: '매출 파일에 비교할 주가 없습니다. 장애가 나기 전 매출을 더해 주세요.',
  no_outage_week: '매출 파일에 장애가 있던 주가 없습니다. 그 주의 매출을 더해 주세요.',
  own_decision: '내가 한 결정은 다른 사람이 승인해야 합니다.',
  own_policy: '내가 쓴 규정은 다른 사람이 승인해야 합니다.',
  party_class_unknown: '어떤 분인지 다시 골라 주세요.',
  questionnaire_malformed: '질문지를 읽지 못했습니다. 표시된 곳을 고쳐 주세요.',
  questionnaire_unknown: '질문이 바뀌었습니다. 답을 다시 확인하고 보내 주세요.',
  reason_not_for_outcome: '그 이유는 이 결정에 쓸 수 없습니다. 다른 이유를 골라 주세요.',
  reason_unknown: '이유를 목록에서 골라 주세요.',
  received_in_future: '받은 시각이 지금보다 뒤입니다. 시각을 다시 확인해 주세요.',
  row_short: '매출 파일의 한 줄에 칸이 모자랍니다. 날짜와 매출을 모두 적어 주세요.',
  sales_file_too_long: '매출 파일이 너무 깁니다. 9월과 10월처럼 필요한 기간만 남겨 주세요.',
  sales_file_unreadable: '매출 파일을 읽지 못했습니다. CSV로 저장해 다시 보내 주세요.',
  sales_header_missing: '매출 파일의 첫 줄에 날짜와 매출 제목이 있어야 합니다.',
  service_unknown: '어떤 서비스였는지 다시 골라 주세요.',
  stated_loss_negative: '손해 금액은 0보다 작을 수 없습니다. 금액을 다시 확인해 주세요.',
  window_closed: '접수가 마감되었습니다. 사정이 있었다면 도움 연락처로 알려 주세요.',
  window_not_open: '아직 접수를 시작하지 않았습니다. 조금 뒤에 다시 보내 주세요.',
};

/** The sentence for a code that has none of its own yet. */
export const refusalFallback =
  '요청을 받지 못했습니다. 적은 내용은 그대로 있으니 잠시 뒤 다시 눌러 주세요.';

/** Why a claim was decided as it was, by reason code, to the claimant. */
export const reasonSentences: Readonly<Record<string, string>> = {
  policy_met: '공개된 규정의 조건에 맞습니다.',
  individual_review: '담당자가 사정을 하나하나 확인해 결정했습니다.',
  appeal_upheld: '이의를 다시 확인해 받아들였습니다.',
  loss_not_shown: '손해를 확인할 자료가 아직 없습니다.',
  no_loss_found: '보내 주신 매출에서 줄어든 금액을 찾지 못했습니다.',
  business_not_shown: '사업자임을 확인할 자료가 아직 없습니다.',
  use_not_shown: '그 서비스를 쓰고 있었음을 확인할 자료가 아직 없습니다.',
  account_not_shown: '보상받을 계좌를 확인할 자료가 아직 없습니다.',
  service_not_affected: '적은 서비스와 기능은 이번 장애의 영향을 받지 않았습니다.',
  outside_outage: '적은 시각이 장애가 있던 시간 밖입니다.',
  no_rule_applies: '공개된 규정 가운데 이 피해에 맞는 조항이 없습니다.',
  paid_automatically: '접수하지 않아도 되는 보상으로 이미 처리했습니다.',
  duplicate_claim: '같은 피해를 이미 접수해 그 접수에서 함께 확인합니다.',
  withdrawn: '요청에 따라 접수를 취소했습니다.',
};

/** The documents that change an answer, by the code policies and reasons use. */
export const evidenceNames: Readonly<Record<string, string>> = {
  'sales-records': '9월과 10월의 매출 파일 (CSV)',
  'business-certificate': '소상공인 확인서나 사업자등록증',
  'proof-of-use': '그 서비스를 쓰고 있었음을 보여 주는 화면이나 문서',
  'bank-account': '본인 또는 사업자 통장 사본',
};
