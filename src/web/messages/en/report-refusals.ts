import type { reportRefusals as ko } from '../ko/report-refusals.ts';
import type { RefusalParams } from '../refusal-params.ts';

/** What a person reads when something about a report was refused, by code, in English. */
export const reportRefusals: typeof ko = {
  report_draft_not_found: 'That draft was not found. Open the list again and choose it there.',
  report_draft_outdated: ({ publishedVersion }: RefusalParams['report_draft_outdated']) =>
    `Version ${publishedVersion} was published since this draft was made. Make a new draft.`,
  report_not_found: 'That report was not found. Choose one from the list of versions.',
  report_question_open: ({ pointer, question }: RefusalParams['report_question_open']) =>
    `${pointer} still has a question of the template: “${question}”. Answer it, or take the line out.`,
  report_text_one_language: ({ pointer }: RefusalParams['report_text_one_language']) =>
    `${pointer} is written in the other language only. Write it in both, or in neither.`,
  report_text_too_long: ({ pointer, most }: RefusalParams['report_text_too_long']) =>
    `${pointer} is longer than ${most} characters. Shorten it.`,
  report_unchanged: ({ version }: RefusalParams['report_unchanged']) =>
    `Nothing differs from version ${version}, which is published. It stands as it is.`,
};
