import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { PlatformError } from '../../../platform/index.ts';
import { type Brand, parseBrands } from './brand.ts';

/**
 * Reads the status pages of an installation from a YAML or JSON file.
 *
 * @throws PlatformError `config_invalid` that names every place that is off
 */
export function readBrands(path: string | undefined): readonly Brand[] {
  if (path === undefined) return [];
  const fail = (lines: readonly string[]): PlatformError =>
    new PlatformError('config_invalid', {
      message: `AMENDS_BRANDS_FILE is "${path}" and cannot be used:\n${lines.map((line) => `  ${line}`).join('\n')}`,
    });
  let data: unknown;
  try {
    data = parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw fail([error instanceof Error ? error.message : String(error)]);
  }
  const parsed = parseBrands(data);
  if (!parsed.ok) throw fail(parsed.refusal.findings);
  return parsed.value;
}
