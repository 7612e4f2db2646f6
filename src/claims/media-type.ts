const signatures: readonly { readonly mediaType: string; readonly bytes: readonly number[] }[] = [
  { mediaType: 'application/pdf', bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  { mediaType: 'image/png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { mediaType: 'image/jpeg', bytes: [0xff, 0xd8, 0xff] },
  { mediaType: 'application/zip', bytes: [0x50, 0x4b, 0x03, 0x04] },
];

/**
 * Tells the media type of a file from its content; the name and the sender's word count nothing.
 *
 * Text without control characters is taken for `text/csv`; XLSX is a ZIP archive; anything else
 * is `application/octet-stream`.
 */
export function detectMediaType(bytes: Uint8Array): string {
  const known = signatures.find(({ bytes: start }) =>
    start.every((byte, index) => bytes[index] === byte),
  );
  if (known !== undefined) return known.mediaType;
  const isRiff = Buffer.from(bytes.subarray(0, 4)).toString('latin1') === 'RIFF';
  if (isRiff && Buffer.from(bytes.subarray(8, 12)).toString('latin1') === 'WEBP') {
    return 'image/webp';
  }
  const isText = bytes
    .subarray(0, 4096)
    .every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
  return isText ? 'text/csv' : 'application/octet-stream';
}
