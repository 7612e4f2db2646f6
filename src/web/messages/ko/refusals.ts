import type { RefusalParams } from '../refusal-params.ts';
import { nameFact, sayFacts } from '../refused-facts.ts';
import { evidenceRefusals } from './evidence-refusals.ts';
import { importRefusals } from './import-refusals.ts';
import { noticeRefusals } from './notice-refusals.ts';
import { payoutRefusals } from './payout-refusals.ts';
import { reportRefusals } from './report-refusals.ts';
import { signOnRefusals } from './sign-on-refusals.ts';

const waitText = (seconds: number): string =>
  seconds < 60 ? `${seconds}초` : `${Math.ceil(seconds / 60)}분`;

/**
 * What a person reads when something was refused, by code, in Korean: what is wrong, what would be
 * right, what to do next. The codes are those marked "page" in docs/errors.md.
 */
export const refusals = {
  ...evidenceRefusals,
  ...payoutRefusals,
  ...importRefusals,
  ...noticeRefusals,
  ...reportRefusals,
  ...signOnRefusals,
  adoption_without_reason: '채택하는 이유가 없습니다. 왜 이 진술을 따르는지 적으세요.',
  amount_unreadable: '매출 파일에 읽지 못한 금액이 있습니다. 1,234,000처럼 적어 다시 보내 주세요.',
  answer_malformed: '읽지 못한 답이 하나 있습니다. 확인 화면에서 보기처럼 고쳐 다시 보내세요.',
  answer_missing:
    '꼭 필요한 답이 하나 빠졌습니다. 확인 화면에서 비어 있는 답을 채워 다시 보내세요.',
  answer_unknown: '그 사이에 질문이 바뀌었습니다. 답을 다시 확인하고 보내면 접수됩니다.',
  appeal_already_open:
    '이미 이의를 받아 다른 담당자가 다시 보고 있습니다. 결과가 나오면 알려 드립니다.',
  appeal_exhausted: '이의를 두 차례 모두 살펴보았습니다. 이 결정이 마지막입니다.',
  appeal_lowers_award:
    '이의에 대한 결정은 처음 보상보다 적을 수 없습니다. 처음 보상 이상으로 정하세요.',
  appeal_not_found: '그 이의 신청을 찾지 못했습니다. 목록을 새로 열고 다시 골라 주세요.',
  appeal_not_upheld: '받아들여져 승인까지 끝난 이의 신청이 아닙니다. 승인된 뒤에 다시 열어 주세요.',
  appeal_same_person: '처음 결정에 참여한 사람은 이의를 볼 수 없습니다. 다른 심사자에게 맡기세요.',
  appeal_too_early: '아직 결정이 승인되지 않았습니다. 결정이 나면 이의를 신청할 수 있습니다.',
  assertion_not_set_up:
    '앱에서 바로 들어오는 길이 아직 열려 있지 않습니다. 로그인 없이 바로 접수해 주세요.',
  assertion_refused:
    '앱에서 보낸 확인을 믿을 수 없어 쓰지 않았습니다. 앱에서 다시 열거나 로그인 없이 접수해 주세요.',
  assertion_used: '앱에서 보낸 확인은 한 번만 쓸 수 있습니다. 앱에서 다시 열어 주세요.',
  appeal_too_late: '이의를 신청할 수 있는 기간이 지났습니다. 사정이 있으면 문의처로 알려 주세요.',
  appeal_units_differ: ({ granted, found }: RefusalParams['appeal_units_differ']) =>
    `처음 결정은 ${granted}, 이번 결정은 ${found}을 줍니다. 서로 뺄 수 없는 단위이므로 처음 결정의 단위로 적으세요.`,
  assessment_not_found: '그 평가를 찾지 못했습니다. 목록을 새로 열고 다시 골라 주세요.',
  award_amount_malformed: '보상 금액을 읽지 못했습니다. 0보다 큰 금액을 숫자로 적으세요.',
  award_differs_without_note:
    '규정이 계산한 것과 다른 결정입니다. 왜 다른지 메모에 적어 다시 보내세요.',
  award_missing:
    '보상하기로 했지만 보상 내용이 없고, 규정만으로 나오는 금액도 없습니다. 하나 이상 적으세요.',
  award_not_expected:
    '보상하지 않는 결정에 보상 내용이 있습니다. 보상 내용을 지우거나 결정을 바꾸세요.',
  award_clause_unknown: ({ found, clauses }: RefusalParams['award_clause_unknown']) =>
    `그 규정에는 「${found}」 조항이 없습니다. 다음 가운데 고르세요: ${clauses}.`,
  award_policy_unknown:
    '그 보상의 근거가 되는 규정이 공개되어 있지 않습니다. 공개된 규정을 골라 주세요.',
  category_not_of_service:
    '고른 서비스는 다른 구분에 속합니다. 서비스를 다시 고르면 구분은 저절로 정해집니다.',
  category_unknown: '지금 질문지에 없는 구분입니다. 어느 쪽인지 목록에서 다시 골라 주세요.',
  checkpoint_not_found: '아직 서명된 장부가 없습니다. 잠시 뒤 다시 확인하세요.',
  claim_erased: '요청에 따라 지운 접수입니다. 다시 접수할 수 있습니다.',
  claim_id_malformed: '접수를 만들지 못했습니다. 처음 화면에서 새로 시작하면 접수할 수 있습니다.',
  claim_id_reused:
    '이 접수는 이미 받았습니다. 접수번호와 연락처로 조회하거나, 다른 내용이라면 처음 화면에서 새로 시작하세요.',
  claim_not_decidable:
    '지금 상태에서는 결정할 수 없습니다. 접수의 상태를 먼저 확인하고, 기다리는 결정이 있으면 그것부터 처리하세요.',
  claim_not_found:
    '접수번호와 연락처가 맞는 접수가 없습니다. 둘 다 다시 확인하고, 연락처는 접수할 때 적은 것을 적으세요.',
  claim_not_open:
    '결정이 진행되어 지금은 자료를 더할 수 없습니다. 결정에 동의하지 않으면 이의를 신청하면서 보낼 수 있습니다.',
  claims_file_column_missing:
    '꼭 필요한 열이 없습니다. 관리번호, 구분, 피해유형, 서비스 열이 있는지 확인해 주세요.',
  claims_file_empty: '파일에 접수할 줄이 없습니다. 내용이 있는 파일을 보내 주세요.',
  claims_file_too_long: '한 번에 5,000줄까지 보낼 수 있습니다. 파일을 나누어 보내 주세요.',
  claims_file_unreadable:
    '이 파일은 CSV로 읽을 수 없습니다. 표 프로그램에서 CSV로 다시 저장해 보내 주세요.',
  claims_not_chosen: '고른 조건에 맞는 청구가 없습니다. 심사를 기다리는 청구를 골라 주세요.',
  clock_met_without_source: '의무를 지켰다는 출처가 없습니다. 출처를 하나 이상 고르세요.',
  clock_never_in_force: '한 번도 시행되지 않은 법정 기한입니다. 시행 기간을 다시 확인하세요.',
  clock_still_running: ({ clock }: RefusalParams['clock_still_running']) =>
    `법정 기한 “${clock}”이(가) 아직 끝나지 않았습니다. 언제 어떻게 지켰는지 먼저 적으세요.`,
  closing_without_reason: '장애를 닫는 이유가 없습니다. 왜 지금 닫는지 적으세요.',
  cluster_not_found: '그 묶음을 찾지 못했습니다. 목록에서 다시 골라 주세요.',
  code_not_sent:
    '인증번호를 보내지 못했습니다. 적은 내용은 그대로 있습니다. 잠시 뒤 다시 눌러 주세요.',
  code_over: '인증번호를 쓸 수 있는 시간이 지났거나 여러 번 달랐습니다. 새 번호를 받아 주세요.',
  code_too_often: ({ waitSeconds }: RefusalParams['code_too_often']) =>
    `한 시간에 보낼 수 있는 인증번호를 모두 보냈습니다. ${Math.ceil(waitSeconds / 60)}분 뒤에 다시 받아 주세요.`,
  cause_unknown: '분담을 밝히려는 원인을 찾지 못했습니다. 목록에서 다시 골라 주세요.',
  code_wrong: '인증번호가 다릅니다. 가장 나중에 받은 여섯 자리 숫자를 다시 적어 주세요.',
  cohort_without_reason: '대상자를 그렇게 정한 이유가 없습니다. 이유를 적으세요.',
  contact_unreachable: '이 연락처로는 인증번호를 보낼 수 없습니다. 이메일 주소를 적어 주세요.',
  contested_finding_unknown: '반대하는 조사 결과를 찾지 못했습니다. 목록에서 다시 골라 주세요.',
  corrected_impact_superseded:
    '고치려는 진술에 더 새로운 판이 있습니다. 가장 새로운 판을 고치세요.',
  corrected_impact_unknown: '고치려는 진술이 없습니다. 목록을 새로 열고 다시 골라 주세요.',
  correction_of_another_statement:
    '고치려는 진술과 기능, 범위나 당사자가 다릅니다. 새 진술로 적으세요.',
  count_negative: '대상자 수가 0보다 작습니다. 0 이상으로 적으세요.',
  cross_site_request:
    '다른 사이트에서 보낸 요청이라 받지 않았습니다. 이 사이트의 화면에서 다시 하세요.',
  currency_differs: '금액의 통화가 다릅니다. 안내된 통화로 금액을 다시 적으세요.',
  confirmation_due: '돈이 나가는 일이라 비밀번호를 한 번 더 확인합니다. 확인한 뒤 이어서 하세요.',
  current_password_wrong:
    '지금 쓰는 비밀번호와 맞지 않습니다. 다시 적고, 잊었다면 관리자에게 일회용 비밀번호를 요청하세요.',
  database_conflict: '다른 사람이 같은 기록을 고치고 있습니다. 잠시 뒤 다시 하세요.',
  date_unreadable: '매출 파일에 읽지 못한 날짜가 있습니다. 2022-10-15처럼 적어 다시 보내 주세요.',
  decision_id_reused:
    '같은 번호의 결정이 다른 내용으로 이미 있습니다. 화면을 새로 열어 다시 결정하세요.',
  decision_not_final: '아직 결정이 나지 않았습니다. 결정이 난 뒤에 알려 주세요.',
  decision_not_found: '그 결정을 찾지 못했습니다. 목록을 새로 열고 다시 골라 주세요.',
  decision_not_pending: '이미 승인했거나 돌려보낸 결정입니다. 접수를 열어 지금 상태를 확인하세요.',
  determination_already_approved:
    '같은 규정과 대상의 일괄 산정이 이미 승인되었습니다. 그 산정으로 지급됩니다.',
  determination_run_id_reused:
    '같은 번호의 일괄 산정이 다른 내용으로 이미 있습니다. 새 번호로 다시 만드세요.',
  determination_run_not_found: '그 일괄 산정을 찾지 못했습니다. 목록을 새로 열고 다시 골라 주세요.',
  determination_replacement_unfit:
    '그 산정은 이 산정으로 바꿀 수 없습니다. 같은 장애와 같은 규정의 승인된 산정을 골라 주세요.',
  determination_due_outdated:
    '더 줄 것을 셈한 뒤에 승인된 산정이 달라졌습니다. 같은 대상의 산정 결과 파일을 모두 넣어 다시 산정하세요.',
  determination_run_decided:
    '이미 승인한 산정이라 그대로 둡니다. 바로잡은 대상자로 새 산정을 준비하세요.',
  determination_run_replaced: ({ replacedBy }: RefusalParams['determination_run_replaced']) =>
    `그 산정은 승인된 다른 산정 ${replacedBy}이(가) 이미 바로잡았습니다. 그 산정을 고르세요.`,
  determination_run_same_person:
    '내가 준비한 일괄 산정은 내가 승인할 수 없습니다. 다른 승인자에게 맡기세요.',
  domain_not_found: ({ domain }: RefusalParams['domain_not_found']) =>
    `목록에 “${domain}”이(가) 없습니다. 목록에 있는 이름을 고르세요.`,
  entry_not_found:
    '앱에서 들어오는 주소는 5분 안에 한 번만 열 수 있습니다. 앱에서 다시 열거나 로그인 없이 접수해 주세요.',
  facts_refused: ({ findings }: RefusalParams['facts_refused']) =>
    `규정이 받지 못하는 사실이 있습니다.${sayFacts(
      findings,
      (fact) => `${nameFact(fact, 'ko')}: 적힌 값 ${fact.found}, 맞는 값 ${fact.expected}`,
    )} 맞는 값으로 바로잡거나 신청인에게 자료를 요청하세요.`,
  fault:
    '처리하지 못했고 바뀐 것은 없습니다. 잠시 뒤 다시 해 보고, 그래도 같으면 도움 연락처로 알려 주세요.',
  finding_without_source: '원인 조사 결과에 출처가 없습니다. 출처를 하나 이상 고르세요.',
  forbidden:
    '이 일을 할 권한이 없습니다. 권한이 있는 사람에게 맡기거나 관리자에게 역할을 요청하세요.',
  function_repeated: ({ service, function: name }: RefusalParams['function_repeated']) =>
    `“${service} / ${name}” 기능이 두 번 적혀 있습니다. 하나만 남기세요.`,
  function_unknown: '그 서비스에 없는 기능입니다. 목록에서 다시 골라 주세요.',
  id_already_used: '같은 번호의 다른 기록이 있습니다. 화면을 새로 열어 다시 보내세요.',
  impact_not_adopted: ({ service, function: name }: RefusalParams['impact_not_adopted']) =>
    `“${service} / ${name}” 기능의 영향 시간이 아직 채택되지 않았습니다. 하나를 채택하고 다시 닫으세요.`,
  impact_still_open: '아직 끝나지 않은 영향이라 채택할 수 없습니다. 끝난 시각을 먼저 적으세요.',
  impact_superseded: '더 새로운 판이 있는 진술입니다. 가장 새로운 판을 채택하세요.',
  impact_unknown: '그 영향 진술이 없습니다. 목록을 새로 열고 다시 골라 주세요.',
  impact_without_interval: '영향 시간이 하나도 없습니다. 시작과 끝을 하나 이상 적으세요.',
  incident_closed:
    '닫힌 장애 기록이라 더 바꿀 수 없습니다. 지금까지의 기록은 그대로 볼 수 있습니다.',
  incident_not_found: '그 장애 기록을 찾지 못했습니다. 목록에서 다시 골라 주세요.',
  incident_not_restored: '아직 복구되지 않은 장애라 닫을 수 없습니다. 복구 시각을 먼저 적으세요.',
  timeline_entry_unknown: '타임라인에 그 항목이 없습니다. 타임라인을 다시 열어 주세요.',
  attachments_too_many: ({ countMax }: RefusalParams['attachments_too_many']) =>
    `이 항목에는 문서가 이미 ${countMax}개 있어 더 붙일 수 없습니다. 항목을 하나 더 만들어 주세요.`,
  attachment_not_found: '그 문서를 찾지 못했습니다. 타임라인을 다시 열어 주세요.',
  attachment_unshowable:
    '문서에 든 위치, 기기, 만든 사람 정보를 지울 수 없어 보여 드릴 수 없습니다. PDF나 사진으로 다시 저장해 붙여 주세요.',
  body_too_large: '한 번에 보낸 내용이 이 주소가 받는 크기보다 큽니다. 나누어 보내 주세요.',
  input_invalid: '읽지 못한 내용이 있습니다. 표시된 곳을 고쳐 다시 보내 주세요.',
  inventory_refused: '구성 목록에 고칠 곳이 있습니다. 표시된 파일과 줄을 고쳐 다시 올리세요.',
  inventory_too_large_to_score: ({
    nodeCount,
    nodesMax,
  }: RefusalParams['inventory_too_large_to_score']) =>
    `항목이 ${nodeCount}개로, 화면에서는 ${nodesMax}개까지 점수를 냅니다. 더 큰 목록은 운영자가 명령줄에서 계산할 수 있습니다.`,
  kind_unknown: '지금 질문지에 없는 피해입니다. 어떤 피해였는지 목록에서 다시 골라 주세요.',
  last_administrator: '관리자가 한 명도 남지 않게 됩니다. 다른 관리자를 먼저 정하세요.',
  ledger_not_found: '그 통화의 장부가 아직 없습니다. 장부가 있는 통화를 고르세요.',
  log_damaged: '장부를 다시 계산한 값이 저장된 값과 다릅니다. 운영자가 백업과 비교해야 합니다.',
  log_frozen: '장부에서 맞지 않는 곳을 찾아 서명을 멈추었습니다. 운영자가 장부를 점검해야 합니다.',
  lookup_too_often: ({ waitSeconds }: RefusalParams['lookup_too_often']) =>
    `맞지 않는 조회가 이어져 잠시 멈추었습니다. ${waitText(waitSeconds)} 뒤에 다시 조회하세요. 번호나 연락처를 모르면 도움 연락처로 물어보세요.`,
  loss_not_found: ({ lossCount }: RefusalParams['loss_not_found']) =>
    `그 손실은 이 평가에 없습니다. 이 평가에는 ${lossCount}개가 있으니 목록에서 고르세요.`,
  masked_part_not_found: '가리거나 다시 보일 부분을 찾지 못했습니다. 청구를 다시 열어 주세요.',
  no_claim_alike: '같은 처지의 청구가 없어 다시 결정할 것이 없습니다.',
  no_comparable_week: ({ from }: RefusalParams['no_comparable_week']) =>
    `매출 파일에 비교할 주가 없습니다. ${from}부터의 매출을 더해 다시 보내 주세요.`,
  no_outage_week: ({ from }: RefusalParams['no_outage_week']) =>
    `매출 파일에 장애가 있던 주의 매출이 없습니다. ${from}부터 한 주의 매출을 더해 다시 보내 주세요.`,
  no_site_in_inventory:
    '구성 목록에 잃을 수 있는 장소가 하나도 없습니다. 장소를 하나 이상 더해 다시 올리세요.',
  draft_of_another:
    '다른 연락처로 저장된 청구입니다. 그 연락처를 적거나 이 브라우저에서 이어 쓰세요.',
  drafts_too_many: ({ countMax }: RefusalParams['drafts_too_many']) =>
    `이 연락처로 이미 청구 ${countMax}건이 저장되어 있습니다. 그 가운데 하나를 접수하거나 다른 연락처를 적어 주세요.`,
  drafts_too_often: ({ waitSeconds }: RefusalParams['drafts_too_often']) =>
    `지금 쓰시는 통신망에서 한 시간 동안 아주 많은 청구가 저장되었습니다. ${Math.ceil(waitSeconds / 60)}분 뒤에 저장해 주세요. 접수는 지금도 할 수 있습니다.`,
  drill_plan_not_found: '이 훈련 계획을 찾지 못했습니다. 목록을 다시 여세요.',
  drill_plan_ended: '이미 했거나 취소한 훈련입니다. 다시 하려면 새로 계획하세요.',
  drill_plan_approved_already: '이미 승인한 훈련입니다.',
  drill_plan_own: '직접 계획한 훈련은 다른 사람이 승인합니다.',
  drill_shows_nothing: ({ domains }: RefusalParams['drill_shows_nothing']) =>
    `정확히 ${domains}만 잃을 때 0등급이 기대는 것이 없습니다. 제안된 훈련에서 고르세요.`,
  drill_out_of_order: ({ instant, order }: RefusalParams['drill_out_of_order']) =>
    `${nameInstant(instant)} 시각이 앞서야 할 시각보다 이릅니다. 순서: ${order.split(', ').map(nameInstant).join(', ')}.`,
  drill_not_held_yet: ({ instant, found }: RefusalParams['drill_not_held_yet']) =>
    `${nameInstant(instant)} 시각(${found}, 세계 표준시)이 아직 오지 않았습니다. 훈련을 마친 뒤 기록하거나 시각을 고치세요.`,
  option_not_found: ({ node, option }: RefusalParams['option_not_found']) =>
    `“${node}”에는 복구 방법 “${option}”이(가) 없습니다. 있는 것에서 고르세요.`,
  promise_not_found: '이 약속을 찾지 못했습니다. 목록을 다시 여세요.',
  promise_already_kept: ({ keptOn }: RefusalParams['promise_already_kept']) =>
    `이 약속은 ${keptOn}에 지킨 것으로 이미 기록되어 있습니다.`,
  promise_kept_in_future: ({ today }: RefusalParams['promise_kept_in_future']) =>
    `오늘은 ${today}입니다. 오늘까지의 날짜로 지킨 날을 적으세요.`,
  node_not_found: ({ node }: RefusalParams['node_not_found']) =>
    `구성 목록에 “${node}”이(가) 없습니다. 목록에 있는 이름을 고르세요.`,
  not_found: '찾는 주소가 없습니다. 주소를 다시 확인하거나 처음 화면에서 시작하세요.',
  outbound_closed:
    '이 서버는 사본이라 아무것도 내보내지 않습니다. 어느 쪽이 실제 서버인지 운영자가 정해야 합니다(`amends backup take-over`).',
  overloaded:
    '지금 접수가 몰려 잠시 받지 못했습니다. 내용은 그대로 있으니 잠시 뒤 다시 보내세요. 여러 번 보내도 한 번만 접수됩니다.',
  own_account: '자기 계정의 역할은 스스로 바꿀 수 없습니다. 다른 관리자에게 부탁해 주세요.',
  own_claim: '내가 입력한 접수는 내가 심사하거나 승인할 수 없습니다. 다른 담당자에게 맡기세요.',
  own_decision: '내가 한 결정은 내가 승인할 수 없습니다. 다른 승인자에게 맡기세요.',
  own_policy: '내가 쓴 규정은 내가 승인할 수 없습니다. 다른 승인자에게 맡기세요.',
  own_report: '내가 만든 초안은 내가 공개할 수 없습니다. 다른 승인자에게 맡기세요.',
  party_class_unknown: '지금 질문지에 없는 유형입니다. 어떤 분인지 목록에서 다시 골라 주세요.',
  party_repeated: ({ party }: RefusalParams['party_repeated']) =>
    `“${party}” 당사자가 두 번 적혀 있습니다. 하나만 남기세요.`,
  party_unknown: ({ party }: RefusalParams['party_unknown']) =>
    `“${party}” 당사자가 이 장애 기록에 없습니다. 목록에 있는 당사자를 고르세요.`,
  password_due: '일회용 비밀번호로 로그인했습니다. 내 비밀번호를 정하면 이어서 일할 수 있습니다.',
  password_too_short: ({ lengthMin }: RefusalParams['password_too_short']) =>
    `비밀번호가 짧습니다. ${lengthMin}자 이상으로 정하세요. 낱말 여러 개를 이어 쓰면 외우기 쉽습니다.`,
  policy_cases_failed: ({ failedCount }: RefusalParams['policy_cases_failed']) =>
    `규정 문서의 사례 가운데 ${failedCount}개가 적힌 대로 나오지 않습니다. 조항이나 사례를 고쳐 다시 올리세요.`,
  policy_not_found: '그 규정을 찾지 못했습니다. 목록을 새로 열고 다시 골라 주세요.',
  policy_not_simulated: ({ hash }: RefusalParams['policy_not_simulated']) =>
    `바로 이 본문(${hash})을 모의 실행한 적이 없습니다. amends policy simulate 규정파일 --population 대상자파일 --record 전자우편으로 모의 실행한 결과를 남긴 뒤 공포하세요.`,
  policy_refused: '규정 문서에 고칠 곳이 있습니다. 표시된 줄과 조항을 고쳐 다시 올리세요.',
  policy_too_costly: ({ seconds, megabytes }: RefusalParams['policy_too_costly']) =>
    `이 본문을 살펴보는 데 ${seconds}초나 ${megabytes}MB가 넘게 들어 멈췄고, 저장한 것은 없습니다. 규정을 문서 여러 개로 나누세요.`,
  policy_version_exists: ({ policyId, version }: RefusalParams['policy_version_exists']) =>
    `${policyId} ${version}판은 다른 내용으로 이미 있습니다. 다음 번호를 붙이세요.`,
  population_column_missing: ({ column }: RefusalParams['population_column_missing']) =>
    `대상자 파일에 ${column} 칸이 없습니다. 그 칸을 더해 다시 준비하세요.`,
  population_party_repeated: ({ partyId }: RefusalParams['population_party_repeated']) =>
    `대상자 파일에 ${partyId}이(가) 두 번 있습니다. 한 줄만 남기세요.`,
  population_unreadable: ({ file }: RefusalParams['population_unreadable']) =>
    `대상자 파일을 읽지 못했습니다: ${file}. CSV나 Parquet 파일로 다시 준비하세요.`,
  preview_outdated:
    '미리 본 뒤에 바뀐 청구가 있어 아무것도 기록하지 않았습니다. 다시 미리 보고 결정해 주세요.',
  public_entry_without_source: '공개할 경과에 출처가 없습니다. 출처를 고르거나 내부용으로 두세요.',
  questionnaire_malformed: '질문지에 고칠 곳이 있습니다. 표시된 곳을 고쳐 다시 올리세요.',
  questionnaire_not_found:
    '그 장애에는 아직 질문지가 없거나 그 판이 없습니다. 질문지를 공개하거나 있는 판을 고르세요.',
  questionnaire_unknown: '그 사이에 질문이 바뀌었습니다. 답을 다시 확인하고 보내면 접수됩니다.',
  questionnaire_version_exists: ({ version }: RefusalParams['questionnaire_version_exists']) =>
    `${version}판은 다른 내용으로 이미 공개되었습니다. 다음 번호를 붙여 공개하세요.`,
  rules_changed: ({ version }: RefusalParams['rules_changed']) =>
    `읽으신 뒤에 다른 사람이 ${version}판을 공개했습니다. 다시 불러와서 고쳐 주세요.`,
  reason_not_for_outcome:
    '그 이유는 이 결정과 맞지 않습니다. 이 결정에 쓸 수 있는 이유를 골라 주세요.',
  reason_unknown: '목록에 없는 이유입니다. 목록에서 이유를 골라 주세요.',
  receipt_proof_not_found: '접수증의 증명이 아직 장부에 없습니다. 몇 초 뒤에 다시 확인하세요.',
  received_in_future: '받은 시각이 지금보다 뒤입니다. 편지나 전화를 실제로 받은 시각을 적으세요.',
  redecision_exists:
    '이 이의 신청을 따라 다시 결정하는 묶음이 이미 있습니다. 그 묶음을 열어 주세요.',
  redecision_not_found: '다시 결정하는 묶음을 찾지 못했습니다. 목록에서 다시 골라 주세요.',
  reply_id_reused: '같은 번호로 다른 안내가 이미 나갔습니다. 새 안내로 다시 보내 주세요.',
  responsibility_without_reason: '책임 비율에 이유가 없습니다. 그렇게 보는 이유를 적으세요.',
  restored_before_opening: '복구 시각이 장애 시작보다 앞섭니다. 시작 뒤의 시각을 적으세요.',
  row_cancelled:
    '취소로 표시된 매출은 빼고 계산했습니다. 맞지 않으면 취소 금액에 빼기 표시를 해 다시 보내 주세요.',
  row_short:
    '매출 파일에 칸이 모자란 줄이 있습니다. 줄마다 날짜와 매출을 모두 적어 다시 보내 주세요.',
  sales_file_too_costly:
    '매출 파일을 읽는 데 시간이 너무 오래 걸렸습니다. 비교에 필요한 달만 남기고 CSV로 저장해 다시 보내 주세요.',
  sales_file_too_long: '매출 파일이 너무 깁니다. 비교에 필요한 달만 남겨 다시 보내 주세요.',
  sales_file_unreadable:
    '매출 파일을 표로 읽지 못했습니다. 사진이나 PDF로는 계산할 수 없으니, 표를 엑셀(XLSX)이나 CSV로 저장해 다시 보내 주세요.',
  sales_header_missing:
    '매출 파일에서 날짜와 매출 칸을 찾지 못했습니다. 첫 줄에 “날짜”와 “매출”이라고 적어 다시 보내 주세요.',
  second_review_answered: '이미 다른 심사자가 한 번 더 살펴보았습니다. 청구를 다시 열어 주세요.',
  second_review_differs: '한 번 더 살펴본 심사자의 의견이 다릅니다. 결정을 심사로 돌려보내 주세요.',
  second_review_due:
    '이 결정은 다른 심사자가 한 번 더 살펴보기로 되어 있습니다. 확인이 끝나면 승인할 수 있습니다.',
  second_review_not_found: '한 번 더 살펴볼 결정이 아닙니다. 목록에서 다시 골라 주세요.',
  service_unknown: '지금 질문지에 없는 서비스입니다. 어떤 서비스였는지 목록에서 다시 골라 주세요.',
  session_not_found: '그 로그인은 이미 끝났습니다. 목록을 새로 열어 확인하세요.',
  sign_in_delayed: ({ waitSeconds }: RefusalParams['sign_in_delayed']) =>
    `맞지 않는 로그인이 이어져 잠시 멈추었습니다. ${waitText(waitSeconds)} 뒤에 다시 로그인하세요. 비밀번호를 잊었다면 관리자에게 일회용 비밀번호를 요청하세요.`,
  sign_in_refused:
    '이메일과 비밀번호가 맞지 않습니다. 둘 다 다시 확인하고, 잊었다면 관리자나 서버 운영자(`amends staff one-time-password`)에게 일회용 비밀번호를 요청하세요.',
  signed_out: '로그인이 끝났거나 아직 로그인하지 않았습니다. 다시 로그인하고 이어서 하세요.',
  signing_busy: '다른 곳에서 장부에 서명하고 있습니다. 잠시 뒤 다시 하세요.',
  slug_taken: ({ slug }: RefusalParams['slug_taken']) =>
    `“${slug}”은(는) 다른 장애가 쓰고 있는 주소 이름입니다. 다른 이름을 정하세요.`,
  source_repeated: ({ number }: RefusalParams['source_repeated']) =>
    `출처 번호 ${number}이(가) 두 번 쓰였습니다. 번호를 다르게 붙이세요.`,
  source_unknown: ({ number }: RefusalParams['source_unknown']) =>
    `출처 ${number}번이 이 장애 기록에 없습니다. 출처를 먼저 더하세요.`,
  staff_disabled: ({ name }: RefusalParams['staff_disabled']) =>
    `${name} 님은 사용이 중지되어 있습니다. 먼저 다시 사용하게 하고 비밀번호를 만드세요.`,
  staff_email_taken: ({ email }: RefusalParams['staff_email_taken']) =>
    `${email} 주소는 다른 직원이 쓰고 있습니다. 다른 주소를 적거나 그 직원을 고치세요.`,
  staff_not_found: '그 직원을 찾지 못했습니다. 목록을 새로 열고 다시 골라 주세요.',
  stated_loss_negative: '손해 금액이 0보다 작습니다. 0 이상으로 적거나 비워 두고 넘어가세요.',
  ticket_altered:
    '접수 시각 확인증의 내용이 처음 드린 것과 다릅니다. 저장해 두신 파일을 그대로 보내 주세요. 접수 기간 안이라면 확인증 없이도 접수할 수 있습니다.',
  ticket_expired:
    '접수 시각 확인증을 쓸 수 있는 30일이 지났습니다. 접수 기간 안이라면 확인증 없이 접수할 수 있습니다.',
  ticket_forged:
    '이 사이트에서 드린 접수 시각 확인증이 아닙니다. 확인증을 받은 사이트에서 접수하시거나, 확인증 없이 접수해 주세요.',
  ticket_other_claim:
    '다른 접수의 확인증이거나, 확인증을 받은 뒤에 접수 내용이 바뀌었습니다. 그때 내용 그대로 보내시거나, 확인증 없이 접수해 주세요.',
  ticket_other_incident:
    '다른 장애의 접수 시각 확인증입니다. 그 장애에서 접수하시거나, 확인증 없이 접수해 주세요.',
  upload_not_found: '보내던 파일을 찾지 못했습니다. 파일을 다시 골라 주세요.',
  upload_out_of_step:
    '파일이 이어지지 않았습니다. 파일을 다시 골라 주세요. 다 받은 파일은 그대로 있습니다.',
  window_closed:
    '접수가 마감되었습니다. 제때 접수하지 못한 사정이 있었다면 도움 연락처로 알려 주세요.',
  window_not_open:
    '아직 접수를 시작하지 않았습니다. 적은 내용은 그대로 있으니 접수가 시작되면 다시 보내세요.',
  zone_unknown: ({ zone }: RefusalParams['zone_unknown']) =>
    `“${zone}” 시간대를 찾지 못했습니다. Asia/Seoul처럼 적으세요.`,
};

const instants: Readonly<Record<string, string>> = {
  startedAt: '시작',
  detectedAt: '알아챈',
  decidedAt: '결정한',
  firstStepAt: '첫 조치',
  doneAt: '돌아온',
};

/** The word for one time of a drill. */
const nameInstant = (instant: string): string => instants[instant] ?? instant;

/** The sentence for a code that has none of its own yet. */
export const refusalFallback =
  '요청을 받지 못했습니다. 적은 내용은 그대로 있으니 잠시 뒤 다시 눌러 주세요.';

/** Why a claim was decided as it was, by reason code, to the claimant. */
export const reasonSentences: Readonly<Record<string, string>> = {
  policy_met: '공개된 규정의 조건에 맞습니다.',
  individual_review: '담당자가 사정을 하나하나 확인해 결정했습니다.',
  appeal_upheld: '이의를 다시 확인해 받아들였습니다.',
  alike_appeal_upheld: '같은 처지의 이의 신청이 받아들여져 이 청구도 다시 결정했습니다.',
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
