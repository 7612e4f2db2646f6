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
const rounds = 5;
const peerCount = 500;
const goes = 7;
const warmMs = 1_000;

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

/** What is owed is not kept: of what lives long in one place the machine makes the next ones to live long. */
function wrongOf(
  accounts: readonly Account[],
  owedTo: (index: number) => Owed | undefined,
): Measured['wrong'] {
  return accounts.flatMap((account, index) => {
    const [exact, got] = [oweExactly(account), owedTo(index) ?? { tier: Number.NaN, refund: 0 }];
    return isSame(exact, got) ? [] : [{ account, exact, got }];
  });
}

/**
 * Determinations per second in the quickest of several goes, which was disturbed the least. Each engine,
 * ours and others, first works for a second unmeasured, in which its code is made quick.
 */
async function rateOf(count: number, work: () => unknown): Promise<number> {
  const warmUntil = performance.now() + warmMs;
  while (performance.now() < warmUntil) await work();
  let best = 0;
  for (let at = 0; at < goes; at += 1) {
    const startedAt = performance.now();
    await work();
    best = Math.max(best, count / ((performance.now() - startedAt) / 1_000));
  }
  return best;
}

/**
 * Single determinations per second of our exact engine, in one thread, beside the fastest of three
 * others on the same policy and accounts. Ours gives the whole determination: every award with its
 * remedy, clause and exact figure, and the reason of every clause that gives nothing. The first
 * figure reads plain values, as the others do; the second takes facts that were read before.
 * What each got wrong is printed as a table.
 */
export async function benchDetermination(runs: number): Promise<Figure> {
  const accounts = makeAccounts(accountCount);
  const few = accounts.slice(0, peerCount);
  const { fromFacts, fromValues } = openOurs(accounts);
  const mine = [
    { ours: fromValues, measured: measuredOf('amends', accounts, fromValues) },
    { ours: fromFacts, measured: measuredOf('amends, read before', accounts, fromFacts) },
  ];
  const theirs: { readonly peer: Peer; readonly measured: Measured }[] = [];
  for (const peer of await openPeers()) {
    const owed = await peer.determine(few);
    const found = wrongOf(few, (index) => owed[index]);
    theirs.push({ peer, measured: { name: peer.name, rates: [], wrong: found } });
  }
  for (let run = 0; run < runs; run += 1) {
    for (const { peer, measured } of theirs) {
      measured.rates.push(await rateOf(peerCount, () => peer.determine(few)));
    }
    for (const { ours, measured } of mine) {
      measured.rates.push(await rateOf(accountCount * rounds, () => determineAll(ours)));
    }
  }
  process.stderr.write(`${renderTable([...mine, ...theirs].map(({ measured }) => measured))}\n`);
  const peers = theirs
    .map(({ measured }) => ({ peer: measured.name, peerValue: median(measured.rates) }))
    .sort((left, right) => right.peerValue - left.peerValue);
  const figures = mine.flatMap(({ measured: { name, rates } }) =>
    peers.map((other): Figure => {
      const value = median(rates);
      const ratio = value / other.peerValue;
      return { name, value, unit: 'determinations/s', ...other, ratio, runs };
    }),
  );
  const [first, ...also] = figures;
  if (!first) throw new Error('no engine was measured beside ours');
  return { ...first, name: 'determination', also };
}

function measuredOf(
  name: string,
  accounts: readonly Account[],
  ours: (index: number) => Owed,
): Measured {
  return { name, rates: [], wrong: wrongOf(accounts, ours) };
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
    const of = name.startsWith('amends') ? accountCount : peerCount;
    return `${name.padEnd(20)} ${rate.padStart(12)}/s   wrong ${wrong.length} of ${of}: ${example}`;
  });
  return rows.join('\n');
}
