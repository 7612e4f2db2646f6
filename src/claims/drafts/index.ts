// biome-ignore-all format: the door is read as a table of names, several to a line
export { proveContact, type SendCodeRefusal, sendCode } from './code-commands.ts';
export { plainContact } from './contact-digest.ts';
export { type DraftRefusal, forgetDraft, listDrafts, type SavedDraft, saveDraft } from './draft-commands.ts';
export type { CodeRefusal } from './one-time-code.ts';
