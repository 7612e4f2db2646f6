// biome-ignore-all format: the door is read as a table of names, several to a line
export { expireGrants, setRemedyTerm } from '../grants/grant-commands.ts';
export { type GrantTotal, listGrantTotals } from '../grants/grant-queries.ts';
export { type DayTotals, type Fund, listDayTotals, listFunds } from './fund-queries.ts';
