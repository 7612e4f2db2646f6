import sax from 'sax';
import { accept, type Instant, type Outcome, parseInstant, refuse } from '../../../kernel/index.ts';
import type { StatementLine } from '../rail.ts';
import {
  type Balance,
  balanceOf,
  type Expected,
  type Fields,
  must,
  readEntry,
  Stop,
  stop,
} from './camt-entry.ts';
import type { FileProblem, StatementHead } from './file-format.ts';

const namespace = 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.08';

interface Reading {
  /** The paths of the elements that are open, the innermost last. */
  readonly paths: string[];
  lines: StatementLine[];
  readonly balances: Balance[];
  entry: Fields | undefined;
  details: Fields[];
  balance: Fields | undefined;
  readonly statement: Fields;
  text: string;
  entryCount: number;
  lineCount: number;
  debitMinor: bigint;
  creditMinor: bigint;
  statementCount: number;
}

/** Turns a booked entry into lines, and adds it to what moved. */
function closeEntry(reading: Reading, expected: Expected): void {
  const { entry, details } = reading;
  if (entry === undefined) return;
  reading.entryCount += 1;
  const place = `Ntry ${reading.entryCount}`;
  const read = readEntry({ entry, details, place, expected });
  if (read.isDebit) reading.debitMinor += read.sumMinor;
  else reading.creditMinor += read.sumMinor;
  reading.lines.push(...read.lines);
  reading.lineCount += read.lines.length;
}

const statementPath = 'Document/BkToCstmrStmt/Stmt';
const entryPath = `${statementPath}/Ntry`;
const detailsPath = `${entryPath}/NtryDtls/TxDtls`;
const balancePath = `${statementPath}/Bal`;

function below(path: string, parent: string): string | undefined {
  return path.startsWith(`${parent}/`) ? path.slice(parent.length + 1) : undefined;
}

/** Gives the fields that an element of a path belongs to, and its name there. */
function fieldsAt(reading: Reading, path: string): [Fields, string] | undefined {
  const inDetails = below(path, detailsPath);
  const last = reading.details.at(-1);
  if (inDetails !== undefined && last !== undefined) return [last, inDetails];
  const inEntry = below(path, entryPath);
  if (inEntry !== undefined && reading.entry !== undefined) return [reading.entry, inEntry];
  const inBalance = below(path, balancePath);
  if (inBalance !== undefined && reading.balance !== undefined) return [reading.balance, inBalance];
  const inStatement = below(path, statementPath);
  return inStatement === undefined ? undefined : [reading.statement, inStatement];
}

function checkRoot(name: string, tag: sax.Tag | sax.QualifiedTag): void {
  const found = Object.values(tag.attributes)
    .map(String)
    .find((value) => value.startsWith('urn:iso:std:iso:20022'));
  if (name === 'Document' && found === namespace) return;
  stop({ code: 'file_of_another_kind', found: found ?? name, expected: namespace });
}

function countStatement(reading: Reading): void {
  reading.statementCount += 1;
  if (reading.statementCount === 1) return;
  stop({ code: 'file_of_another_kind', place: 'Stmt 2', expected: 'one statement' });
}

function openElement(reading: Reading, tag: sax.Tag | sax.QualifiedTag): void {
  const name = tag.name.slice(tag.name.lastIndexOf(':') + 1);
  const parent = reading.paths.at(-1);
  if (parent === undefined) checkRoot(name, tag);
  const path = parent === undefined ? name : `${parent}/${name}`;
  reading.paths.push(path);
  reading.text = '';
  if (path === statementPath) countStatement(reading);
  if (path === entryPath) [reading.entry, reading.details] = [new Map(), []];
  if (path === detailsPath) reading.details.push(new Map());
  if (path === balancePath) reading.balance = new Map();
  const currency = tag.attributes.Ccy;
  const at = currency === undefined ? undefined : fieldsAt(reading, path);
  if (at !== undefined) at[0].set(`${at[1]}@Ccy`, String(currency));
}

function closeElement(reading: Reading, expected: Expected): void {
  const path = reading.paths.pop() ?? '';
  const text = reading.text.trim();
  const at = text === '' ? undefined : fieldsAt(reading, path);
  if (at !== undefined) at[0].set(at[1], text);
  if (path === entryPath) {
    closeEntry(reading, expected);
    reading.entry = undefined;
  }
  if (path === balancePath && reading.balance !== undefined) {
    const kind = reading.balance.get('Tp/CdOrPrtry/Cd') ?? '';
    reading.balances.push({ kind, minor: balanceOf(reading.balance, `Bal ${kind}`, expected) });
    reading.balance = undefined;
  }
  reading.text = '';
}

