import { beforeAll, describe, expect, test } from 'vitest';
import { claimantContext } from '../../../test/support/platform.ts';
import { openReviewBench, type ReviewBench } from '../../../test/support/review-bench.ts';
import { addMs, claimNumber, type Instant, instantFromEpochMs } from '../../kernel/index.ts';
import { type Context, sql, type Tx } from '../../platform/index.ts';
import { findClaimByNumber } from '../lookup-commands.ts';
import { failuresPerMinuteMax, minuteOf } from './limit-lookup.ts';

let bench: ReviewBench;
beforeAll(async () => {
  bench = await openReviewBench();
});

const contact = '010-1234-5678';
const wrong = '010-9999-9999';
/** A number with its check sign that no claim has: `sign` makes it another one. */
const absent = (sign: number): string => claimNumber(Uint8Array.from([9, 9, 9, 9, 9, sign]));

// Each test has an hour of its own, so that none counts against another.
let hour = 0;
const nextHour = (): Instant => {
  hour += 1;
  const start = instantFromEpochMs((minuteOf(claimantContext(bench.platform).now) + 1) * 60_000);
  return addMs(start, hour * 2 * 3_600_000);
};
/** A claimant who asks from the nth address. */
const from = (address: number, now: Instant): Context =>
  claimantContext(bench.platform, { now, address: `198.18.${address >> 8}.${address & 255}` });

/** Counts what a look-up does that takes time: statements and openings. */
function counting(ctx: Context): { ctx: Context; done: { statements: number; opened: number } } {
  const done = { statements: 0, opened: 0 };
  const { vault } = ctx;
  const seen = (tx: Tx): Tx =>
    new Proxy(tx, {
      get(target, name) {
        if (name === 'getExecutor') done.statements += 1;
        const member = Reflect.get(target, name) as unknown;
        return typeof member === 'function' ? member.bind(target) : member;
      },
    });
  const counted: Context = {
    ...ctx,
    vault: {
      ...vault,
      decrypt: (sealed) => {
        done.opened += 1;
        return vault.decrypt(sealed);
      },
    },
    read: (work) => ctx.read((tx) => work(seen(tx))),
    transact: (work) => ctx.transact((tx) => work(seen(tx))),
  };
  return { ctx: counted, done };
}

describe('numbers that are tried out (A02, A44)', () => {
  test('a number nobody has, a wrong contact and a wrong token take the same steps and answer alike', async () => {
    const { claimNumber } = await bench.file();
    const steps: object[] = [];
    const answers: unknown[] = [];
    for (const asked of [
      { number: claimNumber, contact: '010-9999-9999' },
      { number: '7K4M-Q2XD-9F', contact: '010-9999-9999' },
      { number: 'no number at all', contact: '010-9999-9999' },
      { number: claimNumber, contact: '010-9999-9999', token: 'x' },
      { number: '7K4M-Q2XD-9F', contact: '010-9999-9999', token: 'x' },
    ]) {
      const { ctx, done } = counting(
        bench.platform.context({
          actor: { kind: 'claimant', id: 'anonymous', name: 'claimant', roles: [] },
        }),
      );
      answers.push(await findClaimByNumber(ctx, asked));
      steps.push({ ...done });
    }
    for (const answer of answers) {
      expect(answer).toEqual({ ok: false, refusal: { code: 'claim_not_found' } });
    }
    expect(steps).toEqual(steps.map(() => ({ statements: 1, opened: 1 })));
  });

  test('take the same steps from an address that counts, and leave the same traces', async () => {
    const now = nextHour();
    const { claimNumber: number } = await bench.file({ personal: { contact } });
    const steps: object[] = [];
    for (const [place, one] of [number, absent(1), 'no number at all'].entries()) {
      const { ctx, done } = counting(from(place, now));
      const found = await findClaimByNumber(ctx, { number: one, contact: wrong });
      expect(found).toEqual({ ok: false, refusal: { code: 'claim_not_found' } });
      steps.push({ ...done });
    }
    expect(steps).toEqual(steps.map(() => steps[0]));
    expect(steps[0]).toMatchObject({ opened: 1 });
  });

  test.each([
    ['that a claim has', true],
    ['that no claim has', false],
  ])('make whoever asks for a number %s wait, from however many addresses', async (_which, isFiled) => {
    const now = nextHour();
    const filed = await bench.file({ personal: { contact } });
    const number = isFiled ? filed.claimNumber : absent(2);
    for (let place = 0; place < 10; place += 1) {
      const spelled = place % 2 === 0 ? number : number.toLowerCase().replaceAll('-', ' ');
      const found = await findClaimByNumber(from(place, now), { number: spelled, contact: wrong });
      expect(found).toEqual({ ok: false, refusal: { code: 'claim_not_found' } });
    }
    const refused = { ok: false, refusal: { code: 'lookup_too_often', waitSeconds: 2 } };
    expect(await findClaimByNumber(from(10, now), { number, contact })).toEqual(refused);
    const token = { number: filed.claimNumber, token: filed.token };
    expect(await findClaimByNumber(from(10, now), token)).toMatchObject({ ok: true });
    const other = await bench.file({ personal: { contact } });
    const untried = { number: other.claimNumber, contact };
    expect(await findClaimByNumber(from(10, now), untried)).toMatchObject({ ok: true });
    const later = from(10, addMs(now, 2_000));
    expect((await findClaimByNumber(later, { number, contact })).ok).toBe(isFiled);
  });

  test('are so many in a minute for everybody together; a token is not guessed and does not wait', async () => {
    const now = nextHour();
    const { claimNumber: number, token } = await bench.file({ personal: { contact } });
    await findClaimByNumber(from(1, now), { number: absent(3), contact: wrong });
    await sql`update claims.lookup_attempt set failure_count = ${failuresPerMinuteMax - 1}
      where failure_count = 1 and last_failed_at = (select max(last_failed_at)
        from claims.lookup_attempt)`.execute(bench.platform.db);
    expect(await findClaimByNumber(from(2, now), { number, contact: wrong })).toMatchObject({
      refusal: { code: 'claim_not_found' },
    });
    expect(await findClaimByNumber(from(3, now), { number, contact })).toEqual({
      ok: false,
      refusal: { code: 'lookup_too_often', waitSeconds: 60 },
    });
    expect(await findClaimByNumber(from(3, now), { number, token })).toMatchObject({ ok: true });
    const nextMinute = from(3, addMs(now, 60_000));
    expect(await findClaimByNumber(nextMinute, { number, contact })).toMatchObject({ ok: true });
  });
});
