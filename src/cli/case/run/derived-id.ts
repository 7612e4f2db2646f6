import { createHash } from 'node:crypto';

/**
 * Gives the id of a named thing of a case: the same name, the same id, on every machine.
 *
 * UUIDv8 (RFC 9562 section 5.8) over the SHA-256 of the parts.
 */
export function derivedId(...parts: readonly string[]): string {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
