import { Readable } from 'node:stream';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import busboy from 'busboy';
import { documentBytesMax } from '../../../claims/evidence/index.ts';

/** One document as it came in a form, read to its end or to just above the limit. */
export interface ReceivedFile {
  readonly field: string;
  readonly filename: string;
  readonly bytes: Uint8Array;
}

/** A form with documents, as far as it came. */
export interface ReceivedForm {
  readonly fields: Readonly<Record<string, string>>;
  /** the line broke before the end */
  readonly isCutOff: boolean;
}

const limits = {
  fileSize: documentBytesMax + 1,
  files: 40,
  fields: 200,
  fieldSize: 64 * 1024,
  parts: 240,
};

function openParser(request: Request): busboy.Busboy | undefined {
  const type = request.headers.get('content-type') ?? '';
  if (!/^multipart\/form-data;/i.test(type)) return undefined;
  return busboy({ headers: { 'content-type': type }, limits, defParamCharset: 'utf8' });
}

async function collect(stream: Readable): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  } catch {
    return undefined;
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/**
 * Reads a form with documents as it comes, one document in memory at a time; each is handed on as
 * soon as it is whole, so that a line that breaks later takes nothing away that was received.
 *
 * A document above the limit is read to the end and handed on one byte too long, so that its sender
 * gets a sentence and not a broken line. A chooser that was left empty gives nothing.
 */
export async function receiveForm(
  request: Request,
  onFile: (file: ReceivedFile) => Promise<void>,
): Promise<ReceivedForm> {
  const fields: Record<string, string> = {};
  const parser = openParser(request);
  if (parser === undefined || request.body === null) return { fields, isCutOff: false };
  let isCutOff = false;
  let work: Promise<void> = Promise.resolve();
  parser.on('field', (name, value) => {
    fields[name] = value;
  });
  parser.on('file', (field, stream, { filename }) => {
    if (filename === undefined || filename === '') {
      stream.resume();
      return;
    }
    // Listened to at once: a line may break before this document's turn comes.
    stream.on('error', () => undefined);
    work = work.then(async () => {
      const bytes = await collect(stream);
      if (bytes === undefined) isCutOff = true;
      else await onFile({ field, filename, bytes });
    });
  });
  const source = Readable.fromWeb(request.body as NodeStream);
  await new Promise<void>((resolve) => {
    const end = (): void => resolve();
    const breakOff = (): void => {
      isCutOff = true;
      parser.destroy();
      resolve();
    };
    parser.on('close', end);
    parser.on('error', breakOff);
    source.on('error', breakOff);
    source.pipe(parser);
  });
  await work;
  return { fields, isCutOff };
}
