import { expect, it } from 'vitest';
import { requireIsolation } from './require-isolation.ts';

const able = { platform: 'linux', userId: 0, hasTool: () => true };

it('lets a rehearsal begin on Linux, as root, with its tools', () => {
  expect(() => requireIsolation(able)).not.toThrow();
});

it.each([
  ['another system', { ...able, platform: 'darwin' }, 'this machine runs darwin. Run it on Linux'],
  ['another user', { ...able, userId: 1000 }, 'only root may. Run it again with sudo.'],
  [
    'no nft',
    { ...able, hasTool: (name: string) => name !== 'nft' && name !== 'unshare' },
    'needs unshare, nft, which this machine lacks. On Debian: apt-get install util-linux nftables',
  ],
])('says so plainly with %s', (_, machine, sentence) => {
  expect(() => requireIsolation(machine)).toThrow(sentence);
});
