import { readDataFile } from '../../platform/index.ts';
import { emptyPlaybook, type Playbook, parsePlaybook } from './playbook.ts';

/**
 * Reads the playbook of an installation from a YAML or JSON file; without one it is empty.
 *
 * @throws PlatformError `config_invalid` that names every place that is off
 */
export function readPlaybook(path: string | undefined): Playbook {
  if (path === undefined) return emptyPlaybook;
  return readDataFile({ variable: 'AMENDS_PLAYBOOK_FILE', path, read: parsePlaybook });
}
