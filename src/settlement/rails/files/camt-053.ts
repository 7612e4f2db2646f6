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
import type { FileProblem, FileReader, ReadStatement } from './file-format.ts';

const namespace = 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.08';

interface Reading {
  readonly path: string[];
  readonly lines: StatementLine[];
  readonly balances: Balance[];
  entry: Fields | undefined;
  details: Fields[];
  balance: Fields | undefined;
  readonly statement: Fields;
  text: string;
  entryCount: number;
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
  const name = tag.name.replace(/^.*:/, '');
  if (reading.path.length === 0) checkRoot(name, tag);
  reading.path.push(name);
  reading.text = '';
  const path = reading.path.join('/');
  if (path === statementPath) countStatement(reading);
  if (path === entryPath) [reading.entry, reading.details] = [new Map(), []];
  if (path === detailsPath) reading.details.push(new Map());
  if (path === balancePath) reading.balance = new Map();
  const at = fieldsAt(reading, path);
  const currency = tag.attributes.Ccy;
  if (at !== undefined && currency !== undefined) at[0].set(`${at[1]}@Ccy`, String(currency));
}

function closeElement(reading: Reading, expected: Expected): void {
  const path = reading.path.join('/');
  const at = fieldsAt(reading, path);
  const text = reading.text.trim();
  if (at !== undefined && text !== '') at[0].set(at[1], text);
  if (path === entryPath) {
    closeEntry(reading, expected);
    reading.entry = undefined;
  }
  if (path === balancePath && reading.balance !== undefined) {
    const kind = reading.balance.get('Tp/CdOrPrtry/Cd') ?? '';
    reading.balances.push({ kind, minor: balanceOf(reading.balance, `Bal ${kind}`, expected) });
    reading.balance = undefined;
  }
  reading.path.pop();
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

function closeStatement(reading: Reading, expected: Expected): ReadStatement {
  if (reading.statementCount === 0) stop({ code: 'file_field_missing', expected: 'Stmt' });
  const { statement } = reading;
  const account = statement.get('Acct/Id/Othr/Id') ?? statement.get('Acct/Id/IBAN');
  if (expected.account !== undefined && account !== expected.account) {
    stop({ code: 'file_account_differs', found: account ?? '', expected: expected.account });
  }
  checkTotals(reading);
  checkRepeated(reading.lines);
  const period = statement.has('FrToDt/FrDtTm')
    ? {
        from: momentAt(statement, 'FrToDt/FrDtTm'),
        until: momentAt(statement, 'FrToDt/ToDtTm'),
      }
    : {};
  return { statementId: must(statement, 'Id', 'Stmt'), ...period, lines: reading.lines };
}

/** The same line twice is once; the same id with other content says two things of one line. */
function checkRepeated(lines: readonly StatementLine[]): void {
  const seen = new Map<string, StatementLine>();
  for (const line of lines) {
    const before = seen.get(line.lineId);
    const isSame =
      before === undefined ||
      (before.reference === line.reference && before.amountMinor === line.amountMinor);
    if (!isSame) stop({ code: 'file_line_repeated', found: line.lineId });
    seen.set(line.lineId, line);
  }
}

function momentAt(fields: Fields, path: string): Instant {
  const text = must(fields, path, 'Stmt');
  return parseInstant(text) ?? stop({ code: 'file_date_malformed', place: path, found: text });
}

/**
 * Reads camt.053.001.08, a bank's statement, a piece at a time: booked entries and their
 * transactions, each with its reference, amount, charge and day.
 *
 * Put aside are: a document type definition, text that is not XML, another message, several
 * statements in one, another currency or account than expected, an amount that cannot be, entries
 * that do not add up to their transactions or to the balances.
 *
 * @source ISO 20022 message definition camt.053.001.08, BankToCustomerStatementV08
 */
export const readCamt053: FileReader<ReadStatement> = async (bytes, expected) => {
  const reading: Reading = {
    ...{ path: [], lines: [], balances: [], entry: undefined, details: [], balance: undefined },
    ...{ statement: new Map(), text: '', entryCount: 0, debitMinor: 0n, creditMinor: 0n },
    statementCount: 0,
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
  return readWhole(parser, { bytes, reading, expected });
};

async function readWhole(
  parser: sax.SAXParser,
  read: { bytes: AsyncIterable<Uint8Array>; reading: Reading; expected: Expected },
): Promise<Outcome<ReadStatement, FileProblem>> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const piece of read.bytes) parser.write(decoder.decode(piece, { stream: true }));
    parser.write(decoder.decode()).close();
    return accept(closeStatement(read.reading, read.expected));
  } catch (error) {
    if (error instanceof Stop) return refuse(error.problem);
    if (error instanceof TypeError) {
      return refuse({ code: 'file_encoding_unknown', expected: 'UTF-8' });
    }
    throw error;
  }
}
