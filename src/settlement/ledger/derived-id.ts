import { hash } from 'node:crypto';
import { canonicalJson, type JsonValue } from '../../kernel/index.ts';

/** Gives the lower-case hex SHA-256 of the canonical bytes (RFC 8785) of a JSON value. */
export function canonicalHash(value: JsonValue): string {
  return hash('sha256', canonicalJson(value), 'hex');
}

const isPlainText = /^[ -[\]-~]*$/;

/** Gives the SHA-256 of the canonical JSON of the parts, in hex. */
function hashOf(parts: readonly string[]): string {
  const plain = parts.join('","');
  // Ids, codes and numbers need no escape: their canonical JSON is what stands between the quotes.
  const isPlain = isPlainText.test(plain) && parts.every((part) => !part.includes('"'));
  return isPlain ? hash('sha256', `["${plain}"]`, 'hex') : canonicalHash(parts);
}

function variantOf(hex: string): string {
  return '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) % 4);
}

/**
 * Gives a UUID that depends on the parts alone, so that a step done again names the same record.
 *
 * @source RFC 9562, 5.8 (UUIDv8: vendor-specific, here the head of a SHA-256)
 */
export function derivedId(parts: readonly string[]): string {
  const hex = hashOf(parts);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variantOf(hex)}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * Gives a UUID that depends on the parts alone and stands in the order of the record it is made
 * for: of a UUIDv7 it has the time, so that what is written for a million records in their order
 * stands together in every index. Of any other id it is what {@link derivedId} gives.
 *
 * @source RFC 9562, 5.7 (UUIDv7: the time of `of`; for random bits, 74 of a SHA-256)
 */
export function derivedIdBeside(of: string, parts: readonly string[]): string {
  if (of.charAt(14) !== '7') return derivedId(parts);
  const hex = hashOf(parts);
  return `${of.slice(0, 13)}-7${hex.slice(13, 16)}-${variantOf(hex)}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
