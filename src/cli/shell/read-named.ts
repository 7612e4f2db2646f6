import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** The most bytes of a file that is named on the command line, where nothing else is said. */
export const namedBytesMax = 64_000_000;

/** Pipes that the shell has opened: `check <(…)` and `… | check /dev/stdin`. */
const openedPipe = /^\/(?:dev\/(?:stdin|fd\/\d+)|proc\/self\/fd\/\d+)$/;

/** A file that is none to read, and why, as a part of a sentence. */
class Unfit extends Error {
  readonly code?: string;

  constructor(message: string, code?: string) {
    super(message);
    if (code !== undefined) this.code = code;
  }
}

function demandFit(path: string, fd: number, bytesMax: number): void {
  const found = fstatSync(fd);
  if (found.isDirectory()) throw new Unfit('it is a folder', 'EISDIR');
  if (!found.isFile() && !(found.isFIFO() && openedPipe.test(path))) {
    throw new Unfit('it is a device or a pipe; a file is read, or a pipe of the shell');
  }
  if (found.size > bytesMax) {
    throw new Unfit(`it has ${found.size} bytes; at most ${bytesMax} are read`);
  }
}

function readUpTo(fd: number, bytesMax: number): Buffer {
  const parts: Buffer[] = [];
  let byteCount = 0;
  for (;;) {
    const part = Buffer.allocUnsafe(64 * 1024);
    const count = readSync(fd, part);
    if (count === 0) return Buffer.concat(parts);
    byteCount += count;
    if (byteCount > bytesMax) throw new Unfit(`it has more than ${bytesMax} bytes`);
    parts.push(part.subarray(0, count));
  }
}

/**
 * Reads a file that is named on the command line: what is no file, never ends or is too large is
 * refused and not read to its end.
 *
 * @throws Error whose message, or whose code as `explainUnreadable` says it, is a part of a sentence
 */
export function readNamed(path: string, bytesMax = namedBytesMax): Buffer {
  // A pipe without a writer would be waited for; one of the shell is open already.
  const waiting = openedPipe.test(path) ? 0 : constants.O_NONBLOCK;
  const fd = openSync(path, constants.O_RDONLY | waiting);
  try {
    demandFit(path, fd, bytesMax);
    return readUpTo(fd, bytesMax);
  } finally {
    closeSync(fd);
  }
}

/** Reads a file as {@link readNamed} does, as text of UTF-8; a promise, for who chains one. */
export async function openNamed(path: string, bytesMax = namedBytesMax): Promise<string> {
  return readNamed(path, bytesMax).toString('utf8');
}
