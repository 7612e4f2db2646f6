import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join, normalize } from 'node:path';
import { parseArgs } from 'node:util';
import { recomputeExport } from '../../../src/disclosure/export/index.ts';
import { followLog, parseNoteKey } from '../../../src/disclosure/index.ts';

// The copy of everything public (`amends export`) at a second place, in a process of its own inside a
// namespace: `copy.js --serve FOLDER`, as any web server would, or `copy.js --read ADDRESS` as somebody from outside,
// who has the key of the log and looks whether everything is there and right.

/** What somebody found who read the copy. */
export interface Read {
  /** Entries of the log that were recomputed. */
  readonly entries: number;
  /** Figures of the report that were recomputed. */
  readonly figures: number;
  /** What was not there or not right. */
  readonly amiss: readonly string[];
}

const PAGES = ['index.html', 'en.html', 'notices.ko.html', 'notices.en.html'] as const;

function serve(folder: string, port: number): void {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://copy');
    const path = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
    readFile(join(folder, normalize(decodeURIComponent(path)))).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  server.listen(port, '0.0.0.0', () => process.send?.('listening'));
}

async function fetchBytes(address: string): Promise<Uint8Array> {
  const answer = await fetch(address, { signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

async function readCopy(address: string, about: { slug: string; key: string }): Promise<Read> {
  const key = parseNoteKey(about.key);
  if (key === undefined) throw new Error(`no key of a log: ${about.key}`);
  const amiss: string[] = [];
  for (const page of [...PAGES, `report/${about.slug}/index.html`]) {
    const text = await fetchBytes(`${address}/${page}`).then(
      (bytes) => new TextDecoder().decode(bytes),
      (error: Error) => void amiss.push(`the copy: ${error.message}`),
    );
    if (text !== undefined && !text.includes('</html>')) amiss.push(`the copy: ${page} is cut off`);
  }
  const read = (path: string) => fetchBytes(`${address}/log/${path}`);
  const log = await followLog({ key, last: undefined, others: [], isHashed: true, read });
  if (!log.ok) amiss.push(`the log of the copy: ${log.refusal.code}`);
  const folder = `${address}/report/${about.slug}`;
  const report = await recomputeExport((path) => fetchBytes(`${folder}/${path}`), key);
  amiss.push(...report.faults.map((fault) => `the report of the copy: ${JSON.stringify(fault)}`));
  return {
    entries: log.ok ? log.value.range.size : 0,
    figures: report.figures.length,
    amiss,
  };
}

// Its types are used elsewhere too.
if (process.send !== undefined && /copy\.[jt]s$/.test(process.argv[1] ?? '')) {
  const { values } = parseArgs({
    options: {
      serve: { type: 'string' },
      read: { type: 'string' },
      port: { type: 'string', default: '8080' },
      slug: { type: 'string', default: '' },
      key: { type: 'string', default: '' },
    },
  });
  const { read, slug, key } = values;
  process.once('disconnect', () => process.exit(0));
  if (values.serve !== undefined) serve(values.serve, Number(values.port));
  if (read !== undefined) {
    const told = await readCopy(read, { slug, key }).catch((error: Error) => ({
      ...{ entries: 0, figures: 0, amiss: [`the copy could not be read: ${error.message}`] },
    }));
    process.send(told, () => process.exit(0));
  }
}
