import type { Readable } from 'node:stream';
import { DataStore, MemoryLocker, Server, Upload as TusUpload } from '@tus/server';
import type { Context } from '../../platform/index.ts';
import {
  beginUpload,
  continueUpload,
  findUpload,
  finishUpload,
  type UploadRefusal,
} from './upload-commands.ts';

/** Who sends documents, for which claim, and how a refusal is put to them. */
export interface TusRequest {
  readonly ctx: Context;
  readonly claimId: string;
  /** the path the documents are sent to: '/ko/uploads' */
  readonly path: string;
  /** the kinds of documents that are asked */
  readonly kinds: readonly string[];
  sentenceOf(refusal: UploadRefusal): string;
}

const partBytes = 512 * 1024;

class UploadRefused extends Error {
  readonly status_code: number;
  readonly body: string;
  constructor(request: TusRequest, refusal: UploadRefusal) {
    super(refusal.code);
    // @source tus 1.0.0: 404 for an upload that is not there, 409 for another offset, 413 above
    // the limit. The limit is not given to the library, whose own answer is in English only.
    const statuses: Readonly<Record<string, number>> = {
      evidence_too_large: 413,
      upload_not_found: 404,
      upload_out_of_step: 409,
    };
    this.status_code = statuses[refusal.code] ?? 422;
    this.body = request.sentenceOf(refusal);
  }
}

/** Keeps documents where claims keep them; each part is durable before it is acknowledged. */
class UploadStore extends DataStore {
  private readonly request: TusRequest;
  constructor(request: TusRequest) {
    super();
    this.request = request;
    this.extensions = ['creation', 'termination'];
  }

  override async create(file: TusUpload): Promise<TusUpload> {
    const { ctx, claimId, kinds } = this.request;
    const kind = file.metadata?.kind ?? '';
    const filename = file.metadata?.filename ?? '';
    if (!kinds.includes(kind)) throw this.refusal({ code: 'upload_not_found' });
    const announced = { uploadId: file.id, claimId, kind, filename, byteCount: file.size ?? 0 };
    const begun = await beginUpload(ctx, announced);
    if (!begun.ok) throw this.refusal(begun.refusal);
    return file;
  }

  override async getUpload(id: string): Promise<TusUpload> {
    const { ctx, claimId } = this.request;
    const found = await findUpload(ctx, { claimId, uploadId: id });
    if (found === undefined) throw this.refusal({ code: 'upload_not_found' });
    return new TusUpload({ id, size: found.byteCount, offset: found.receivedCount });
  }

  override async write(stream: Readable, id: string, offset: number): Promise<number> {
    let position = offset;
    let waiting: Buffer[] = [];
    const flush = async (): Promise<void> => {
      const bytes = new Uint8Array(Buffer.concat(waiting));
      waiting = [];
      if (bytes.length > 0) position = await this.keep(id, position, bytes);
    };
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        waiting.push(chunk);
        if (waiting.reduce((sum, { length }) => sum + length, 0) >= partBytes) await flush();
      }
    } finally {
      // A line that breaks leaves what came before it, so that the sender goes on from there.
      await flush();
    }
    return position;
  }

  private async keep(uploadId: string, position: number, bytes: Uint8Array): Promise<number> {
    const { ctx, claimId } = this.request;
    const kept = await continueUpload(ctx, { claimId, uploadId, position, bytes });
    if (!kept.ok) throw this.refusal(kept.refusal);
    return kept.value.receivedCount;
  }

  private refusal(refusal: UploadRefusal): UploadRefused {
    return new UploadRefused(this.request, refusal);
  }
}

const locker = new MemoryLocker();

/**
 * Answers one request of the tus protocol about a claim's documents.
 *
 * A document that was sent whole is examined before the last answer: one that is not taken is
 * answered with 422 and the sentence that says why, and is forgotten.
 *
 * @source tus resumable upload protocol 1.0.0, with creation and termination
 */
export function answerTus(raw: Request, request: TusRequest): Promise<Response> {
  const { ctx, claimId, path } = request;
  const server = new Server({
    path,
    locker,
    datastore: new UploadStore(request),
    relativeLocation: true,
    namingFunction: () => ctx.newId(),
    onUploadFinish: async (_req, upload) => {
      const finished = await finishUpload(ctx, { claimId, uploadId: upload.id });
      if (!finished.ok) throw new UploadRefused(request, finished.refusal);
      return {};
    },
  });
  return server.handleWeb(raw);
}
