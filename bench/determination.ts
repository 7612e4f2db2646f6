import {
  type Account,
  makeAccounts,
  type Owed,
  openOurs,
  oweExactly,
} from './determination-accounts.ts';
import { openPeers, type Peer } from './determination-peers.ts';
import { type Figure, median } from './measure.ts';

const accountCount = 10_000;
// Ours goes through its accounts so many times in a run, to last long enough to be timed.
const rounds = 20;
const peerCount = 500;

/** How an engine did: determinations per second in each run, and what it got wrong. */
interface Measured {
  readonly name: string;
  readonly rates: number[];
  readonly wrong: readonly {
    readonly account: Account;
    readonly exact: Owed;
    readonly got: Owed;
  }[];
}

function isSame(one: Owed, other: Owed | undefined): boolean {
  return one.tier === other?.tier && one.refund === other.refund;
}

function wrongOf(accounts: readonly Account[], owed: readonly Owed[]): Measured['wrong'] {
  return accounts.flatMap((account, index) => {
    const [exact, got] = [oweExactly(account), owed[index] ?? { tier: Number.NaN, refund: 0 }];
    return isSame(exact, got) ? [] : [{ account, exact, got }];
  });
}

async function rateOf(count: number, work: () => unknown): Promise<number> {
  const startedAt = performance.now();
  await work();
  return count / ((performance.now() - startedAt) / 1_000);
}

/**
 * Single determinations per second of our exact engine, in one thread, beside the fastest of three
 * others on the same policy and accounts. What each got wrong is printed as a table.
 */
export async function benchDetermination(runs: number): Promise<Figure> {
  const accounts = makeAccounts(accountCount);
  const few = accounts.slice(0, peerCount);
  const ours = openOurs(accounts);
  const wrong = wrongOf(
    accounts,
    accounts.map((_, index) => ours(index)),
  );
  const mine: Measured = { name: 'amends', rates: [], wrong };
  const peers = await openPeers();
  const theirs: { readonly peer: Peer; readonly measured: Measured }[] = [];
  for (const peer of peers) {
    const found = wrongOf(few, await peer.determine(few));
    theirs.push({ peer, measured: { name: peer.name, rates: [], wrong: found } });
  }
  for (let run = 0; run < runs; run += 1) {
    for (const { peer, measured } of theirs) {
      measured.rates.push(await rateOf(peerCount, () => peer.determine(few)));
    }
    mine.rates.push(await rateOf(accountCount * rounds, () => determineAll(ours)));
  }
  const all = [mine, ...theirs.map(({ measured }) => measured)];
  process.stderr.write(`${renderTable(all)}\n`);
  const [fastest] = theirs
    .map(({ measured }) => ({ name: measured.name, rate: median(measured.rates) }))
    .sort((left, right) => right.rate - left.rate);
  if (!fastest) throw new Error('no engine was measured beside ours');
  const value = median(mine.rates);
  const { name: peer, rate: peerValue } = fastest;
  const unit = 'determinations/s';
  return { name: 'determination', value, unit, peer, peerValue, ratio: value / peerValue, runs };
}

function determineAll(ours: (index: number) => Owed): void {
  let sum = 0;
  for (let at = 0; at < accountCount * rounds; at += 1) sum += ours(at % accountCount).refund;
  if (sum <= 0) throw new Error('the accounts are owed something');
}

function renderTable(all: readonly Measured[]): string {
  const rows = all.map(({ name, rates, wrong }) => {
    const rate = Math.round(median(rates)).toLocaleString('en');
    const [first] = wrong;
    const example = first
      ? `${JSON.stringify(first.account)}: ${first.got.tier} + ${first.got.refund} ` +
        `instead of ${first.exact.tier} + ${first.exact.refund}`
      : 'none';
    const of = name === 'amends' ? accountCount : peerCount;
    return `${name.padEnd(20)} ${rate.padStart(12)}/s   wrong ${wrong.length} of ${of}: ${example}`;
  });
  return rows.join('\n');
}
