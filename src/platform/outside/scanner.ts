import { createConnection } from 'node:net';

/** What a virus scanner says of a document; `unanswered` when it could not be asked. */
export type ScanVerdict = 'clean' | 'infected' | 'unanswered';

/**
 * Asks a virus scanner about a document.
 *
 * @param options.isHurried somebody waits who must not be held up: an answer is waited for shortly, and
 *   after one that did not come in time the scanner is left alone for a while
 */
export type Scan = (
  bytes: Uint8Array,
  options?: { readonly isHurried?: boolean },
) => Promise<ScanVerdict>;

/** For how long a scanner is waited for, from the connection to its answer. */
export interface ScannerWaits {
  readonly patientMs: number;
  readonly hurriedMs: number;
  /** How long nobody in a hurry asks again after an answer did not come in time. */
  readonly restMs: number;
}

const usualWaits: ScannerWaits = { patientMs: 30_000, hurriedMs: 5000, restMs: 30_000 };
const chunkBytes = 64 * 1024;

function frames(bytes: Uint8Array): Buffer {
  const parts: Buffer[] = [Buffer.from('zINSTREAM\0')];
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    const chunk = bytes.subarray(at, at + chunkBytes);
    const size = Buffer.alloc(4);
    size.writeUInt32BE(chunk.length);
    parts.push(size, Buffer.from(chunk));
  }
  return Buffer.concat([...parts, Buffer.alloc(4)]);
}

const toVerdict = (answer: string): ScanVerdict => {
  if (/: OK\0?\s*$/.test(answer)) return 'clean';
  return / FOUND\0?\s*$/.test(answer) ? 'infected' : 'unanswered';
};

/** Sends a document and waits for the verdict, at most `waitMs` in all; `late` when it did not come. */
function ask(
  place: { path: string } | { host: string; port: number },
  { bytes, waitMs }: { readonly bytes: Uint8Array; readonly waitMs: number },
): Promise<ScanVerdict | 'late'> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = createConnection(place);
    const end = (verdict: ScanVerdict | 'late'): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(verdict);
    };
    // Of the whole, not of each silence: a daemon that says a byte now and then would be waited for.
    const timer = setTimeout(() => end('late'), waitMs);
    socket.on('connect', () => socket.write(frames(bytes)));
    socket.on('data', (data) => {
      if (answer.length < 4096) answer += data.toString('latin1');
    });
    socket.on('error', () => end(toVerdict(answer)));
    socket.on('close', () => end(toVerdict(answer)));
  });
}

/**
 * Opens a ClamAV daemon as scanner, by `host:port` or the path of its socket.
 *
 * @source clamd(8), INSTREAM: chunks with their length as four bytes, the highest first; a chunk of
 *   length nothing ends the stream
 */
export function openScanner(address: string, waits: ScannerWaits = usualWaits): Scan {
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(address) ?? [];
  const place =
    host === undefined || port === undefined ? { path: address } : { host, port: Number(port) };
  let restsUntilMs = 0;
  return async (bytes, { isHurried = false } = {}) => {
    if (isHurried && performance.now() < restsUntilMs) return 'unanswered';
    const waitMs = isHurried ? waits.hurriedMs : waits.patientMs;
    const verdict = await ask(place, { bytes, waitMs });
    if (verdict !== 'late') return verdict;
    restsUntilMs = performance.now() + waits.restMs;
    return 'unanswered';
  };
}
