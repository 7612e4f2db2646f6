/** Gives the base64 text of bytes, with padding. @source RFC 4648, section 4 */
export function renderBase64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/**
 * Reads base64 strictly: padded, no white space, no other spelling of the same bytes.
 *
 * @param length the number of bytes there must be; any number when absent
 * @returns undefined when the text is anything else
 * @source RFC 4648, sections 3.5 and 4
 */
export function parseBase64(text: string, length?: number): Uint8Array | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return undefined;
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  if (renderBase64(bytes) !== text) return undefined;
  return length === undefined || bytes.length === length ? bytes : undefined;
}
