import type { evidenceRefusals as ko } from '../ko/evidence-refusals.ts';
import type { RefusalParams } from '../refusal-params.ts';

const megabytes = (bytes: number): number => Math.floor(bytes / (1024 * 1024));

/** What is said of documents that were refused, by code, in English. */
export const evidenceRefusals: typeof ko = {
  evidence_cut_off: ({ filename }: RefusalParams['evidence_cut_off']) =>
    `This file ends in the middle: ${filename}. Open the original to see that it is whole, and send it again. Your answers are kept.`,
  evidence_empty: ({ filename }: RefusalParams['evidence_empty']) =>
    `The file is empty: ${filename}. Choose one with content.`,
  evidence_encrypted: ({ filename }: RefusalParams['evidence_encrypted']) =>
    `This file is locked with a password: ${filename}. Send a copy without the password, or a photo of the screen. Do not send us the password.`,
  evidence_infected: ({ filename }: RefusalParams['evidence_infected']) =>
    `The virus scan found something in this file: ${filename}. It was not kept. Send a file made on another device, or a photo.`,
  evidence_kind_unknown:
    'The questionnaire does not have that kind of document. Choose one from the list.',
  evidence_masked: 'That document is masked. Lift the mask first when it has to be read.',
  evidence_not_found:
    'That document does not exist or was erased. Open the claim again and look at its list.',
  evidence_swells: ({ filename }: RefusalParams['evidence_swells']) =>
    `This file becomes far too large when it is opened: ${filename}. Save only the part that matters, or send a smaller picture.`,
  evidence_together_too_large: ({ bytesMax }: RefusalParams['evidence_together_too_large']) =>
    `Together the files are above ${megabytes(bytesMax)} MB. Send the most telling ones first.`,
  evidence_too_large: ({ filename, bytesMax }: RefusalParams['evidence_too_large']) =>
    `The file is too large: ${filename}. One file may have ${megabytes(bytesMax)} MB: make it smaller, or send it in parts.`,
  evidence_too_many: ({ countMax }: RefusalParams['evidence_too_many']) =>
    `There are too many files. One claim takes ${countMax} in all: choose those that show most.`,
  evidence_type_refused: ({ filename }: RefusalParams['evidence_type_refused']) =>
    `The file is of a kind we cannot read: ${filename}. Send it as CSV, PDF, JPG, PNG or XLSX.`,
  evidence_unscanned:
    'The virus scanner does not answer, so the document stays closed. Tell an administrator and open it again later.',
  evidence_unshowable:
    'This picture cannot be drawn without the place and device kept in it, so it is not shown. Ask for it again.',
};
