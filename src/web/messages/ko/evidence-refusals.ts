import type { RefusalParams } from '../refusal-params.ts';

const megabytes = (bytes: number): number => Math.floor(bytes / (1024 * 1024));

/** What is said of documents that were refused, by code, in Korean. */
export const evidenceRefusals = {
  evidence_cut_off: ({ filename }: RefusalParams['evidence_cut_off']) =>
    `파일이 중간에 끊겼습니다: ${filename}. 원래 파일을 열어 온전한지 보고 다시 보내 주세요. 적은 답은 그대로 있습니다.`,
  evidence_empty: ({ filename }: RefusalParams['evidence_empty']) =>
    `비어 있는 파일입니다: ${filename}. 내용이 있는 파일을 다시 골라 주세요.`,
  evidence_encrypted: ({ filename }: RefusalParams['evidence_encrypted']) =>
    `비밀번호가 걸린 파일입니다: ${filename}. 비밀번호를 푼 파일이나 화면을 찍은 사진을 보내 주세요. 비밀번호는 알려 주지 마세요.`,
  evidence_infected: ({ filename }: RefusalParams['evidence_infected']) =>
    `바이러스 검사에서 걸린 파일입니다: ${filename}. 받지 않고 지웠습니다. 다른 기기에서 만든 파일이나 사진을 보내 주세요.`,
  evidence_kind_unknown: '질문지에 없는 종류의 자료입니다. 목록에 있는 자료 가운데 골라 주세요.',
  evidence_masked: '가려 둔 자료입니다. 꼭 봐야 한다면 먼저 가림을 풀어 주세요.',
  evidence_not_found: '그 자료가 없거나 이미 지웠습니다. 접수를 다시 열어 자료 목록을 확인하세요.',
  evidence_swells: ({ filename }: RefusalParams['evidence_swells']) =>
    `열면 지나치게 커지는 파일입니다: ${filename}. 필요한 부분만 남겨 저장하거나 더 작은 사진으로 보내 주세요.`,
  evidence_together_too_large: ({ bytesMax }: RefusalParams['evidence_together_too_large']) =>
    `파일을 모두 합하면 ${megabytes(bytesMax)} MB를 넘습니다. 꼭 필요한 것을 먼저 보내 주세요.`,
  evidence_too_large: ({ filename, bytesMax }: RefusalParams['evidence_too_large']) =>
    `파일이 너무 큽니다: ${filename}. 파일 하나에 ${megabytes(bytesMax)} MB까지 보낼 수 있으니 줄이거나 나누어 보내세요.`,
  evidence_too_many: ({ countMax }: RefusalParams['evidence_too_many']) =>
    `파일이 너무 많습니다. 접수 하나에 모두 ${countMax}개까지 보낼 수 있으니 꼭 필요한 것을 골라 주세요.`,
  evidence_type_refused: ({ filename }: RefusalParams['evidence_type_refused']) =>
    `읽을 수 없는 형식의 파일입니다: ${filename}. CSV, PDF, JPG, PNG, XLSX 파일로 바꾸어 보내세요.`,
  evidence_unscanned:
    '바이러스 검사기가 답하지 않아 자료를 열지 않았습니다. 관리자에게 알리고 잠시 뒤 다시 여세요.',
  evidence_unshowable:
    '이 사진은 위치나 기기 정보를 지운 모습으로 그릴 수 없어 보여 드리지 않습니다. 다시 보내 달라고 요청하세요.',
};
