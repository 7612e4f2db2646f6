import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import {
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFDocument,
  PDFName,
  type PDFObject,
  PDFRawStream,
  PDFRef,
  PDFStream,
} from '@cantoo/pdf-lib';

const inflateLater = promisify(inflate);

/** The most that the parts of a PDF which hold its objects may come to, opened; and their number. */
const objectBytesMax = 64 * 1024 * 1024;
const objectCountMax = 300_000;

// A name may write any letter as #xx (ISO 32000-1, 7.3.5); letters so written hide what it is.
const hiddenLetter = /#(?:4[1-9a-f]|5[0-9a]|6[1-9a-f]|7[0-9a])/i;

/** Gives where the stream of the object at a place begins, if it is one that holds objects. */
function findObjectStream(file: Buffer, at: number): number | undefined {
  const start = file.subarray(at, at + 2048).toString('latin1');
  const [, head = '', mark] = /^([\s\S]*?)stream(\r\n|\n)/.exec(start) ?? [];
  if (mark === undefined) return undefined;
  const isMeant = /\/(?:ObjStm|XRef)\b/.test(head) || hiddenLetter.test(head);
  return isMeant ? at + head.length + 'stream'.length + mark.length : undefined;
}

/** Gives how much a deflated stream opens to; undefined when that is more than there is room for. */
async function openedLength(stream: Buffer, room: number): Promise<number | undefined> {
  try {
    return (await inflateLater(stream, { maxOutputLength: room })).length;
  } catch (error) {
    // What is no deflated stream opens to nothing.
    return (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? undefined : 0;
  }
}

/**
 * Tells whether a PDF comes to more objects, or bytes of objects, than a reader should open. Only
 * those parts are opened that hold objects, and no further than the bound.
 */
async function isSwollen(bytes: Uint8Array): Promise<boolean> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let openBytes = 0;
  let objectCount = 0;
  for (let at = file.indexOf(' obj'); at !== -1; at = file.indexOf(' obj', at + 4)) {
    objectCount += 1;
    if (objectCount > objectCountMax) return true;
    const from = findObjectStream(file, at);
    if (from === undefined) continue;
    const opened = await openedLength(file.subarray(from), objectBytesMax - openBytes);
    if (opened === undefined) return true;
    openBytes += opened;
  }
  return false;
}

const name = (text: string): PDFName => PDFName.of(text);

/** Members that say who made a document, when and with what, or that do something when it is opened. */
const leftOut = ['Metadata', 'PieceInfo', 'LastModified', 'OpenAction', 'AA', 'JS', 'JavaScript'];
const carried = ['EmbeddedFiles', 'EF', 'FS', 'AF'];
const actions: readonly string[] = [
  '/JavaScript',
  '/Launch',
  '/SubmitForm',
  '/ImportData',
  '/GoToR',
  '/GoToE',
  '/Rendition',
  '/URI',
];

function stripDict(dict: PDFDict): void {
  for (const member of [...leftOut, ...carried]) dict.delete(name(member));
  const action = dict.lookup(name('A'));
  if (action instanceof PDFDict && actions.includes(String(action.lookup(name('S'))))) {
    dict.delete(name('A'));
  }
  if (actions.includes(String(dict.lookup(name('S')))) && dict.has(name('S'))) {
    dict.delete(name('URI'));
    dict.delete(name('F'));
  }
}

function listMembers(object: PDFObject): readonly PDFObject[] {
  if (object instanceof PDFStream) return [object.dict];
  if (object instanceof PDFDict) return object.values();
  return object instanceof PDFArray ? object.asArray() : [];
}

/** Works through an object and what is directly in it; what is referred to has a turn of its own. */
function stripObject(object: PDFObject): void {
  if (object instanceof PDFDict) stripDict(object);
  for (const member of listMembers(object)) if (!(member instanceof PDFRef)) stripObject(member);
}

const isSegment = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === 0xff && (bytes[at + 1] ?? 0) >= 0xe0 && (bytes[at + 1] ?? 0) <= 0xfe;

/**
 * Gives a JPEG without its Exif, XMP, IPTC and comments; how colours are meant stays.
 *
 * @source ITU-T T.81, B.1.1: a segment is FF, a marker, and its length in two bytes
 */
function stripJpeg(bytes: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [];
  let from = 0;
  let at = 2;
  while (bytes[at] === 0xff && bytes[at + 1] !== 0xda && at + 4 <= bytes.length) {
    const end = at + 2 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
    const marker = bytes[at + 1];
    // APP0 (JFIF), APP2 (colour profile) and APP14 (colour transform) say how to read the pixels.
    const isMeant = marker === 0xe0 || marker === 0xe2 || marker === 0xee || !isSegment(bytes, at);
    if (!isMeant) {
      kept.push(bytes.subarray(from, at));
      from = end;
    }
    at = end;
  }
  kept.push(bytes.subarray(from));
  return new Uint8Array(Buffer.concat(kept));
}

function stripPicture(context: PDFContext, ref: PDFRef, stream: PDFRawStream): void {
  if (String(stream.dict.lookup(name('Filter'))) !== '/DCTDecode') return;
  context.assign(ref, PDFRawStream.of(stream.dict, stripJpeg(stream.contents)));
}

/** Gives everything that is in an object, or what a reference leads to the first time it is met. */
function follow(context: PDFContext, object: PDFObject, reached: Set<PDFRef>) {
  if (!(object instanceof PDFRef)) return listMembers(object);
  if (reached.has(object)) return [];
  reached.add(object);
  const target = context.lookup(object);
  return target === undefined ? [] : [target];
}

/** Drops what nothing leads to from the catalogue any more, and what nothing ever led to. */
function dropUnreached(context: PDFContext): void {
  const reached = new Set<PDFRef>();
  const waiting: PDFObject[] = [context.trailerInfo.Root].flatMap((root) => root ?? []);
  for (let object = waiting.pop(); object !== undefined; object = waiting.pop()) {
    waiting.push(...follow(context, object, reached));
  }
  for (const [ref] of context.enumerateIndirectObjects()) {
    if (!reached.has(ref)) context.delete(ref);
  }
}

/**
 * Gives a PDF written anew, without author, titles, times, programs and earlier versions, without
 * what is attached to it or runs when it is opened, and without what cameras leave in its pictures.
 * What is on its pages stays as it is.
 *
 * @returns undefined when it would swell; throws when it cannot be read
 * @source ISO 32000-1, 14.3 (metadata), 12.6 (actions), 7.11.4 (embedded files)
 */
export async function stripPdf(bytes: Uint8Array): Promise<Uint8Array | undefined> {
  if (await isSwollen(bytes)) return undefined;
  const document = await PDFDocument.load(bytes, { updateMetadata: false });
  // Without a page there is nothing to show; without a catalogue this throws.
  if (document.getPageCount() === 0) return undefined;
  const { context } = document;
  delete context.trailerInfo.Info;
  delete context.trailerInfo.ID;
  for (const [ref, object] of context.enumerateIndirectObjects()) {
    if (object instanceof PDFRawStream) stripPicture(context, ref, object);
    stripObject(object);
  }
  dropUnreached(context);
  return document.save({ useObjectStreams: false, addDefaultPage: false });
}
