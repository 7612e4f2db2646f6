import iconv from 'iconv-lite';
import { beforeAll, describe, expect, it } from 'vitest';
import { openTestPlatform, staffContext, systemContext } from '../../../test/support/platform.ts';
import { assert, instantFromEpochMs, type Outcome } from '../../kernel/index.ts';
import { type Context, type Platform, sql } from '../../platform/index.ts';
import { recordApprovedAwards } from '../award-commands.ts';
import { derivedId } from '../ledger/derived-id.ts';
import { loadLedgerHead } from '../ledger/store.ts';
import { approvePayoutRun, preparePayoutRun } from '../payouts/commands.ts';
import { sendPayoutRun } from '../payouts/send-commands.ts';
import { listPayouts } from '../payouts/store.ts';
import { koreanBulkTemplate } from '../rails/files/bulk-template.ts';
import { installedRailOf } from '../rails/rail-of.ts';
import { setUpRail } from '../rails/setup-store.ts';
import { importFile } from './inbound-commands.ts';

// F48 and the "Bad input" list: every such file is put aside with a sentence, nothing of it is
// applied, and the same file tried again changes nothing.

const now = instantFromEpochMs(Date.UTC(2022, 11, 1));
const currency = 'KRW';
const debtor = { name: '예시', account: '100-200-300', bank: '004', companyId: 'C-1' };
const incidentId = derivedId(['bad-files']);
let platform: Platform;
let treasurer: Context;
let references: string[] = [];

function ok<V>(outcome: Outcome<V>): V {
  assert(outcome.ok, 'accepted', outcome);
  return outcome.value;
}

async function sendBy(rail: string): Promise<string[]> {
  const runId = derivedId([rail, 'run']);
  ok(await preparePayoutRun(treasurer, { runId, incidentId, currency, rail }));
  ok(await approvePayoutRun(staffContext(platform, 'approver'), runId));
  ok(await sendPayoutRun(treasurer, { runId, rail: installedRailOf(treasurer, rail) }));
  const payouts = await treasurer.read((tx) => listPayouts(tx, runId));
  return payouts.map(({ railReference }) => railReference);
}

async function award(name: string): Promise<void> {
  const ctx = systemContext(platform);
  const awards = [0, 1].map((index) => ({
    ...{ awardId: derivedId([name, String(index)]), incidentId, decisionId: null },
    ...{ claimId: derivedId([name, 'claim', String(index)]), partyId: `p${index}` },
    ...{ partyClass: 'user', remedy: 'cash', name: null, amountMinor: 30_000n, currency },
    ...{ quantity: null, unit: null, clause: '§2', policyHash: 'a'.repeat(64) },
    payeeRef: `payee-${index}`,
  }));
  await ctx.transact((tx) => recordApprovedAwards(ctx, tx, awards));
}

beforeAll(async () => {
  platform = await openTestPlatform({ now });
  treasurer = staffContext(platform, 'treasurer');
  await sql`insert into incident.incident (id, slug, title_ko, title_en, zone, opened_at)
    values (${incidentId}, 'bad-files', '장애', 'Outage', 'Asia/Seoul', '2022-10-15T06:30:00Z')
    `.execute(platform.db);
  const ctx = systemContext(platform);
  await setUpRail(ctx, { name: 'bank-xml', setup: { kind: 'pain.001', debtor } });
  await setUpRail(ctx, { name: 'bank-bulk', setup: koreanBulkTemplate });
  await award('xml');
  references = await sendBy('bank-xml');
  await award('bulk');
  references = [...references, ...(await sendBy('bank-bulk'))];
});

interface Parts {
  readonly id?: string;
  readonly amounts?: readonly string[];
  readonly currency?: string;
  readonly account?: string;
  readonly head?: string;
  readonly closing?: string;
  readonly bookedOn?: string;
}

