// biome-ignore-all format: the door is read as a table of names, several to a line
export { confirmContact, findOwnClaim, listClaimsOfContact, listClaimsOfParty, loadClaimContact, loadOwnContact, loadReachable, type OwnClaim, type ReachableClaimant } from './contact-commands.ts';
export { type Entered, takeEntry } from './entry-commands.ts';
