// biome-ignore-all format: the door is read as a table of names, several to a line
export { answerSatisfaction, countSatisfaction, isSatisfactionOpen, type SatisfactionCount } from './satisfaction-commands.ts';
