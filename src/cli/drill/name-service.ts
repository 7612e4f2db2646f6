import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { decode, encode, type Packet, streamDecode, streamEncode } from 'dns-packet';
import type { NameAsked } from '../../continuity/index.ts';
import { standIn, UNDECLARED_NET } from '../../continuity/index.ts';
import { findAsker } from './process-chain.ts';

const AUTHORITATIVE = 0x0400;

/** The rehearsal's name service: it answers every name, and writes down who asked for which. */
export interface NameService {
  readonly asked: readonly NameAsked[];
}

/**
 * Serves names on 127.0.0.1:53 within the namespace.
 *
 * A declared name gets the address its relay listens on; any other gets an address of its own, so that the ports it
 * is then tried on can be told; other types of records are answered empty.
 */
export async function serveNames(about: Naming): Promise<NameService> {
  const asked = new Map<string, NameAsked>();
  const answer = (query: Packet, from: Sender): Packet => {
    const question = query.questions?.[0];
    const name = question?.name.toLowerCase().replace(/\.$/, '') ?? '';
    if (name !== '' && !asked.has(name))
      asked.set(name, askedBy(about, asked.size, { ...from, name }));
    const isAddress = question?.type === 'A' && question.class === 'IN';
    const data = asked.get(name)?.address;
    const isKnown = isAddress && data !== undefined;
    return {
      type: 'response',
      id: query.id ?? 0,
      flags: AUTHORITATIVE,
      questions: query.questions ?? [],
      answers: isKnown ? [{ type: 'A', name: question.name, ttl: 0, data }] : [],
    };
  };
  await Promise.all([serveDatagrams(answer), serveStreams(answer)]);
  return {
    get asked() {
      return [...asked.values()];
    },
  };
}

interface Naming {
  readonly declared: ReadonlyMap<string, string>;
  scriptPid(): number;
}

interface Sender {
  readonly port: number;
  readonly transport: 'udp' | 'tcp';
}

type Answer = (query: Packet, from: Sender) => Packet;

function askedBy(
  about: Naming,
  count: number,
  from: Sender & { readonly name: string },
): NameAsked {
  const { name, ...sender } = from;
  const known = about.declared.get(name);
  const { kind, by } = findAsker({ ...sender, host: name, scriptPid: about.scriptPid() });
  return {
    name,
    address: known ?? standIn(UNDECLARED_NET, count),
    isDeclared: known !== undefined,
    by,
    ...(kind === undefined ? {} : { kind }),
  };
}

async function serveDatagrams(answer: Answer): Promise<void> {
  const datagrams = createSocket('udp4');
  datagrams.on('message', (message, { port, address }) => {
    try {
      datagrams.send(encode(answer(decode(message), { port, transport: 'udp' })), port, address);
    } catch {
      // What is no DNS message gets no answer.
    }
  });
  datagrams.bind(53, '127.0.0.1');
  await once(datagrams, 'listening');
}

async function serveStreams(answer: Answer): Promise<void> {
  const streams = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', (chunk) => {
      try {
        const query = streamDecode(chunk);
        if (query === null) throw new Error('cut short');
        socket.end(streamEncode(answer(query, { port: socket.remotePort ?? 0, transport: 'tcp' })));
      } catch {
        socket.destroy();
      }
    });
  });
  streams.listen(53, '127.0.0.1');
  await once(streams, 'listening');
}
