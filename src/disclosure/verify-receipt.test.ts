import fc, { constantFrom, integer, jsonValue, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, claimNumber } from '../kernel/index.ts';
import { createSigner, sha256 } from '../platform/index.ts';
import { renderBase64 } from './base64.ts';
import { renderCheckpointText } from './checkpoint.ts';
import { renderLeaf } from './leaf.ts';
import { appendLeaves, emptyRange, rootOf } from './merkle/compact-range.ts';
import { hashChildren, hashLeaf, joinBytes } from './merkle/hash.ts';
import type { Receipt } from './receipt.ts';
import { renderSignedNote } from './signed-note.ts';
import { renderPromise, verifyReceipt } from './verify-receipt.ts';

const signer = createSigner({ name: 'amends.local/log', seed: new Uint8Array(32).fill(3) });
const key = { name: signer.name, publicKey: signer.publicKey };
const content = { service: 'melon', harm: 'none' };

function makeReceipt(): Receipt & { log: NonNullable<Receipt['log']> } {
  const salt = sha256('salt');
  const contentHash = sha256(canonicalJson(content));
  const commitment = renderBase64(sha256(joinBytes([salt, contentHash])));
  const facts = {
    format: 'amends-receipt/1' as const,
    claimNumber: claimNumber(sha256('number')),
    incident: 'pangyo-2022',
    submittedAt: '2022-10-19T01:02:03.004Z',
    contentHash: renderBase64(contentHash),
    salt: renderBase64(salt),
    commitment,
  };
  const promise = { origin: signer.name, includeBy: '2022-10-19T01:03:03.004Z' };
  const signature = signer.sign(renderPromise({ ...facts, promise }));
  const others = ['a', 'b'].map((text) => hashLeaf(new TextEncoder().encode(text)));
  const own = hashLeaf(renderLeaf('claim_submitted', { commitment }));
  const [first, second] = others as [Uint8Array, Uint8Array];
  const root = rootOf(appendLeaves(emptyRange, [first, own, second]).range);
  expect(root).toEqual(
    hashChildren({ left: hashChildren({ left: first, right: own }), right: second }),
  );
  const text = renderCheckpointText({ origin: signer.name, size: 3, root });
  return {
    ...facts,
    promise: {
      ...promise,
      keyId: signer.name,
      publicKey: renderBase64(signer.publicKey),
      signature: renderBase64(signature),
    },
    log: {
      leafIndex: 1,
      treeSize: 3,
      inclusionProof: [first, second].map(renderBase64),
      checkpoint: renderSignedNote({ text, key, sign: (message) => signer.sign(message) }),
    },
  };
}

const receipt = makeReceipt();

function failedCodes(value: unknown): readonly string[] {
  const { checks } = verifyReceipt(value, { key, content });
  return checks.filter(({ status }) => status === 'failed').map(({ code }) => code);
}