/** A statement that would confirm both payments of the bank's file, but for what is changed. */
function statement(parts: Parts = {}): string {
  const { id = 'S', amounts = ['30000', '30000'], head = '', bookedOn = '2022-12-02' } = parts;
  const { currency: ccy = 'KRW', account = debtor.account, closing } = parts;
  const balance = (kind: string, minor: string) =>
    `<Bal><Tp><CdOrPrtry><Cd>${kind}</Cd></CdOrPrtry></Tp><Amt Ccy="KRW">${minor}</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>`;
  const balances =
    closing === undefined ? '' : `${balance('OPBD', '100000')}${balance('CLBD', closing)}`;
  const entries = amounts.map(
    (amount, at) =>
      `<Ntry><NtryRef>${id}-${at}</NtryRef><Amt Ccy="${ccy}">${amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${bookedOn}</Dt></BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>${references[at]}</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>`,
  );
  return `<?xml version="1.0"?>${head}<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>${id}</Id><Acct><Id><Othr><Id>${account}</Id></Othr></Id></Acct>${balances}${entries.join('')}</Stmt></BkToCstmrStmt></Document>`;
}

/** A result of the bulk file that would confirm both payments, but for what is changed. */
function result(rows: readonly string[], titles = '관리번호,이체금액,처리결과,사유'): Buffer {
  return iconv.encode(`${[titles, ...rows].join('\r\n')}\r\n`, 'cp949');
}

/** Everything that a file could change. */
async function everything(): Promise<unknown> {
  const ctx = systemContext(platform);
  const { rows } = await sql`select
      (select count(*) from settlement.statement_line) as lines,
      (select count(*) from settlement.rail_line) as read,
      (select count(*) from settlement.reconciliation_exception) as exceptions,
      (select string_agg(state || event_count, ' ' order by id) from settlement.payout) as payouts,
      (select string_agg(state || version, ' ' order by reference)
        from settlement.rail_payment) as payments`.execute(platform.db);
  return { head: await ctx.read((tx) => loadLedgerHead(tx, incidentId)), rows };
}

type Row = readonly [name: string, bytes: () => Uint8Array, code: string];

async function expectAside(rail: string, kind: 'statement' | 'result', row: Row): Promise<void> {
  const [name, bytes, code] = row;
  const given = { rail, kind, name, currency, bytes: bytes() } as const;
  const before = await everything();
  const first = ok(await importFile(treasurer, given));
  expect(first).toMatchObject({ outcome: 'quarantined', isRepeated: false, problem: { code } });
  expect(await everything()).toEqual(before);
  const again = ok(await importFile(treasurer, given));
  expect(again).toMatchObject({ outcome: 'quarantined', isRepeated: true, problem: { code } });
  expect(await everything()).toEqual(before);
}

const xml = (parts: Parts) => () => Buffer.from(statement(parts));

