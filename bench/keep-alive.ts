import { connect, type Socket } from 'node:net';

/** An answer as far as a load needs it: the status and the bytes of the body. */
export interface RawAnswer {
  readonly status: number;
  readonly body: Buffer;
}

/** One connection that is kept alive; one request at a time. */
export interface KeepAliveConnection {
  send(request: Buffer): Promise<RawAnswer>;
  close(): void;
}

interface Head {
  readonly status: number;
  readonly bodyFrom: number;
  readonly length: number;
}

function readHead(bytes: Buffer): Head | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const head = bytes.toString('latin1', 0, end);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new Error(`an answer without content-length:\n${head}`);
  return { status: Number(head.slice(9, 12)), bodyFrom: end + 4, length: Number(length) };
}

/** Gives the bytes of a POST with a JSON body, ready to be written. */
export function renderPost(options: { port: number; path: string; body: string }): Buffer {
  const { port, path, body } = options;
  const head = [
    `POST ${path} HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/**
 * Opens a connection that does no more than HTTP needs, so that the load takes little of the
 * machine it shares with what is measured.
 */
export function openKeepAlive(port: number): Promise<KeepAliveConnection> {
  return new Promise((opened, failed) => {
    let waiting: { answer: (value: RawAnswer) => void; fail: (error: Error) => void } | undefined;
    let received: Buffer = Buffer.alloc(0);
    const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const fail = (error: Error): void => {
      failed(error);
      waiting?.fail(error);
      waiting = undefined;
    };
    socket.on('data', (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const head = readHead(received);
      if (head === undefined || received.length < head.bodyFrom + head.length) return;
      const body = received.subarray(head.bodyFrom, head.bodyFrom + head.length);
      received = received.subarray(head.bodyFrom + head.length);
      const { answer } = waiting ?? { answer: () => undefined };
      waiting = undefined;
      answer({ status: head.status, body });
    });
    socket.once('error', fail);
    socket.once('close', () => fail(new Error('the server closed the connection')));
    socket.once('connect', () =>
      opened({
        send: (request) =>
          new Promise((answer, reject) => {
            waiting = { answer, fail: reject };
            socket.write(request);
          }),
        close: () => socket.destroy(),
      }),
    );
  });
}
