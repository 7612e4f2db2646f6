import { createConnection } from 'node:net';

/** What a virus scanner says of a document; `unanswered` when it could not be asked. */
export type ScanVerdict = 'clean' | 'infected' | 'unanswered';

/** Asks a virus scanner about a document. */
export type Scan = (bytes: Uint8Array) => Promise<ScanVerdict>;

const waitMs = 30_000;
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

/**
 * Opens a ClamAV daemon as scanner, by `host:port` or the path of its socket.
 *
 * @source clamd(8), INSTREAM: chunks with their length as four bytes, the highest first; a chunk of
 *   length nothing ends the stream
 */
export function openScanner(address: string): Scan {
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(address) ?? [];
  const place =
    host === undefined || port === undefined ? { path: address } : { host, port: Number(port) };
  return (bytes) =>
    new Promise((resolve) => {
      let answer = '';
      const socket = createConnection(place);
      const end = (verdict: ScanVerdict): void => {
        socket.destroy();
        resolve(verdict);
      };
      socket.setTimeout(waitMs, () => end('unanswered'));
      socket.on('connect', () => socket.write(frames(bytes)));
      socket.on('data', (data) => {
        if (answer.length < 4096) answer += data.toString('latin1');
      });
      socket.on('error', () => end(toVerdict(answer)));
      socket.on('close', () => end(toVerdict(answer)));
    });
}
