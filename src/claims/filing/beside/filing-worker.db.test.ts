import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as waitMs } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { plainClaim } from '../../../../test/support/plain-claim.ts';
import { openReviewBench, type ReviewBench } from '../../../../test/support/review-bench.ts';
import type { openRushRoute as OpenRushRoute, RushRoute } from '../../../platform/beside/index.ts';
import { findProjectDir, type HotAnswer, sql } from '../../../platform/index.ts';

// The compiled programs: from their sources no thread is begun.
const compiled = (path: string): URL => pathToFileURL(join(findProjectDir(), 'dist', 'src', path));
const { openRushRoute } = (await import(compiled('platform/beside/index.js').href)) as {
  openRushRoute: typeof OpenRushRoute;
};
const filingProgram = compiled('claims/filing/beside/filing-worker.js');

const rushCount = 60;
const byHand: HotAnswer = { status: 200, text: 'by the main thread' };
let bench: ReviewBench;
beforeAll(async () => {
  bench = await openReviewBench();
});

interface Running {
  readonly lane: RushRoute;
  end(): Promise<void>;
}

function open(program = filingProgram): Running {
  const stop = new AbortController();
  const lane = openRushRoute({
    platform: bench.platform,
    program,
    route: { path: '/api/v1/claims', answer: async () => waitMs(5, byHand) },
  });
  const running = lane.run(stop.signal);
  return {
    lane,
    end: () => {
      stop.abort();
      return running;
    },
  };
}

const bodyOf = (claimId: string, change: object = {}): Uint8Array =>
  Buffer.from(
    JSON.stringify({
      claimId,
      incidentId: bench.incidentId,
      ...plainClaim,
      personal: { name: '가게 주인', freeText: '주문을 받지 못했습니다.' },
      ...change,
    }),
  );

function fileAll(lane: RushRoute, claimIds: readonly string[]) {
  return Promise.all(
    claimIds.map((claimId) => lane.route.answer({ bytes: bodyOf(claimId), address: '192.0.2.7' })),
  );
}

const freshIds = (): string[] => Array.from({ length: rushCount }, () => bench.newId());

/** Keeps the rush up until the threads answer it, and gives the claims they took with their answers. */
async function rushUntilThreads(lane: RushRoute) {
  for (;;) {
    const claimIds = freshIds();
    const answers = await fileAll(lane, claimIds);
    if (answers.every((answer) => answer !== byHand)) return { claimIds, answers };
  }
}

const numberOf = (answer: HotAnswer | undefined): string =>
  (JSON.parse(answer?.text ?? '{}') as { claimNumber: string }).claimNumber;

/** A program of a thread that does as the text says. */
function programOf(text: string): { readonly url: URL; remove(): void } {
  const dir = mkdtempSync(join(tmpdir(), 'amends-filing-'));
  const file = join(dir, 'thread.mjs');
  writeFileSync(file, `import { parentPort } from 'node:worker_threads';\n${text}`);
  return { url: pathToFileURL(file), remove: () => rmSync(dir, { recursive: true }) };
}

describe('filing in a rush', () => {
  it('is done by threads, each claim once, and the same claim again is the same claim', async () => {
    const { lane, end } = open();
    const { claimIds, answers } = await rushUntilThreads(lane);
    expect(answers.map((answer) => answer?.status)).toEqual(claimIds.map(() => 201));
    const numbers = answers.map(numberOf);
    expect(new Set(numbers).size).toBe(rushCount);
    const { rows } = await sql<{ id: string; number: string }>`select id, number from claims.claim
      where id = any(${claimIds}::uuid[])`.execute(bench.platform.db);
    const stored = new Map(rows.map(({ id, number }) => [id, number]));
    expect(claimIds.map((id) => stored.get(id))).toEqual(numbers);
    expect((await fileAll(lane, claimIds)).map(numberOf)).toEqual(numbers);
    await end();
  });

  it('leaves to the router what is refused, malformed, or comes with documents', async () => {
    const { lane, end } = open();
    await rushUntilThreads(lane);
    const [claimId = ''] = freshIds();
    const given: readonly Uint8Array[] = [
      bodyOf(claimId, { category: 'none of them' }),
      bodyOf(claimId, { evidence: [{ kind: 'receipt', filename: 'a.pdf', content: 'JVBERi0=' }] }),
      bodyOf('not an id'),
      Buffer.from('{"claimId":'),
      Buffer.from([0xff, 0xfe]),
    ];
    for (const bytes of given) {
      expect(await lane.route.answer({ bytes, address: undefined })).toBeUndefined();
    }
    await end();
  });

  it('leaves to the router what a thread held when it died, and goes on without it', async () => {
    const program = programOf(`parentPort.postMessage('ready');
      parentPort.on('message', () => process.exit(1));`);
    const { lane, end } = open(program.url);
    const all: (HotAnswer | undefined)[] = [];
    let answers: readonly (HotAnswer | undefined)[] = [];
    const isByHand = (): boolean => answers.every((answer) => answer === byHand);
    while (!all.includes(undefined) || !isByHand()) {
      answers = await fileAll(lane, freshIds());
      all.push(...answers);
    }
    expect(new Set(all)).toEqual(new Set([byHand, undefined]));
    await end();
    program.remove();
  });

  it('leaves to the router what a thread holds that hangs, when it is told to end', async () => {
    const program = programOf(`parentPort.postMessage('ready');
      parentPort.on('message', () => { for (;;); });`);
    const { lane, end } = open(program.url);
    let held = fileAll(lane, freshIds());
    while ((await Promise.race([held, waitMs(2000, 'held')])) !== 'held') {
      held = fileAll(lane, freshIds());
    }
    await end();
    expect(await held).toContain(undefined);
    program.remove();
  });

  it('goes on without threads that cannot begin', async () => {
    const program = programOf(`throw new Error('cannot begin');`);
    const { lane, end } = open(program.url);
    for (let round = 0; round < 20; round += 1) {
      expect(await fileAll(lane, freshIds())).toEqual(Array(rushCount).fill(byHand));
      await waitMs(20);
    }
    await end();
    program.remove();
  });

  it('needs no thread for a few', async () => {
    const program = programOf(`parentPort.postMessage('ready');`);
    const { lane, end } = open(program.url);
    for (let round = 0; round < 10; round += 1) {
      expect(lane.isBusy()).toBe(false);
      const few = await fileAll(lane, freshIds().slice(0, 20));
      expect(few).toEqual(Array(20).fill(byHand));
      await waitMs(20);
    }
    await end();
    program.remove();
  });
});
