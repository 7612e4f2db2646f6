import { PlatformError } from '../platform/index.ts';

/** What the exit codes of every command mean; documented in docs/operating/commands.md. */
export const exitCode = {
  done: 0,
  failed: 1,
  wrongInput: 2,
  needsApproval: 3,
  conflict: 4,
} as const;

/** Ends a command with a sentence for its user and an exit code. */
export class CommandExit extends Error {
  readonly exitCode: number;

  constructor(message: string, code: number) {
    super(message);
    this.name = 'CommandExit';
    this.exitCode = code;
  }
}

const wrongInputCodes = new Set(['config_invalid', 'database_name', 'input_invalid']);

/** Prints why a command ended and gives the exit code; unexpected errors print their stack. */
export function reportEnd(error: unknown): number {
  if (error instanceof CommandExit) {
    if (error.message !== '') process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
  if (error instanceof PlatformError) {
    process.stderr.write(`${error.message}\n`);
    return wrongInputCodes.has(error.code) ? exitCode.wrongInput : exitCode.failed;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`Amends met an error it did not expect:\n${text}\n`);
  return exitCode.failed;
}
