import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { withoutEnd } from '../kernel/index.ts';

/**
 * Gives the hash that names a policy version: lower-case hex SHA-256 of its canonical bytes.
 *
 * Canonical bytes are the text in UTF-8, NFC, without a byte-order mark, each line ended by LF,
 * no space at the end of a line and exactly one LF at the end of the text.
 */
export function policyHash(text: string): string {
  const lines = text
    .replace(/^\ufeff/, '')
    .normalize('NFC')
    .split(/\r\n|\n|\r/)
    .map((line) => withoutEnd(line, ' \t'));
  const canonical = `${withoutEnd(lines.join('\n'), '\n')}\n`;
  return bytesToHex(sha256(utf8ToBytes(canonical)));
}
