import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Outcome } from '../kernel/index.ts';
import { PlatformError } from './platform-error.ts';

/** Why a file of the operator cannot be used: every place that is off. */
export interface UnreadableData {
  readonly code: string;
  readonly findings: readonly string[];
}

/**
 * Reads a YAML or JSON file that a variable names.
 *
 * @param file.variable the variable, for the message
 * @param file.read decides over the data
 * @throws PlatformError `config_invalid` that names the variable, the file and every place that is off
 */
export function readDataFile<T>(file: {
  readonly variable: string;
  readonly path: string;
  readonly read: (data: unknown) => Outcome<T, UnreadableData>;
}): T {
  const { variable, path, read } = file;
  const fail = (lines: readonly string[]): PlatformError =>
    new PlatformError('config_invalid', {
      message: `${variable} is "${path}" and cannot be used:\n${lines.map((line) => `  ${line}`).join('\n')}`,
    });
  let data: unknown;
  try {
    data = parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw fail([error instanceof Error ? error.message : String(error)]);
  }
  const outcome = read(data);
  if (!outcome.ok) throw fail(outcome.refusal.findings);
  return outcome.value;
}
