import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestPlatform, staffContext, systemContext } from '../../../test/support/platform.ts';
import { currencyExponent, instantFromEpochMs } from '../../kernel/index.ts';
import { type Platform, sql } from '../../platform/index.ts';
import { listBalances } from '../queries.ts';
import { faultsOf } from '../rails/faults.ts';
import { rehearsePayouts } from '../rehearsal/rehearsal-commands.ts';
import { recordProvision } from './commands.ts';
import { derivedId } from './derived-id.ts';
import { streamJournal } from './journal-queries.ts';
import { journalAccount } from './render-journal.ts';

// Programs by others recompute every balance from the exported journal. Where one is not installed
// the test says so and compares with those that are.

const from = instantFromEpochMs(Date.UTC(2022, 11, 1, 3));
const incidentId = derivedId(['books']);
const dir = mkdtempSync(join(tmpdir(), 'amends-books-'));
const journal = join(dir, 'books.journal');
let platform: Platform;

beforeAll(async () => {
  platform = await openTestPlatform({ now: from });
  await sql`insert into incident.incident (id, slug, title_ko, title_en, zone, opened_at)
    values (${incidentId}, 'books', '장부', 'Books', 'Asia/Seoul', '2022-10-15T06:30:00Z')`.execute(
    platform.db,
  );
  const people = { treasurer: derivedId(['t']), approver: derivedId(['a']) };
  // Returns, late truth and fees, so that every kind of movement is in the books; and cents.
  await rehearsePayouts({
    cast: (role, now) => staffContext(platform, role, { id: people[role], now }),
    ...{ incidentId, rail: 'books', seed: '7', awardCount: 20, from, dayCount: 8 },
    faults: faultsOf(['F32', 'F42', 'F43', 'F45']),
  });
  const treasurer = staffContext(platform, 'treasurer');
  const provision = { id: derivedId(['usd']), incidentId, amountMinor: 12_345n, currency: 'USD' };
  expect((await recordProvision(treasurer, provision)).ok).toBe(true);
  let text = '';
  for await (const piece of streamJournal(systemContext(platform), incidentId)) text += piece;
  writeFileSync(journal, text);
});

afterAll(() => rmSync(dir, { recursive: true, force: true }));

type Balances = Readonly<Record<string, string>>;

async function ourBalances(): Promise<Balances> {
  const balances = await systemContext(platform).read((tx) => listBalances(tx, { incidentId }));
  const moved = balances.filter(({ balanceMinor }) => balanceMinor !== 0n);
  return Object.fromEntries(
    moved.map((account) => {
      const key = `${journalAccount(account)} ${account.currency}`;
      return [key, `${Number(account.balanceMinor) / 10 ** currencyExponent(account.currency)}`];
    }),
  );
}

/** Reads lines such as `-12.50 USD  Liabilities:provision`; an account stands by its last amount. */
function readBalances(output: string): Balances {
  const balances: Record<string, string> = {};
  let waiting: [string, string][] = [];
  for (const line of output.split('\n')) {
    const [, amount, currency, account] =
      /^\s*(-?[\d.]+) ([A-Z]{3})(?:\s+(\S+))?\s*$/.exec(line) ?? [];
    if (amount === undefined || currency === undefined) continue;
    waiting.push([amount, currency]);
    if (account === undefined) continue;
    for (const [sum, of] of waiting) balances[`${account} ${of}`] = `${Number(sum)}`;
    waiting = [];
  }
  return balances;
}

const programs: readonly [string, readonly string[]][] = [
  ['hledger', ['-f', journal, 'balance', '--flat', '--no-total', '--layout=bare', '-O', 'csv']],
  ['ledger', ['-f', journal, 'balance', '--flat', '--no-total']],
];

/** `account,commodity,balance`, quoted. */
function readCsv(output: string): Balances {
  const lines = output.matchAll(/^"([^"]+)","([A-Z]{3})","(-?[\d.]+)"$/gm);
  return Object.fromEntries(
    [...lines].map(([, account, currency, amount]) => [
      `${account} ${currency}`,
      `${Number(amount)}`,
    ]),
  );
}

it.each(programs)('%s finds the balances that we have', async (program, args) => {
  const ours = await ourBalances();
  expect(Object.keys(ours).length).toBeGreaterThan(4);
  const run = spawnSync(program, [...args], { encoding: 'utf8' });
  if (run.error !== undefined) {
    process.stderr.write(`${program} is not installed: its balances were not compared.\n`);
    return;
  }
  expect(run.stderr).toBe('');
  const theirs = program === 'hledger' ? readCsv(run.stdout) : readBalances(run.stdout);
  expect(theirs).toEqual(ours);
});