function checkTotals(reading: Reading): void {
  const find = (kind: string) => reading.balances.find((balance) => balance.kind === kind)?.minor;
  const [opening, closing] = [find('OPBD') ?? find('PRCD'), find('CLBD')];
  const moved = reading.creditMinor - reading.debitMinor;
  if (opening === undefined || closing === undefined) return;
  if (opening + moved !== closing) {
    stop({
      code: 'file_totals_differ',
      place: 'Bal CLBD',
      found: String(closing),
      expected: String(opening + moved),
    });
  }
}

function closeStatement(reading: Reading, expected: Expected): StatementHead {
  if (reading.statementCount === 0) stop({ code: 'file_field_missing', expected: 'Stmt' });
  const { statement } = reading;
  const account = statement.get('Acct/Id/Othr/Id') ?? statement.get('Acct/Id/IBAN');
  if (expected.account !== undefined && account !== expected.account) {
    stop({ code: 'file_account_differs', found: account ?? '', expected: expected.account });
  }
  checkTotals(reading);
  const period = statement.has('FrToDt/FrDtTm')
    ? {
        from: momentAt(statement, 'FrToDt/FrDtTm'),
        until: momentAt(statement, 'FrToDt/ToDtTm'),
      }
    : {};
  return { statementId: must(statement, 'Id', 'Stmt'), ...period, lineCount: reading.lineCount };
}

function momentAt(fields: Fields, path: string): Instant {
  const text = must(fields, path, 'Stmt');
  return parseInstant(text) ?? stop({ code: 'file_date_malformed', place: path, found: text });
}

/**
 * Reads camt.053.001.08, a bank's statement, a piece at a time: booked entries and their
 * transactions, each with its reference, amount, charge and day. The lines are given on as they are
 * read, so that a statement of a million never stands in memory.
 *
 * Put aside are: a document type definition, text that is not XML, another message, several
 * statements in one, another currency or account than expected, an amount that cannot be, entries
 * that do not add up to their transactions or to the balances. What was given on of such a file is
 * for the taker to undo.
 *
 * @param take is given the next lines, in order; called again only after it answered
 * @source ISO 20022 message definition camt.053.001.08, BankToCustomerStatementV08
 */
export async function readCamt053(
  bytes: AsyncIterable<Uint8Array>,
  expected: Expected,
  take: (lines: readonly StatementLine[]) => Promise<void>,
): Promise<Outcome<StatementHead, FileProblem>> {
  const reading: Reading = {
    ...{ paths: [], lines: [], balances: [], entry: undefined, details: [], balance: undefined },
    ...{ statement: new Map(), text: '', entryCount: 0, lineCount: 0 },
    ...{ debitMinor: 0n, creditMinor: 0n, statementCount: 0 },
  };
  const parser = sax.parser(true, { position: true });
  parser.ondoctype = () => stop({ code: 'file_with_dtd', expected: 'no <!DOCTYPE' });
  parser.onopentag = (tag) => openElement(reading, tag);
  parser.onclosetag = () => closeElement(reading, expected);
  parser.ontext = (text) => {
    reading.text += text;
  };
  parser.onerror = (error) =>
    stop({
      code: 'file_not_xml',
      place: `line ${parser.line + 1}`,
      found: error.message.split('\n')[0] ?? '',
    });
  const giver = giving(reading, take);
  try {
    await parseWhole(parser, bytes, giver);
    return accept(closeStatement(reading, expected));
  } catch (error) {
    if (error instanceof Stop) return refuse(error.problem);
    throw error;
  } finally {
    await giver.settled();
  }
}

const givenAtOnce = 5_000;

/** Gives lines on while the next ones are read: at most one call of the taker is open. */
function giving(reading: Reading, take: (lines: readonly StatementLine[]) => Promise<void>) {
  let taking = Promise.resolve();
  return {
    async next(isLast: boolean): Promise<void> {
      if (reading.lines.length < (isLast ? 1 : givenAtOnce)) return isLast ? taking : undefined;
      await taking;
      const { lines } = reading;
      reading.lines = [];
      taking = take(lines);
      // Awaited before the next call; until then nobody listens.
      taking.catch(() => undefined);
      return isLast ? taking : undefined;
    },
    settled: () => taking.catch(() => undefined),
  };
}

/** Decodes UTF-8 a piece at a time, and stops at the first byte that is not of it. */
function decoding(): (piece?: Uint8Array) => string {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  return (piece) => {
    try {
      return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
    } catch {
      return stop({ code: 'file_encoding_unknown', expected: 'UTF-8' });
    }
  };
}

async function parseWhole(
  parser: sax.SAXParser,
  bytes: AsyncIterable<Uint8Array>,
  giver: ReturnType<typeof giving>,
): Promise<void> {
  const decode = decoding();
  for await (const piece of bytes) {
    parser.write(decode(piece));
    await giver.next(false);
  }
  parser.write(decode()).close();
  await giver.next(true);
}