describe('a statement', () => {
  const rows: Row[] = [
    [
      'in EUC-KR',
      () => iconv.encode(`${statement({ account: '한글은행' })}`, 'cp949'),
      'file_encoding_unknown',
    ],
    [
      'with a DTD',
      xml({ head: '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>' }),
      'file_with_dtd',
    ],
    ['that is cut off', () => Buffer.from(statement().slice(0, -40)), 'file_not_xml'],
    ['whose totals do not add up', xml({ id: 'T', closing: '40001' }), 'file_totals_differ'],
    ['in another currency', xml({ id: 'C', currency: 'USD' }), 'file_currency_differs'],
    ['of another company', xml({ id: 'A', account: '999-999' }), 'file_account_differs'],
    [
      'with decimals in won',
      xml({ id: 'D', amounts: ['30000', '30000.50'] }),
      'file_amount_malformed',
    ],
    [
      'with a negative amount',
      xml({ id: 'N', amounts: ['-30000', '30000'] }),
      'file_amount_malformed',
    ],
    [
      'with an amount that overflows',
      xml({ id: 'O', amounts: ['9'.repeat(30)] }),
      'file_amount_malformed',
    ],
    ['with full-width digits', xml({ id: 'F', amounts: ['３００００'] }), 'file_amount_malformed'],
    ['with an amount of nothing', xml({ id: 'Z', amounts: ['0'] }), 'file_amount_malformed'],
    [
      'with a day that does not exist',
      xml({ id: 'B', bookedOn: '2022-02-30' }),
      'file_date_malformed',
    ],
  ];
  it.each(rows)('%s is put aside, and nothing of it is applied', async (...row) => {
    await expectAside('bank-xml', 'statement', row);
  });

  it('that says two things of one line is put aside', async () => {
    const twice = statement({ id: 'R' }).replace('R-1<', 'R-0<');
    await expectAside('bank-xml', 'statement', [
      ...(['two things of one line', () => Buffer.from(twice), 'file_line_repeated'] as const),
    ]);
  });

  it('of another number that says another thing of a line it had before is put aside', async () => {
    const given = { rail: 'bank-xml', kind: 'statement', name: 'first', currency } as const;
    const first = statement({ id: 'first', amounts: [] }).replace(
      '</Stmt>',
      `<Ntry><NtryRef>one</NtryRef><Amt Ccy="KRW">5</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2022-12-02</Dt></BookgDt></Ntry></Stmt>`,
    );
    ok(await importFile(treasurer, { ...given, bytes: Buffer.from(first) }));
    const later = first.replace('<Id>first</Id>', '<Id>later</Id>');
    const same = ok(await importFile(treasurer, { ...given, bytes: Buffer.from(later) }));
    expect(same.reconciliation).toMatchObject({ lineCount: 1, repeatedCount: 1 });
    const other = first.replace('<Id>first</Id>', '<Id>other</Id>').replace('>5<', '>6<');
    const row: Row = ['other', () => Buffer.from(other), 'file_line_repeated'];
    await expectAside('bank-xml', 'statement', row);
  });

  it('of yesterday again changes nothing; with other content it is put aside', async () => {
    const given = { rail: 'bank-xml', kind: 'statement', name: 'day', currency } as const;
    const bytes = Buffer.from(statement({ id: 'day-1' }));
    expect(ok(await importFile(treasurer, { ...given, bytes })).reconciliation).toMatchObject({
      confirmedCount: 2,
    });
    const before = await everything();
    expect(ok(await importFile(treasurer, { ...given, bytes }))).toMatchObject({
      isRepeated: true,
    });
    expect(await everything()).toEqual(before);
    const other = () => Buffer.from(statement({ id: 'day-1', amounts: ['30000'] }));
    await expectAside('bank-xml', 'statement', ['day-1 again', other, 'file_seen_before']);
  });
});

describe('a result of a bulk transfer', () => {
  const line = (at: number, amount: string, word = '정상') =>
    `${references[at]},${amount},${word},`;
  const rows: Row[] = [
    [
      'in UTF-8',
      () => Buffer.from(`관리번호,이체금액,처리결과,사유\n${line(2, '30000')}\n똠`),
      'file_encoding_unknown',
    ],
    [
      'without a column',
      () => result([line(2, '30000')], '관리번호,금액,처리결과,사유'),
      'file_column_missing',
    ],
    ['with decimals in won', () => result([line(2, '30000.5')]), 'file_amount_malformed'],
    [
      'with a negative amount',
      () => result([line(2, '30000'), line(3, '-1')]),
      'file_amount_malformed',
    ],
    ['with full-width digits', () => result([line(2, '３００００')]), 'file_amount_malformed'],
    [
      'with an amount that overflows',
      () => result([line(2, '9'.repeat(25))]),
      'file_amount_malformed',
    ],
    [
      'with a word the template lacks',
      () => result([line(2, '30000', '보류')]),
      'file_status_unknown',
    ],
  ];
  it.each(rows)('%s is put aside, and nothing of it is applied', async (...row) => {
    await expectAside('bank-bulk', 'result', row);
  });
});
