/** The second door of the claims room: filing in a rush, and tickets for when it cannot be stored. */
export { filingProgram } from './beside/filing-program.ts';
export type { ClaimGate, Filing, FilingOutcome } from './filing-commands.ts';
export { hotFiling } from './filing-routes.ts';
export { parseClaimBody, renderClaimBody } from './keep-claim.ts';
export type { Ticket } from './ticket.ts';
