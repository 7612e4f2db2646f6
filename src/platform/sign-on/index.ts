export { type Attempt, beginAttempt, type Purpose, resumeAttempt } from './attempt.ts';
export { type Issuer, openIssuer } from './issuer.ts';
export { endReading, isReading, letReaderIn, readerMs } from './readers.ts';
export { readReturnPath } from './return-path.ts';
export type { SignOnSettings } from './settings.ts';
export { signOnStaff } from './sign-on.ts';
