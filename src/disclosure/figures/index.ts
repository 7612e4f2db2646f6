export type { Bounds, CashFigures, Figures, PolicyFigures } from './figures.ts';
export { type InputFile, toInputFile } from './input-file.ts';
export { anyValue, groupMin } from './k-anonymous.ts';
export { type FiguresRefusal, reckonFigures } from './reckon-figures.ts';
