import type { RefusalParams } from '../refusal-params.ts';

/** What a person reads when something about ways to pay was refused, by code, in Korean. */
export const payoutRefusals = {
  claim_without_award: '이 접수에는 지급할 보상이 없습니다. 결정을 먼저 확인하세요.',
  manual_result_in_future: '처리한 때가 앞날로 적혀 있습니다. 은행이 처리한 때를 적으세요.',
  manual_result_not_found: '확인을 기다리는 결과가 없습니다. 목록을 새로 열어 보세요.',
  manual_result_same_person: '내가 적은 결과는 내가 확인할 수 없습니다. 다른 사람에게 맡기세요.',
  manual_result_waits:
    '이미 적은 결과가 확인을 기다리고 있습니다. 먼저 그것을 확인하거나 돌려보내세요.',
  payee_unwritable:
    '받는 분의 정보를 은행 파일에 적을 수 없습니다. 은행이 쓰는 글자로 다시 물어보세요.',
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
};
