import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveApps } from '../../../test/support/company-app.ts';
import { openTestPlatform, systemContext } from '../../../test/support/platform.ts';
import { addMs, instantFromEpochMs } from '../../kernel/index.ts';
import { type Context, openServerPost, type Platform } from '../../platform/index.ts';
import { derivedId } from '../ledger/derived-id.ts';
import { railReference } from '../payouts/payout.ts';
import { addRailKey } from './app/app-key-commands.ts';
import { createAppRail } from './app/app-rail.ts';
import { createFileRail } from './files/file-rail.ts';
import type { Rail, RailPayment } from './rail.ts';
import { createSimulatedRail } from './simulated.ts';

// What every rail has promised (rail.ts). A new rail gets a line in `rails` and must pass.

const now = instantFromEpochMs(Date.UTC(2022, 11, 1));
const dayMs = 86_400_000;
let platform: Platform;
let serial = 0;

let apps: Awaited<ReturnType<typeof serveApps>>;

beforeAll(async () => {
  platform = await openTestPlatform({ now });
  apps = await serveApps();
});
afterAll(() => apps.close());

/** The rail of an app at another port, whose key is made before it is first asked. */
function openAppRail(ctx: Context, name: string): Rail {
  const outside = { ...ctx.outside, serverPost: openServerPost([apps.host]) };
  const path = encodeURIComponent(name);
  const setup = { kind: 'app' as const, url: apps.urlOf(path), lookUpLagSeconds: 0 };
  const rail = createAppRail({ ctx: { ...ctx, outside }, name, setup });
  const ready = async (): Promise<Rail> => {
    const { secrets } = apps.appOf(path);
    if (secrets.length > 0) return rail;
    const added = await addRailKey(ctx, { rail: name, purpose: 'sign', kind: 'hmac' });
    if (added.ok) secrets.push(added.value.tell);
    return rail;
  };
  return {
    ...rail,
    submit: async (payments, at) => (await ready()).submit(payments, at),
    lookUp: async (references, at) => (await ready()).lookUp(references, at),
    statement: async (window) => (await ready()).statement(window),
  };
}

const rails: Readonly<Record<string, (ctx: Context, name: string) => Rail>> = {
  simulated: (ctx, name) => createSimulatedRail({ ctx, name }),
  'simulated, slow': (ctx, name) =>
    createSimulatedRail({ ctx, name, faults: { settleDelayMs: dayMs, feeMinor: 10n } }),
  app: openAppRail,
  file: (ctx, name) => createFileRail({ ctx, name, paymentCountMax: 3 }),
};

function payment(): RailPayment {
  serial += 1;
  const reference = railReference(derivedId(['contract', String(serial)]));
  return {
    reference,
    amountMinor: 1_000n + BigInt(serial),
    currency: 'KRW',
    payeeRef: `p${serial}`,
  };
}

describe.each(Object.entries(rails))('a rail (%s)', (kind, build) => {
  const open = (name = `${kind}-${serial}`): Rail => build(systemContext(platform), name);
  const window = { from: addMs(now, -dayMs), until: addMs(now, 3 * dayMs) };

  it('answers a submission, each payment by its reference', async () => {
    const payments = [payment(), payment(), payment(), payment(), payment()];
    const answers = await open().submit(payments, now);
    expect([...answers.keys()].sort()).toEqual(payments.map(({ reference }) => reference).sort());
  });

  it('answers a reference submitted again and takes it once', async () => {
    const rail = open();
    const one = payment();
    await rail.submit([one], now);
    await rail.submit([one, one], addMs(now, 1));
    await Promise.all([rail.submit([one], now), rail.submit([one], now)]);
    const lines = (await rail.statement(window)).filter((line) => line.reference === one.reference);
    expect(lines.length).toBeLessThanOrEqual(1);
    expect((await rail.lookUp([one.reference], now)).size).toBe(1);
  });

  it('leaves out of a look-up what it never received, and takes it later as a first time', async () => {
    const rail = open();
    const [known, unknown] = [payment(), payment()];
    await rail.submit([known], now);
    const asked = [known.reference, unknown.reference];
    const later = addMs(now, rail.promise.lookUpLagMs);
    expect([...(await rail.lookUp(asked, later)).keys()]).toEqual([known.reference]);
    await rail.submit([unknown], later);
    expect((await rail.lookUp(asked, addMs(later, rail.promise.lookUpLagMs))).size).toBe(2);
  });

  it('remembers over a restart', async () => {
    const name = `${kind}-restart`;
    const one = payment();
    await open(name).submit([one], now);
    expect((await open(name).lookUp([one.reference], addMs(now, dayMs))).size).toBe(1);
  });

  it('knows nothing of a payment of another rail', async () => {
    const one = payment();
    await open(`${kind}-mine`).submit([one], now);
    expect(
      (await open(`${kind}-yours`).statement(window)).map(({ reference }) => reference),
    ).toEqual([]);
  });

  it('gives a window of its statement the same each time, each line in one window only', async () => {
    const rail = open(`${kind}-statement`);
    await rail.submit([payment(), payment()], now);
    const middle = addMs(now, dayMs);
    const whole = await rail.statement(window);
    expect(await rail.statement(window)).toEqual(whole);
    const parts = [
      ...(await rail.statement({ from: window.from, until: middle })),
      ...(await rail.statement({ from: middle, until: window.until })),
    ];
    expect(parts).toEqual(whole);
    expect(new Set(whole.map(({ lineId }) => lineId)).size).toBe(whole.length);
  });
});
