import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findProjectDir } from '../../src/platform/index.ts';

// The rush of `npm run bench -- rush`, small: it ends without a figure unless every claimant has a
// receipt, every ticket was redeemed, nobody got an error, and nothing was lost or doubled.

const projectDir = findProjectDir();
const sizes = ['--per-minute', '1200', '--seconds', '10', '--still-seconds', '6'];

describe('a small rush', () => {
  it('ends with a receipt for everybody, undisturbed and with either fault', () => {
    const script = join(projectDir, 'scripts', 'bench.mjs');
    const args = [script, 'rush', ...sizes, '--json'];
    const { status, stdout, stderr } = spawnSync('node', args, { encoding: 'utf8' });
    expect(stderr).toMatch(/no fault: 200 claimants; first answer: 200 receipts, 0 tickets/);
    expect(stderr).toMatch(
      /database stopped: 200 claimants; .* [1-9]\d* tickets given, all redeemed/,
    );
    expect(stderr).toMatch(/server killed: 200 claimants; .* [1-9]\d* none \(server away\)/);
    expect(stderr.match(/no error page, nothing lost or doubled/g)).toHaveLength(3);
    expect(JSON.parse(stdout)).toMatchObject({ name: 'rush', peerValue: 1000 });
    expect(status).toBe(0);
  });
});
