export type { Attachment, DocumentExaminer } from './attachment.ts';
export {
  type AttachedDocument,
  listPublicAttachments,
  loadPublicAttachment,
} from './attachment-store.ts';
export { sendDocument } from './send-document.ts';
