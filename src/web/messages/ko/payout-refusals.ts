import type { RefusalParams } from '../refusal-params.ts';

const fields: Readonly<Record<string, string>> = {
  bank: '은행',
  account: '계좌번호',
  holder: '예금주',
  payee: '받는 분',
  payee_memo: '받는 통장 표시',
  title: '제목 줄',
};
const ofTemplate: readonly string[] = ['payee_memo', 'title'];

/** What a person reads when something about ways to pay was refused, by code, in Korean. */
export const payoutRefusals = {
  claim_without_award: '이 접수에는 지급할 보상이 없습니다. 결정을 먼저 확인하세요.',
  contact_not_proved:
    '접수할 때 적은 연락처가 확인되지 않았습니다. 진행 상황 화면에서 그 연락처로 인증번호를 다시 받아 주세요.',
  manual_result_in_future: '처리한 때가 앞날로 적혀 있습니다. 은행이 처리한 때를 적으세요.',
  manual_result_not_found: '확인을 기다리는 결과가 없습니다. 목록을 새로 열어 보세요.',
  manual_result_same_person: '내가 적은 결과는 내가 확인할 수 없습니다. 다른 사람에게 맡기세요.',
  manual_result_waits:
    '이미 적은 결과가 확인을 기다리고 있습니다. 먼저 그것을 확인하거나 돌려보내세요.',
  payee_not_asked:
    '지금은 계좌를 기다리는 보상금이 없습니다. 진행 상황 화면의 지급 상태를 확인해 주세요.',
  payee_unwritable: ({ field, reference }: RefusalParams['payee_unwritable']) => {
    const part = fields[field] ?? '받는 분의 정보';
    return ofTemplate.includes(field)
      ? `은행 파일의 “${part}”에 은행이 쓰지 않는 글자가 있습니다. 지급 경로의 파일 모양에서 고치세요.`
      : `지급 ${reference ?? ''}의 “${part}”을 은행 파일에 적을 수 없습니다. 신청인에게 은행이 쓰는 글자로 다시 물어보세요.`;
  },
  payout_not_manual: ({ rail }: RefusalParams['payout_not_manual']) =>
    `“${rail}” 경로의 지급은 손으로 결과를 적지 않습니다. 그 경로에 결과를 물어보세요.`,
  payout_rail_unfit: ({ rail }: RefusalParams['payout_rail_unfit']) =>
    `“${rail}” 경로로는 이것을 줄 수 없습니다. 줄 수 있는 경로를 고르세요.`,
  payout_state_settled: '이 지급은 결과가 이미 정해졌습니다. 지급 화면에서 확인하세요.',
  rail_file_not_found: '그 파일을 찾지 못했습니다. 목록을 새로 열고 다시 골라 주세요.',
  rail_file_state_refused:
    '파일을 이미 은행에 냈거나 버렸거나, 아직 만들지 않았습니다. 파일의 상태를 확인하세요.',
  rail_key_malformed: '열쇠를 읽을 수 없습니다. whsec_나 whpk_로 시작하는 열쇠를 붙여 넣으세요.',
  rail_key_unfit:
    '그 열쇠로는 이 일을 할 수 없습니다. 서명에는 비밀 열쇠, 확인에는 상대의 공개 열쇠를 쓰세요.',
  rail_not_set_up: ({ rail }: RefusalParams['rail_not_set_up']) =>
    `“${rail}” 경로가 등록되어 있지 않습니다. 먼저 등록하세요.`,
  rail_reads_no_such_file: '이 경로는 그런 파일을 읽지 않습니다. 경로의 설정을 확인하세요.',
  rail_writes_no_files: '이 경로는 은행 파일을 만들지 않습니다. 파일로 보내는 경로를 고르세요.',
  unclaimed_terms_disordered:
    '날짜 수는 알림, 따로 두기, 넘기기 순서로 커져야 하고, 넘기려면 넘길 곳도 적어야 합니다.',
  alarm_not_found: '그 알림을 찾지 못했습니다. 목록을 새로 열고 다시 골라 주세요.',
  approval_over_day_limit: ({ limitMinor }: RefusalParams['approval_over_day_limit']) =>
    `오늘 승인한 금액과 더하면 하루 한도 ${limitMinor}을 넘습니다. 내일 승인하거나 한도가 더 큰 사람에게 맡기세요.`,
  approval_over_payment_limit: ({ limitMinor }: RefusalParams['approval_over_payment_limit']) =>
    `한 건에 승인할 수 있는 한도 ${limitMinor}을 넘는 지급이 있습니다. 한도가 더 큰 사람이 승인해야 합니다.`,
  approval_over_run_limit: ({ limitMinor }: RefusalParams['approval_over_run_limit']) =>
    `한 번에 승인할 수 있는 한도 ${limitMinor}을 넘습니다. 한도가 더 큰 사람이 승인해야 합니다.`,
  determination_already_approved:
    '같은 규정과 대상의 일괄 산정이 이미 승인되었습니다. 그 산정으로 지급됩니다.',
  determination_run_id_reused:
    '같은 번호의 일괄 산정이 다른 내용으로 이미 있습니다. 새 번호로 다시 만드세요.',
  determination_run_not_found: '그 일괄 산정을 찾지 못했습니다. 목록을 새로 열고 다시 골라 주세요.',
  determination_run_same_person:
    '내가 준비한 일괄 산정은 내가 승인할 수 없습니다. 다른 승인자에게 맡기세요.',
  exception_not_bookable:
    '우리가 보낸 돈이 나간 내역만 돌려받을 돈으로 적을 수 있습니다. 이 줄은 처리한 것으로 닫으세요.',
  exception_not_found: '그 대사 예외를 찾지 못했습니다. 목록을 새로 열고 다시 골라 주세요.',
  payout_event_refused: '지급의 지금 상태와 맞지 않는 소식입니다. 대사 화면에서 확인하세요.',
  payout_not_found: '그 지급을 찾지 못했습니다. 목록을 새로 열고 다시 골라 주세요.',
  payout_rail_unknown: ({ rail }: RefusalParams['payout_rail_unknown']) =>
    `${rail}(이)라는 지급 수단이 없습니다. 등록된 지급 수단을 고르거나 먼저 등록하세요.`,
  payout_rail_differs: ({ rail }: RefusalParams['payout_rail_differs']) =>
    `이 지급은 “${rail}” 경로로 준비했습니다. 그 경로로 보내세요.`,
  payout_run_changed: '준비한 뒤로 지급할 내용이 달라졌습니다. 지급 묶음을 새로 준비하세요.',
  payout_run_empty: ({ heldBackCount }: RefusalParams['payout_run_empty']) =>
    `지금 지급할 보상이 없습니다. 보류된 것은 ${heldBackCount}건입니다. 보류된 이유를 확인하세요.`,
  payout_run_id_reused:
    '같은 번호의 지급 묶음이 다른 내용으로 이미 있습니다. 화면을 새로 열어 다시 준비하세요.',
  payout_run_not_found: '그 지급 묶음을 찾지 못했습니다. 목록을 새로 열고 다시 골라 주세요.',
  payout_run_same_person: '내가 준비한 지급은 내가 승인할 수 없습니다. 다른 승인자에게 맡기세요.',
  payout_run_state_refused:
    '지금 상태에서는 할 수 없는 일입니다. 지급 묶음의 상태를 확인하세요. 보내려면 먼저 승인이 있어야 합니다.',
  population_column_missing: ({ column }: RefusalParams['population_column_missing']) =>
    `대상자 파일에 ${column} 칸이 없습니다. 그 칸을 더해 다시 준비하세요.`,
  population_party_repeated: ({ partyId }: RefusalParams['population_party_repeated']) =>
    `대상자 파일에 ${partyId}이(가) 두 번 있습니다. 한 줄만 남기세요.`,
  population_unreadable: ({ file }: RefusalParams['population_unreadable']) =>
    `대상자 파일을 읽지 못했습니다: ${file}. CSV나 Parquet 파일로 다시 준비하세요.`,
};
