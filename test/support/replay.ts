import { expect } from 'vitest';
import { runCommand } from './command.ts';

interface Determination {
  accountsPerSecond?: number;
  peakMemoryBytes?: number;
}

/** The figures of a replay, without what depends on the machine's speed. */
function figuresOf(output: string): Record<string, unknown> {
  const document = JSON.parse(output.slice(output.indexOf('{\n'))) as {
    determinations: Determination[];
  };
  for (const determination of document.determinations) {
    delete determination.accountsPerSecond;
    delete determination.peakMemoryBytes;
  }
  return document as unknown as Record<string, unknown>;
}

/** Runs `amends case run … --json` to its end on the data folder and gives its figures. */
export async function replayCase(
  args: readonly string[],
  dir: string,
): Promise<Record<string, unknown>> {
  const { code, output } = await runCommand(args, { AMENDS_DATA_DIR: dir });
  expect(output, output).toContain('"ledger"');
  expect(code).toBe(0);
  return figuresOf(output);
}
