import { readDataFile } from '../../../platform/index.ts';
import { type Brand, parseBrands } from './brand.ts';

/**
 * Reads the status pages of an installation from a YAML or JSON file.
 *
 * @throws PlatformError `config_invalid` that names every place that is off
 */
export function readBrands(path: string | undefined): readonly Brand[] {
  if (path === undefined) return [];
  return readDataFile({ variable: 'AMENDS_BRANDS_FILE', path, read: parseBrands });
}
