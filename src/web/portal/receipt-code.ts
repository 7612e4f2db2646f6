import { encodeQR } from 'qr';
import type { Receipt } from '../../disclosure/index.ts';

/**
 * Gives the address at which a receipt checks itself: the receipt stands behind the `#`, which a
 * browser never sends, so the page there checks it on the reader's own device.
 *
 * The log's proof stays out: it is long, and the check asks for it when it is there.
 */
export function renderReceiptLink(origin: string, receipt: Receipt): string {
  const { log: _proof, ...promised } = receipt;
  const text = Buffer.from(JSON.stringify(promised)).toString('base64url');
  return `${origin}/public/check-receipt#${text}`;
}

/** Draws a text as a QR code: an SVG with a quiet zone of four modules. @source ISO/IEC 18004 */
export function renderQrCode(text: string): string {
  return encodeQR(text, 'svg', { ecc: 'low', border: 4 });
}
