export { type AwardName, awardNameIn, type NamedAward, namesOfAwards } from './award-names.ts';
