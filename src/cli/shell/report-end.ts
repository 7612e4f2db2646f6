import { loadConfig, PlatformError } from '../../platform/index.ts';
import { CommandExit, exitCode } from './exit.ts';
import { explainWorld } from './explain-world.ts';

const wrongInputCodes = new Set([
  'config_invalid',
  'database_name',
  'database_refuses',
  'database_too_old',
  'input_invalid',
]);

/** Puts an error of the world into words, as far as the configuration can be read. */
function explain(error: unknown): unknown {
  if (error instanceof CommandExit) return error;
  try {
    return explainWorld(loadConfig(process.env), error);
  } catch {
    return error;
  }
}

/** Prints why a command ended and gives the exit code; unexpected errors print their stack. */
export function reportEnd(thrown: unknown): number {
  const error = explain(thrown);
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
