import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
// @ts-expect-error: a script of the project, plain JavaScript like what it puts into the page
import { inlineVerifier } from '../scripts/inline-verifier.mjs';
import { makeLog, makeReceipt, otherKey, receiptContent, witnessKey } from './verify.fixture.ts';
// @ts-expect-error: the verifier is plain JavaScript, so that a stranger can run it as it is
import { checkConsistency, checkInclusion, checkReceipt, readKey } from './verify.mjs';

const folder = join(import.meta.dirname, '../../shared/data/merkle-vectors/testdata');
const isPresent = existsSync(folder);
const bytes = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));

function readVectors(kind: string) {
  return readdirSync(join(folder, kind), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, kind, name), 'utf8')));
}

async function isAccepted(check: Promise<unknown>): Promise<boolean> {
  return check.then(
    () => true,
    () => false,
  );
}

describe.runIf(isPresent)('the vectors of transparency-dev/merkle', () => {
  it('end as they say: 12 verify and 184 are refused', async () => {
    const counts = { accepted: 0, refused: 0 };
    for (const vector of readVectors('inclusion')) {
      const { leafIdx: leafIndex, treeSize } = vector;
      const proof = (vector.proof ?? []).map(bytes);
      const leafHash = bytes(vector.leafHash);
      const claim = { leafHash, leafIndex, treeSize, root: bytes(vector.root), proof };
      const isRight = await isAccepted(checkInclusion(claim));
      expect({ vector, isRight }).toEqual({ vector, isRight: !vector.wantErr });
      counts[isRight ? 'accepted' : 'refused'] += 1;
    }
    for (const vector of readVectors('consistency')) {
      const { size1: firstSize, size2: secondSize } = vector;
      const roots = { firstRoot: bytes(vector.root1), secondRoot: bytes(vector.root2) };
      const proof = (vector.proof ?? []).map(bytes);
      const isRight = await isAccepted(
        checkConsistency({ firstSize, secondSize, ...roots, proof }),
      );
      expect({ vector, isRight }).toEqual({ vector, isRight: !vector.wantErr });
      counts[isRight ? 'accepted' : 'refused'] += 1;
    }
    expect(counts).toEqual({ accepted: 12, refused: 184 });
  });
});

describe.runIf(!isPresent)('the vectors of transparency-dev/merkle', () => {
  it('are absent: ../shared/data/merkle-vectors is not beside this project, 196 cases not run', () => {
    expect(existsSync(folder)).toBe(false);
  });
});

describe('a receipt', () => {
  it('is proved with its log part, promised without it', async () => {
    const { receipt, keyLine } = makeReceipt();
    const key = await readKey(keyLine);
    expect(await checkReceipt(receipt, { key, content: receiptContent })).toBe('proved');
    const { log: _log, ...promised } = receipt;
    expect(await checkReceipt(promised, { key })).toBe('promised');
  });

  it('is refused when any field is changed, or under another key', async () => {
    const { receipt, keyLine } = makeReceipt();
    const key = await readKey(keyLine);
    const text = JSON.stringify(receipt);
    const values = [...text.matchAll(/"[^"]+":"?([^",{}[\]\\]+)/g)];
    expect(values.length).toBeGreaterThan(12);
    for (const match of values) {
      const at = match.index + match[0].length - 1;
      // keyId is a label for people: nothing is derived from it, so nothing depends on it.
      if (match[0].startsWith('"keyId"')) continue;
      const changed = text.slice(0, at) + (text[at] === '7' ? '8' : '7') + text.slice(at + 1);
      expect({
        changed,
        isRight: await isAccepted(checkReceipt(JSON.parse(changed), { key })),
      }).toEqual({ changed, isRight: false });
    }
    await expect(checkReceipt(receipt, { key: await readKey(otherKey) })).rejects.toThrow(
      'not signed by the key you gave',
    );
    await expect(checkReceipt(receipt, { key, content: { harm: 'else' } })).rejects.toThrow(
      'not the one this receipt was given for',
    );
  });
});

describe('a receipt of another tree', () => {
  it('is refused with the proof of another tree that the same key signed', async () => {
    const { receipt, keyLine } = makeReceipt();
    const key = await readKey(keyLine);
    const checkpoint = new TextDecoder().decode(makeLog(3).get('checkpoint'));
    const changed = { ...receipt, log: { ...receipt.log, checkpoint } };
    await expect(checkReceipt(changed, { key })).rejects.toThrow('leads to another root');
  });
});

describe('the command', () => {
  const dir = mkdtempSync(join(tmpdir(), 'amends-verify-'));
  const command = join(import.meta.dirname, 'check.mjs');
  const run = (...args: readonly string[]) =>
    spawnSync('node', [command, ...args], { encoding: 'utf8', cwd: dir });
  const { receipt, keyLine } = makeReceipt();

  function writeLog(files: ReadonlyMap<string, Uint8Array>): void {
    for (const [path, content] of files) {
      mkdirSync(dirname(join(dir, 'log', path)), { recursive: true });
      writeFileSync(join(dir, 'log', path), content);
    }
  }

  it('needs nothing but its two files', () => {
    const sources = ['check.mjs', 'verify.mjs'].map((name) =>
      readFileSync(join(import.meta.dirname, name), 'utf8'),
    );
    const imports = sources.flatMap((text) => [...text.matchAll(/from '([^']+)'/g)]);
    expect(imports.map(([, name]) => name).sort()).toEqual([
      './verify.mjs',
      'node:fs/promises',
      'node:util',
    ]);
    const [, verifier = ''] = sources;
    expect(verifier.split('\n').length - 1).toBeLessThan(300);
  });

  it('stands word for word in the page that is opened from a disk: else run `npm run verifier`', () => {
    const read = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8');
    const [page, verifier] = [read('index.html'), read('verify.mjs')];
    expect(inlineVerifier({ page, verifier })).toBe(page);
    expect(page).not.toMatch(/^import /m);
    expect(page).toContain('async function checkReceipt(');
  });

  it('checks a receipt, and its witness', () => {
    writeFileSync(join(dir, 'receipt.json'), JSON.stringify(receipt));
    const right = run('receipt.json', '--key', keyLine, '--witness', witnessKey);
    expect(right.stdout).toContain(`claim ${receipt.claimNumber} is proved`);
    expect(right.stdout).toContain('signed the checkpoint too');
    expect(right.status).toBe(0);
    const wrong = run('receipt.json', '--key', otherKey);
    expect(wrong.stderr).toContain('WRONG  the receipt is of');
    expect(wrong.status).toBe(1);
    const unwitnessed = run('receipt.json', '--key', keyLine, '--witness', otherKey);
    expect(unwitnessed.status).toBe(1);
  });

  it('checks a whole log, and finds one changed byte', () => {
    const files = makeLog(600);
    writeLog(files);
    expect(run('--log', 'log', '--key', keyLine)).toMatchObject({ status: 0 });
    const path = 'tile/entries/001';
    const changed = Uint8Array.from(files.get(path) ?? []);
    changed[100] = (changed[100] ?? 0) ^ 1;
    writeLog(new Map([[path, changed]]));
    const found = run('--log', 'log', '--key', keyLine);
    expect(found.stderr).toContain('do not come to the root');
    expect(found.status).toBe(1);
  });

  it('says how it is called when it is called wrongly, with 2', () => {
    for (const args of [[], ['receipt.json'], ['--key', keyLine], ['a', '--kee', 'b']]) {
      expect(run(...args).status).toBe(2);
    }
  });
});
