import { withoutEnd } from '../../kernel/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';

/** Reads the address a copy is reached at, and gives it without a slash at the end. */
export function readAddress(text: string): string {
  if (URL.canParse(text) && /^https?:/.test(text)) return withoutEnd(text, '/');
  throw new CommandExit(
    `--address is "${text}"; it should be where the copy is reached, such as https://status.example.org.`,
    exitCode.wrongInput,
  );
}
