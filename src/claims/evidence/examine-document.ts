import { fileTypeFromBuffer } from 'file-type';
import iconv from 'iconv-lite';
import sharp from 'sharp';
import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import { findArchiveFault, stripSpreadsheet } from './examine-archive.ts';
import { stripPdf } from './strip-pdf.ts';

/** A document as it was sent. */
export interface SentDocument {
  readonly filename: string;
  readonly bytes: Uint8Array;
}

/** Why a document is not taken; each has a sentence that says what to send instead. */
export type DocumentRefusal =
  | { readonly code: 'evidence_empty'; readonly filename: string }
  | { readonly code: 'evidence_too_large'; readonly filename: string; readonly bytesMax: number }
  | { readonly code: 'evidence_type_refused'; readonly filename: string; readonly found: string }
  | { readonly code: 'evidence_encrypted'; readonly filename: string }
  | { readonly code: 'evidence_cut_off'; readonly filename: string }
  | { readonly code: 'evidence_swells'; readonly filename: string }
  | { readonly code: 'evidence_infected'; readonly filename: string };

/** The most bytes of one document. @source docs/records/claim.md */
export const documentBytesMax = 20 * 1024 * 1024;

/** The most pixels of one picture: what the largest telephone cameras take, and room above. */
const pixelsMax = 120_000_000;

export const spreadsheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const archiveTypes: readonly string[] = [spreadsheetType, 'application/zip'];
const archiveMark = [0x50, 0x4b, 0x03, 0x04];
const pictureTypes: readonly string[] = ['image/jpeg', 'image/png', 'image/webp'];

function isText(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 64 * 1024));
  const hasControls = start.some((byte) => byte < 0x20 && ![0x09, 0x0a, 0x0d].includes(byte));
  if (hasControls) return false;
  const text = iconv.decode(start, 'cp949');
  // Markup is text too, and is never a sales file: SVG and HTML can carry scripts.
  return !/^\s*</.test(text);
}

/**
 * Tells the media type of a document from its content; its name and the sender's word count nothing.
 *
 * @returns the type, `application/x-encrypted` for an office file under a password, or what else
 *   was found
 */
async function detectType(bytes: Uint8Array): Promise<string> {
  // The directory first: whatever looks into an archive to name it opens a part of it.
  const isArchive = archiveMark.every((byte, index) => bytes[index] === byte);
  if (isArchive && findArchiveFault(bytes) !== undefined) return 'application/zip';
  const found = await fileTypeFromBuffer(bytes);
  if (found === undefined) return isText(bytes) ? 'text/csv' : 'application/octet-stream';
  if (found.mime !== 'application/x-cfb') return found.mime;
  // An office file under a password is a compound file with this stream (MS-OFFCRYPTO, 2.3.4.4).
  const mark = Buffer.from('EncryptedPackage', 'utf16le');
  return Buffer.from(bytes).includes(mark) ? 'application/x-encrypted' : found.mime;
}

type Fault = 'cut_off' | 'encrypted' | 'swells' | undefined;

/** @source ISO 32000-1, 7.5.5 (the trailer names Encrypt) and 7.5.1 (the last line is %%EOF) */
function findPdfFault(bytes: Uint8Array): Fault {
  const file = Buffer.from(bytes);
  if (!file.subarray(-2048).includes('%%EOF')) return 'cut_off';
  return /\/Encrypt\s*(?:\d+\s+\d+\s+R|<<)/.test(file.toString('latin1')) ? 'encrypted' : undefined;
}

async function findPictureFault(bytes: Uint8Array): Promise<Fault> {
  try {
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (width * height > pixelsMax) return 'swells';
    await sharp(bytes, { limitInputPixels: pixelsMax, failOn: 'truncated' }).resize(32).toBuffer();
    return undefined;
  } catch {
    return 'cut_off';
  }
}

async function findContentFault(bytes: Uint8Array, mediaType: string): Promise<Fault> {
  if (mediaType === 'application/x-encrypted') return 'encrypted';
  if (mediaType === 'application/pdf') return findPdfFault(bytes);
  if (archiveTypes.includes(mediaType)) return findArchiveFault(bytes);
  return pictureTypes.includes(mediaType) ? findPictureFault(bytes) : undefined;
}

const takenTypes: readonly string[] = [
  'application/pdf',
  'text/csv',
  spreadsheetType,
  ...pictureTypes,
];

/**
 * Decides whether a document is taken, by what is in it.
 *
 * Refused: nothing in it; more than 20 MB; a type that is none of PDF, JPEG, PNG, WebP, CSV and
 * XLSX; under a password; cut off; and one that would swell when opened (an archive or a picture far
 * larger inside than outside). Nothing of a document is opened before its size inside is known.
 *
 * @returns the media type by content
 */
export async function examineDocument(
  document: SentDocument,
): Promise<Outcome<{ readonly mediaType: string }, DocumentRefusal>> {
  const { filename, bytes } = document;
  if (bytes.length === 0) return refuse({ code: 'evidence_empty', filename });
  if (bytes.length > documentBytesMax) {
    return refuse({ code: 'evidence_too_large', filename, bytesMax: documentBytesMax });
  }
  const mediaType = await detectType(bytes);
  const fault = await findContentFault(bytes, mediaType);
  if (fault === undefined && !takenTypes.includes(mediaType)) {
    return refuse({ code: 'evidence_type_refused', filename, found: mediaType });
  }
  if (fault === 'encrypted') return refuse({ code: 'evidence_encrypted', filename });
  if (fault === 'cut_off') return refuse({ code: 'evidence_cut_off', filename });
  if (fault === 'swells') return refuse({ code: 'evidence_swells', filename });
  return accept({ mediaType });
}

/**
 * Gives a document as staff see it: a picture is drawn anew, upright, without place, time, device
 * or anything else that was beside its pixels; a spreadsheet loses its author and properties, a PDF
 * those too and what is attached to it or runs in it. The original stays as it was sent, so that
 * its hash can be checked.
 *
 * Plain text is given as it is. What cannot be read or would swell is not given at all.
 *
 * @returns the bytes, or undefined when the document cannot be shown without what is beside it
 */
export async function stripDocument(document: {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}): Promise<Uint8Array | undefined> {
  const { mediaType, bytes } = document;
  try {
    if (mediaType === 'application/pdf') return await stripPdf(bytes);
    if (archiveTypes.includes(mediaType)) {
      return findArchiveFault(bytes) === undefined ? stripSpreadsheet(bytes) : undefined;
    }
    if (!pictureTypes.includes(mediaType)) return bytes;
    const drawn = sharp(bytes, { limitInputPixels: pixelsMax }).rotate();
    return new Uint8Array(await drawn.toBuffer());
  } catch {
    return undefined;
  }
}
