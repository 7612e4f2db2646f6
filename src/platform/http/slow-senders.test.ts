import { connect, type Socket } from 'node:net';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLog } from '../log.ts';
import { answerError } from './http.ts';
import { type HttpServer, listen } from './server.ts';

let server: HttpServer;
const sockets: Socket[] = [];
const lines: string[] = [];
const told: (() => void)[] = [];
const reached: (() => void)[] = [];
beforeAll(async () => {
  const app = new Hono();
  app.get('/', (c) => c.text('here'));
  const log = openLog('debug', { write: (line: string) => void lines.push(line) });
  app.post('/', async (c) => {
    for (const tell of reached.splice(0)) tell();
    return c.text(await c.req.text());
  });
  app.onError((error) => {
    const answered = answerError(error, log);
    for (const tell of told.splice(0)) tell();
    return answered;
  });
  server = await listen({ app, host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await server.close(100);
});

const open = (head: string): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port: server.port, host: '127.0.0.1' }, () => {
      socket.write(head);
      resolve(socket);
    });
    socket.once('error', reject);
    sockets.push(socket);
  });

const firstLineOf = (socket: Socket): Promise<string> =>
  new Promise((resolve) => {
    socket.once('data', (part: Buffer) => resolve(part.toString('latin1').split('\r\n')[0] ?? ''));
  });

describe('senders that never finish (A53)', () => {
  it('hold nobody else up: three hundred half requests, and others are answered', async () => {
    await Promise.all(
      Array.from({ length: 300 }, (_, index) =>
        open(
          index % 2 === 0
            ? 'GET / HTTP/1.1\r\nhost: x\r\nx-slow: '
            : 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nx',
        ),
      ),
    );
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () =>
        (await fetch(`http://127.0.0.1:${server.port}/`)).text(),
      ),
    );
    expect(answers).toEqual(answers.map(() => 'here'));
  });

  it('that break off are no alarm', async () => {
    const heard = new Promise<void>((resolve) => void told.push(resolve));
    const reading = new Promise<void>((resolve) => void reached.push(resolve));
    const socket = await open('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nx');
    await reading;
    socket.destroy();
    await heard;
    const levels = lines.map((line) => (JSON.parse(line) as { level: number }).level);
    expect(levels).toHaveLength(1);
    expect(Math.max(...levels)).toBeLessThan(40);
  });

  it('with headers without end are refused', async () => {
    const socket = await open(`GET / HTTP/1.1\r\nhost: x\r\nx-huge: ${'x'.repeat(70_000)}\r\n\r\n`);
    expect(await firstLineOf(socket)).toContain('431');
  });
});
