// biome-ignore-all format: the door is read as a table of names, several to a line
export { admitDocuments, admitEvidence } from './admit-commands.ts';
export { documentBytesMax, stripDocument } from './examine-document.ts';
export { answerTus } from './tus-upload.ts';
export { examineForTaking, forgetUploads, listUploads, openUploads, releaseUploads, storeUpload, type UploadRefusal } from './upload-commands.ts';
export type { Upload } from './upload-store.ts';
