import { execFileSync, spawnSync } from 'node:child_process';

// Network namespaces on one machine: one for each site, one for the world outside, one with the bridge
// between them. Addresses stand inside only; the machine's own interfaces and rules are not touched.

const PREFIX = 'amends-drill-';
/** The namespace in which claimants are. */
export const OUTSIDE = 'outside';
/** The namespace of a site that is empty until a backup is restored there. */
export const EMPTY_SITE = 'empty';
const BRIDGE = 'wan';

/** What the lines between the sites are like. */
export interface Wan {
  readonly delayMs: number;
  readonly jitterMs?: number;
  readonly lossPercent?: number;
  /** How narrow the line is where the kernel cannot delay. */
  readonly rateMbit?: number;
}

function run(command: string, ...args: readonly string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Gives the name of a site's namespace. */
export const namespaceOf = (site: string): string => `${PREFIX}${site}`;

const inside = (site: string, ...args: readonly string[]): string =>
  run('ip', 'netns', 'exec', namespaceOf(site), ...args);

/** Lists the namespaces of a bed, this one's or one that died half-way. */
export function listNamespaces(): string[] {
  return run('ip', 'netns', 'list')
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '')
    .filter((name) => name.startsWith(PREFIX));
}

/** Lists the processes in a namespace. */
export function listProcesses(namespace: string): number[] {
  const listed = spawnSync('ip', ['netns', 'pids', namespace], { encoding: 'utf8' });
  return (listed.stdout ?? '').split(/\s+/).filter(Boolean).map(Number);
}

/** Makes the namespaces and joins them by a bridge; each address gets a line of its own. */
export function makeNetwork(addresses: ReadonlyMap<string, string>): void {
  run('ip', 'netns', 'add', namespaceOf(BRIDGE));
  inside(BRIDGE, 'ip', 'link', 'add', 'br0', 'type', 'bridge');
  inside(BRIDGE, 'ip', 'link', 'set', 'br0', 'up');
  for (const [site, address] of addresses) {
    const namespace = namespaceOf(site);
    run('ip', 'netns', 'add', namespace);
    run('ip', '-n', namespace, 'link', 'set', 'lo', 'up');
    const port = `to-${site}`.slice(0, 15);
    const pair = ['type', 'veth', 'peer', 'name', port, 'netns', namespaceOf(BRIDGE)];
    run('ip', '-n', namespace, 'link', 'add', 'eth0', ...pair);
    run('ip', '-n', namespace, 'address', 'add', `${address}/24`, 'dev', 'eth0');
    run('ip', '-n', namespace, 'link', 'set', 'eth0', 'up');
    inside(BRIDGE, 'ip', 'link', 'set', port, 'master', 'br0');
    inside(BRIDGE, 'ip', 'link', 'set', port, 'up');
  }
}

/** Tells whether the kernel can delay what is sent. */
function delay(site: string, { delayMs, jitterMs = 0, lossPercent = 0 }: Wan): boolean {
  const jitter = jitterMs === 0 ? [] : [`${jitterMs}ms`];
  const loss = lossPercent === 0 ? [] : ['loss', `${lossPercent}%`];
  const quality = ['netem', 'delay', `${delayMs}ms`, ...jitter, ...loss, 'limit', '20000'];
  try {
    inside(site, 'tc', 'qdisc', 'replace', 'dev', 'eth0', 'root', ...quality);
    return true;
  } catch {
    return false;
  }
}

/** Lets a share of what arrives be lost, and what is sent wait for a narrow line. */
function narrow(site: string, { lossPercent = 0, rateMbit }: Wan): void {
  const rate =
    rateMbit === undefined ? [] : ['rate', `${rateMbit}mbit`, 'burst', '8k', 'latency', '300ms'];
  if (rate.length > 0)
    inside(site, 'tc', 'qdisc', 'replace', 'dev', 'eth0', 'root', 'tbf', ...rate);
  else
    spawnSync('ip', [
      'netns',
      'exec',
      namespaceOf(site),
      'tc',
      'qdisc',
      'del',
      'dev',
      'eth0',
      'root',
    ]);
  const rule =
    lossPercent === 0
      ? ''
      : `iifname "eth0" numgen random mod 1000 < ${Math.round(lossPercent * 10)} drop`;
  const rules = [
    'table inet drill',
    'delete table inet drill',
    'table inet drill {',
    '  chain arriving {',
    '    type filter hook input priority 0',
    `    ${rule}`,
    '  }',
    '}',
  ];
  execFileSync('ip', ['netns', 'exec', namespaceOf(site), 'nft', '-f', '-'], {
    input: `${rules.join('\n')}\n`,
  });
}

/**
 * Sets what the line of a site is like.
 *
 * By the kernel's network emulator where it has one; a kernel without gives no delay, and only loss and a
 * narrow line.
 */
export function setWan(site: string, wan: Wan): 'emulated' | 'undelayed' {
  if (delay(site, wan)) return 'emulated';
  narrow(site, wan);
  return 'undelayed';
}

/** Cuts the line of a site at the bridge, without a word to either side, or joins it again. */
export function setLine(site: string, state: 'cut' | 'joined'): void {
  const port = `to-${site}`.slice(0, 15);
  if (state === 'joined') inside(BRIDGE, 'ip', 'link', 'set', port, 'master', 'br0');
  else inside(BRIDGE, 'ip', 'link', 'set', port, 'nomaster');
}

/**
 * Cuts a site off from others while the world outside still reaches it, or joins it again: what comes from
 * them, and goes to them, is dropped without a word.
 */
export function setApart(
  site: string,
  { from, state }: { readonly from: readonly string[]; readonly state: 'cut' | 'joined' },
): void {
  const others = from.join(', ');
  const rules =
    state === 'joined'
      ? []
      : [
          'table inet apart {',
          `  chain arriving { type filter hook input priority 0; ip saddr { ${others} } drop; }`,
          `  chain leaving { type filter hook output priority 0; ip daddr { ${others} } drop; }`,
          '}',
        ];
  execFileSync('ip', ['netns', 'exec', namespaceOf(site), 'nft', '-f', '-'], {
    input: `${['table inet apart', 'delete table inet apart', ...rules].join('\n')}\n`,
  });
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended meanwhile.
  }
}

function killAllIn(namespace: string): void {
  for (let round = 0; round < 20; round += 1) {
    const pids = listProcesses(namespace);
    if (pids.length === 0) return;
    for (const pid of pids) kill(pid);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  }
}

/** Kills everything in the bed's namespaces and removes them. */
export function removeNetwork(): void {
  for (const name of listNamespaces()) {
    killAllIn(name);
    spawnSync('ip', ['netns', 'delete', name]);
  }
}
