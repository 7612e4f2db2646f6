export { type ClassName, namesOfClasses } from './class-names.ts';
