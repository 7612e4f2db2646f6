import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readIdentity } from './seal.ts';

it('an identity that is not there is told by its name, with what to do', async () => {
  const path = join(tmpdir(), 'no-such-identity');
  await expect(readIdentity(path)).rejects.toMatchObject({
    code: 'identity_malformed',
    message: expect.stringContaining(`${path} cannot be read (ENOENT)`),
  });
});
