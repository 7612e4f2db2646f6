import { hash } from 'node:crypto';
import { canonicalJson, type JsonValue } from '../../kernel/index.ts';

/** Gives the lower-case hex SHA-256 of the canonical bytes (RFC 8785) of a JSON value. */
export function canonicalHash(value: JsonValue): string {
  return hash('sha256', canonicalJson(value), 'hex');
}

const isPlainText = /^[ -[\]-~]*$/;

/**
 * Gives a UUID that depends on the parts alone, so that a step done again names the same record.
 *
 * @source RFC 9562, 5.8 (UUIDv8: vendor-specific, here the head of a SHA-256)
 */
export function derivedId(parts: readonly string[]): string {
  const plain = parts.join('","');
  // Ids, codes and numbers need no escape: their canonical JSON is what stands between the quotes.
  const isPlain = isPlainText.test(plain) && parts.every((part) => !part.includes('"'));
  const hex = isPlain ? hash('sha256', `["${plain}"]`, 'hex') : canonicalHash(parts);
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4];
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
