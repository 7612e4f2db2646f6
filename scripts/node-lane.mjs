// The newest long-term Node, from the package registry, for a second and shorter lane.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const laneVersion = '24.21.0';

/** Installs Node into the folder and gives the path of its program; says why when it cannot. */
export function installNode(dir) {
  const name = `node-${process.platform}-${process.arch}`;
  const wanted = `${name}@${laneVersion}`;
  process.stderr.write(`Installing Node ${laneVersion} …\n`);
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', dir, wanted];
  const result = spawnSync('npm', args, { cwd: dir, encoding: 'utf8' });
  const node = join(dir, 'node_modules', name, 'bin', 'node');
  if (result.status === 0 && existsSync(node)) return node;
  process.stderr.write(
    `${result.stderr ?? ''}\nNode ${laneVersion} could not be installed (npm ${args.join(' ')}), ` +
      'so nothing was tried on it. The lines above say why; the package registry must be reachable.\n',
  );
  return undefined;
}
