import { randomBytes } from 'node:crypto';
import { link, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { explainFolder, makeFolderNow } from './data-folder.ts';
import { PlatformError } from './platform-error.ts';

/** The secrets of one installation, 32 bytes each. Losing `master` loses all personal data. */
export interface Keys {
  readonly master: Uint8Array;
  /** Master keys from before it was changed, the latest first; they open what they sealed. */
  readonly earlierMasters: readonly Uint8Array[];
  readonly logSeed: Uint8Array;
  /** Seeds of the log from before its key was changed, the latest first; they sign beside it. */
  readonly earlierLogSeeds?: readonly Uint8Array[];
}

/** Where an installation's keys come from: files of the data folder unless another is given. */
export interface KeyProvider {
  loadKeys(): Promise<Keys>;
}

const keyBytes = 32;

async function readKey(path: string): Promise<Uint8Array | undefined> {
  try {
    const text = (await readFile(path, 'utf8')).trim();
    if (/^[0-9a-f]{64}$/.test(text)) return new Uint8Array(Buffer.from(text, 'hex'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  throw new PlatformError('key_damaged', {
    message: `Key file ${path} should hold 64 hexadecimal digits and does not. Restore it from the backup; a new key could not read the stored personal data.`,
  });
}

/** Makes a key beside its place and links it there whole; a key that is there is never replaced. */
async function makeKey(path: string): Promise<void> {
  const part = `${path}.part-${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    const file = await open(part, 'wx', 0o600);
    await file.writeFile(`${randomBytes(keyBytes).toString('hex')}\n`).finally(async () => {
      await file.sync();
      await file.close();
    });
    await link(part, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(part, { force: true });
  }
}

async function loadKey(dir: string, name: string): Promise<Uint8Array> {
  const path = join(dir, name);
  const existing = await readKey(path);
  if (existing !== undefined) return existing;
  await makeKey(path);
  return (await readKey(path)) ?? loadKey(dir, name);
}

/** Reads the signing seed of a witness from `<dir>/keys/witness`, made (mode 0600) the first time. */
export async function loadWitnessSeed(dir: string): Promise<Uint8Array> {
  try {
    makeFolderNow(join(dir, 'keys'), 0o700);
    return await loadKey(join(dir, 'keys'), 'witness');
  } catch (error) {
    throw explainFolder(dir, error);
  }
}

/** Reads `<name>.1`, `<name>.2`, …, as far as they go; the highest number was changed last. */
async function loadEarlier(dir: string, name: string): Promise<readonly Uint8Array[]> {
  const found: Uint8Array[] = [];
  for (let number = 1; ; number += 1) {
    const key = await readKey(join(dir, `${name}.${number}`));
    if (key === undefined) return found;
    found.unshift(key);
  }
}

/**
 * Reads the installation's keys from `<dataDir>/keys`, making them (mode 0600) the first time.
 *
 * To change the master key, move `master` to `master.1` (then `master.2`, …) and start again: a new
 * one is made for what comes, and the earlier ones open what is there.
 */
export async function loadKeys(dataDir: string): Promise<Keys> {
  const dir = join(dataDir, 'keys');
  try {
    makeFolderNow(dir, 0o700);
    return {
      master: await loadKey(dir, 'master'),
      earlierMasters: await loadEarlier(dir, 'master'),
      logSeed: await loadKey(dir, 'log'),
      earlierLogSeeds: await loadEarlier(dir, 'log'),
    };
  } catch (error) {
    throw explainFolder(dataDir, error);
  }
}

/**
 * Changes the key of the log: the present one becomes `log.1` (then `log.2`, …), and the next start
 * makes a new one. Earlier keys go on signing beside it for as long as their files are there.
 *
 * @returns how many earlier keys there are now
 * @throws PlatformError `key_damaged` when the present key cannot be read; nothing is moved then
 */
export async function retireLogKey(dataDir: string): Promise<number> {
  const dir = join(dataDir, 'keys');
  await loadKey(dir, 'log');
  const count = (await loadEarlier(dir, 'log')).length + 1;
  // A link refuses to replace a file that is there, which a rename would not.
  await link(join(dir, 'log'), join(dir, `log.${count}`));
  await rm(join(dir, 'log'));
  await loadKey(dir, 'log');
  return count;
}

/** Reads the token of the epoch this installation holds (64 hex digits), made the first time. */
export async function loadEpochToken(dataDir: string): Promise<string> {
  const dir = join(dataDir, 'keys');
  try {
    makeFolderNow(dir, 0o700);
    return Buffer.from(await loadKey(dir, 'epoch')).toString('hex');
  } catch (error) {
    throw explainFolder(dataDir, error);
  }
}

/** Puts another token in the place of the one this installation held. */
export async function replaceEpochToken(dataDir: string, token: string): Promise<void> {
  const path = join(dataDir, 'keys', 'epoch');
  const part = `${path}.part-${process.pid}`;
  try {
    makeFolderNow(join(dataDir, 'keys'), 0o700);
    await writeFile(part, `${token}\n`, { mode: 0o600, flush: true });
    await rename(part, path);
  } catch (error) {
    throw explainFolder(dataDir, error);
  }
}
