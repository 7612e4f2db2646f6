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
