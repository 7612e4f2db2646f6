/** A door of the claims room: what keeps personal data sealed. */
export { runSealing, sealAnswers } from './seal-commands.ts';
