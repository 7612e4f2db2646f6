import { describe, expect, it } from 'vitest';
import { createSigner } from '../platform/index.ts';
import { parseBase64, renderBase64 } from './base64.ts';
import { openCheckpoint, parseCheckpointText, renderCheckpointText } from './checkpoint.ts';
import {
  noteKeyId,
  parseNoteKey,
  parseSignedNote,
  renderNoteKey,
  renderSignedNote,
  verifyNote,
} from './signed-note.ts';

const signer = createSigner({ name: 'example.org/log', seed: new Uint8Array(32).fill(7) });
const root = new Uint8Array(32).fill(1);
const text = renderCheckpointText({ origin: 'example.org/log', size: 12, root });
const note = renderSignedNote({ text, key: signer, sign: (message) => signer.sign(message) });

describe('a signed note', () => {
  it('is a text, an empty line, and a line per signature', () => {
    expect(note).toMatch(
      /^example\.org\/log\n12\n[A-Za-z0-9+/]{43}=\n\n— example\.org\/log \S+\n$/,
    );
  });

  // The key and the note of the published description of golang.org/x/mod/sumdb/note.
  it('of the Go module database opens with its published key', () => {
    const key = parseNoteKey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
    const published = [
      'If you think cryptography is the answer to your problem,',
      "then you don't know what your problem is.",
      '',
      '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=',
      '',
    ].join('\n');
    const parsed = parseSignedNote(published);
    expect(key?.name).toBe('PeterNeumann');
    expect(parsed.ok && key && verifyNote(parsed.value, key).ok).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['no signature', 'text\n\n'],
    ['no empty line', 'text\n— name AAAAAAAA\n'],
    ['no last newline', note.slice(0, -1)],
    ['a carriage return', note.replace('\n', '\r\n')],
    ['a tab', note.replace('12', '\t12')],
    ['a hyphen for the dash', note.replace('—', '-')],
    ['a signature of four bytes', 'text\n\n— name AAAAAA==\n'],
    ['a signature in loose base64', note.replace(/=+\n$/, '\n')],
    ['a name with a plus', 'text\n\n— na+me AAAAAAAA\n'],
    ['a lone surrogate', `\ud800${note}`],
    ['a line that is no signature', `${note}more\n`],
  ])('with %s is refused', (_what, hostile) => {
    expect(parseSignedNote(hostile)).toEqual({ ok: false, refusal: { code: 'note_malformed' } });
  });

  it('over a million characters or a hundred signatures is refused', () => {
    const line = '— name AAAAAAAA\n';
    for (const long of ['x'.repeat(1_000_001), `text\n\n${line.repeat(101)}`]) {
      expect(parseSignedNote(long)).toEqual({ ok: false, refusal: { code: 'note_too_long' } });
    }
  });
});

describe('a key line', () => {
  it('is read back, and refused when its id or its bytes were changed', () => {
    const line = renderNoteKey(signer);
    expect(parseNoteKey(line)).toEqual({ name: signer.name, publicKey: signer.publicKey });
    expect(parseNoteKey(line.replace(/\+[0-9a-f]{8}\+/, '+00000000+'))).toBeUndefined();
    expect(parseNoteKey(line.replace('example', 'exomple'))).toBeUndefined();
    expect(parseNoteKey('')).toBeUndefined();
    expect(noteKeyId(signer)).toHaveLength(4);
  });
});

describe('a checkpoint', () => {
  it('opens with the key that signed it', () => {
    const expected = { origin: 'example.org/log', size: 12, root };
    expect(openCheckpoint(note, signer)).toEqual({ ok: true, value: expected });
  });

  const other = createSigner({ name: 'example.org/log', seed: new Uint8Array(32).fill(8) });
  const renamed = { name: 'example.org/other', publicKey: signer.publicKey };
  const forged = note.replace('\n12\n', '\n13\n');
  const aboutAnother = renderSignedNote({
    text: 'another text\n',
    key: signer,
    sign: (message) => signer.sign(message),
  });
  const twice = `${note}${aboutAnother.slice(aboutAnother.indexOf('—'))}`;

  it.each([
    ['another key', note, other, 'signature_missing'],
    ['another origin', note, renamed, 'origin_differs'],
    ['a changed size', forged, signer, 'signature_wrong'],
    ['a text of two lines', note.replace('12\n', ''), signer, 'checkpoint_malformed'],
  ])('with %s is refused', (_what, hostile, key, code) => {
    const opened = openCheckpoint(hostile, key);
    expect(opened.ok ? 'opened' : opened.refusal.code).toBe(code);
  });

  it('with a right and a wrong signature by one key is refused', () => {
    const opened = openCheckpoint(twice, signer);
    expect(opened).toEqual({ ok: false, refusal: { code: 'signature_wrong' } });
  });

  it.each([
    ['a leading zero', text.replace('12', '012')],
    ['a sign', text.replace('12', '+12')],
    ['a size beyond exact numbers', text.replace('12', '9999999999999999')],
    ['a short root', text.replace(renderBase64(root), 'AAAA')],
    ['an empty extension line', `${text}\n`],
    ['an empty origin', text.slice(text.indexOf('\n'))],
  ])('text with %s is refused', (_what, hostile) => {
    expect(parseCheckpointText(hostile).ok).toBe(false);
  });
});

describe('base64', () => {
  it('is read only in its one right spelling', () => {
    expect(parseBase64('AAA=')).toEqual(new Uint8Array(2));
    for (const loose of ['AAB=', 'AAA', 'AA A=', 'AAA=\n', 'AA-_', 'A===']) {
      expect(parseBase64(loose)).toBeUndefined();
    }
    expect(parseBase64('AAA=', 3)).toBeUndefined();
  });
});
