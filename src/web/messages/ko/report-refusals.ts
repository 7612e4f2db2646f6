import type { RefusalParams } from '../refusal-params.ts';

/** What a person reads when something about a report was refused, by code, in Korean. */
export const reportRefusals = {
  report_draft_not_found: '그 보고서 초안을 찾지 못했습니다. 목록을 새로 열고 다시 골라 주세요.',
  report_draft_outdated: ({ publishedVersion }: RefusalParams['report_draft_outdated']) =>
    `초안을 만든 뒤에 ${publishedVersion}판이 공개되었습니다. 초안을 새로 만드세요.`,
  report_not_found: '그 보고서를 찾지 못했습니다. 공개된 판 목록에서 고르세요.',
  report_question_open: ({ pointer, question }: RefusalParams['report_question_open']) =>
    `${pointer}에 양식의 물음이 남아 있습니다: “${question}”. 답을 적거나 그 줄을 지우세요.`,
  report_text_one_language: ({ pointer }: RefusalParams['report_text_one_language']) =>
    `${pointer} 칸이 비었는데 다른 언어에는 글이 있습니다. 두 언어로 모두 쓰거나 모두 비우세요.`,
  report_text_too_long: ({ pointer, most }: RefusalParams['report_text_too_long']) =>
    `${pointer} 칸의 글이 ${most}자를 넘습니다. 줄여 주세요.`,
  report_unchanged: ({ version }: RefusalParams['report_unchanged']) =>
    `공개된 ${version}판과 다른 것이 없습니다. 새로 공개하지 않아도 됩니다.`,
};