describe('a receipt', () => {
  it('with everything right is proved, by all ten checks', () => {
    const { verdict, checks } = verifyReceipt(receipt, { key, content });
    expect(verdict).toBe('proved');
    expect(checks.map(({ status }) => status)).toEqual(Array(10).fill('passed'));
  });

  it('without its log part is promised', () => {
    const { log: _log, ...promised } = receipt;
    expect(verifyReceipt(promised, { key }).verdict).toBe('promised');
  });

  it('checked without a key or the claim says that these two were not checked', () => {
    const { checks } = verifyReceipt(receipt);
    const notMade = checks.filter(({ status }) => status === 'not_made').map(({ code }) => code);
    expect(notMade).toEqual(['content_matches', 'key_expected']);
  });

  const zeros = renderBase64(new Uint8Array(32));
  const other = createSigner({ name: signer.name, seed: new Uint8Array(32).fill(4) });
  const { promise, log } = receipt;

  it.each([
    ['another number', { claimNumber: '7K4M-Q2XD-90' }, 'claim_number_right'],
    ['another content', { contentHash: zeros }, 'content_matches'],
    ['another salt', { salt: zeros }, 'commitment_matches'],
    [
      'another key',
      { promise: { ...promise, publicKey: renderBase64(other.publicKey) } },
      'key_expected',
    ],
    ['another incident', { incident: 'other' }, 'promise_signed'],
    ['another time of filing', { submittedAt: '2022-10-19T01:04:03.004Z' }, 'promise_dated'],
    [
      'a forged checkpoint',
      { log: { ...log, checkpoint: log.checkpoint.replace('\n3\n', '\n4\n') } },
      'checkpoint_signed',
    ],
    ['another tree size', { log: { ...log, treeSize: 4 } }, 'checkpoint_covers'],
    ['another index', { log: { ...log, leafIndex: 0 } }, 'included_in_log'],
    ['a proof cut short', { log: { ...log, inclusionProof: [] } }, 'included_in_log'],
  ])('with %s is refused, naming the check', (_what, change, code) => {
    const changed = { ...receipt, ...change };
    expect(failedCodes(changed)).toContain(code);
    expect(verifyReceipt(changed, { key, content }).verdict).toBe('refused');
  });

  // As an operator who keeps two trees would give it: rightly signed, of the same size, without the claim.
  it('with the proof of another tree that the same key signed is refused: it is not in there', () => {
    const leaves = ['a', 'b', 'c'].map((text) => hashLeaf(new TextEncoder().encode(text)));
    const root = rootOf(appendLeaves(emptyRange, leaves).range);
    const text = renderCheckpointText({ origin: signer.name, size: 3, root });
    const checkpoint = renderSignedNote({ text, key, sign: (message) => signer.sign(message) });
    const [first, , third] = leaves as [Uint8Array, Uint8Array, Uint8Array];
    const inclusionProof = [first, third].map(renderBase64);
    for (const part of [{ checkpoint }, { checkpoint, inclusionProof }]) {
      const changed = { ...receipt, log: { ...log, ...part } };
      expect(failedCodes(changed)).toEqual(['included_in_log']);
      expect(verifyReceipt(changed, { key, content }).verdict).toBe('refused');
    }
  });

  it('with a checkpoint of another log is refused, whoever signed it', () => {
    const text = renderCheckpointText({ origin: 'other.example/log', size: 3, root: sha256('x') });
    const checkpoint = renderSignedNote({ text, key, sign: (message) => signer.sign(message) });
    expect(failedCodes({ ...receipt, log: { ...log, checkpoint } })).toContain('checkpoint_signed');
  });

  it.each([
    ['no object', [], '/'],
    ['another format', { ...receipt, format: 'amends-receipt/2' }, '/format'],
    ['an unreadable instant', { ...receipt, submittedAt: 'today' }, '/submittedAt'],
    ['no promise', { ...receipt, promise: null }, '/promise'],
    ['a short salt', { ...receipt, salt: 'AAAA' }, '/salt'],
    ['an index as text', { ...receipt, log: { ...log, leafIndex: '1' } }, '/log/leafIndex'],
    [
      'a thousand hashes',
      { ...receipt, log: { ...log, inclusionProof: Array(1000).fill(zeros) } },
      '/log/inclusionProof',
    ],
  ])('that is %s is unreadable, at the field', (_what, value, detail) => {
    expect(verifyReceipt(value).checks).toEqual([
      { code: 'receipt_readable', status: 'failed', detail },
    ]);
  });

  it('never throws, whatever it is given', () => {
    fc.assert(property(jsonValue(), (value) => verifyReceipt(value).verdict === 'refused'));
  });

  it('is refused when any character of a signed or hashed field is changed', () => {
    const signed = JSON.stringify(receipt);
    const fields = constantFrom('commitment', 'contentHash', 'salt', 'signature', 'publicKey');
    fc.assert(
      property(fields, integer({ min: 0, max: 40 }), (field, at) => {
        const start = signed.indexOf(`"${field}":"`) + field.length + 4 + at;
        const flipped = signed[start] === 'A' ? 'B' : 'A';
        const changed = `${signed.slice(0, start)}${flipped}${signed.slice(start + 1)}`;
        expect(verifyReceipt(JSON.parse(changed), { key, content }).verdict).toBe('refused');
      }),
    );
  });
});
