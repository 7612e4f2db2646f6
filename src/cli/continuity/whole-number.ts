import { CommandExit, exitCode } from '../shell/exit.ts';

/**
 * Gives a reader of a flag that takes a whole number.
 *
 * @throws CommandExit 2 when what is given is not one, or below the least
 */
export function wholeNumber(flag: string, least: number): (text: string) => number {
  return (text) => {
    const value = Number(text.replaceAll('_', ''));
    if (/^[\d_]+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
    const message = `${flag} takes a whole number, ${least} or more; found "${text}".`;
    throw new CommandExit(message, exitCode.wrongInput);
  };
}
