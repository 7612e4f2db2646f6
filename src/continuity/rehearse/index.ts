// biome-ignore-all format: the door is read as a table of names, several to a line
export { type DeclaredNeed, type NeedRefusal, needsOfOption, parseNeed } from './declared-need.ts';
export { type ContactKind, judgeRehearsal, type NameAsked, type RehearsalFacts, type RehearsalReport, type Undoing } from './rehearsal-report.ts';
export { DECLARED_NET, type Endpoint, readSet, renderRuleset, standIn, UNDECLARED_NET } from './ruleset.ts';
