import { parse } from 'csv-parse/sync';
import { accept, currencyExponent, type Outcome, refuse } from '../../kernel/index.ts';
import { plainContact } from '../drafts/contact-digest.ts';
import type { Questionnaire } from '../questionnaire.ts';
import { decodeText } from '../sales/parse-sales.ts';
import type { PersonalPart } from '../submit-claim.ts';

/** What a column of an association's file says; the first name of each is that of the template. */
const columnNames = {
  reference: ['reference', '관리번호', '번호'],
  partyClass: ['party_class', '구분', '신청인구분'],
  category: ['category', '분류'],
  kind: ['kind', '피해유형', '피해종류'],
  service: ['service', '서비스'],
  functionName: ['function', '기능'],
  statedLoss: ['stated_loss', '손실액', '피해금액'],
  name: ['name', '이름', '성명', '상호'],
  contact: ['contact', '연락처', '전화번호', '이메일'],
  bank: ['bank', '은행'],
  account: ['account', '계좌번호'],
  holder: ['holder', '예금주'],
  freeText: ['free_text', '내용', '피해내용'],
} as const;
type Column = keyof typeof columnNames;

const needed: readonly Column[] = ['reference', 'partyClass', 'kind', 'service'];

export const fileRowsMax = 5000;

/** One row as a claim, or what of it could not be read. */
export type ReadRow = {
  /** Counted as in a spreadsheet: the heading is row 1. */
  readonly row: number;
  readonly reference: string;
} & (
  | { readonly claim: ReadClaim }
  | { readonly fault: { readonly column: string; readonly found: string; readonly right: string } }
);

/** What a row says of a claim. */
export interface ReadClaim {
  readonly partyClass: string;
  readonly category: string;
  readonly kind: string;
  readonly service: string;
  readonly functionName: string;
  readonly statedLossMinor?: bigint;
  readonly answers: Readonly<Record<string, string>>;
  readonly personal: PersonalPart;
}

/** The rows of a file, and the encoding that its result is written in, too. */
export interface ClaimsFile {
  readonly encoding: 'utf-8' | 'cp949';
  /** Headings of columns that say nothing the form knows, or what an earlier column says already. */
  readonly unreadColumns: readonly string[];
  readonly rows: readonly ReadRow[];
}

export type ClaimsFileRefusal =
  | { readonly code: 'claims_file_unreadable'; readonly detail: string }
  | { readonly code: 'claims_file_column_missing'; readonly column: string }
  | { readonly code: 'claims_file_empty' }
  | { readonly code: 'claims_file_too_long'; readonly rowsMax: number };

const plain = (text: string): string => text.normalize('NFKC').trim();
const headingKey = (text: string): string => plain(text).toLowerCase().replaceAll(/[\s_]/g, '');

function findColumns(headings: readonly string[]): ReadonlyMap<Column, number> {
  const keys = headings.map(headingKey);
  const found = new Map<Column, number>();
  for (const [column, names] of Object.entries(columnNames)) {
    const at = keys.findIndex((key) => names.some((name) => headingKey(name) === key));
    if (at >= 0) found.set(column as Column, at);
  }
  return found;
}

interface Choice {
  readonly code: string;
  readonly ko: string;
  readonly en: string;
}

/** Finds a choice by its code or by its words in either language. */
function findChoice(choices: readonly Choice[], text: string): Choice | undefined {
  const typed = headingKey(text);
  return choices.find(({ code, ko, en }) =>
    [code, ko, en].some((name) => headingKey(name) === typed),
  );
}

class RowFault {
  readonly column: string;
  readonly found: string;
  readonly right: string;

  constructor(column: string, found: string, right: string) {
    this.column = column;
    this.found = found;
    this.right = right;
  }
}

const listed = (choices: readonly Choice[]): string => choices.map(({ code }) => code).join(' | ');

function choose(
  choices: readonly Choice[],
  asked: { column: Column; text: string },
): string | RowFault {
  const found = findChoice(choices, asked.text);
  return found?.code ?? new RowFault(columnNames[asked.column][0], asked.text, listed(choices));
}

/** Reads an amount in major units without decimals: digits, or digits in groups of three. */
function readAmount(text: string, currency: string): bigint | undefined | RowFault {
  if (text === '') return undefined;
  if (!/^(?:\d{1,15}|\d{1,3}(?:,\d{3}){1,4})$/.test(text)) {
    return new RowFault(columnNames.statedLoss[0], text, '300000 | 300,000');
  }
  return BigInt(text.replaceAll(',', '')) * 10n ** BigInt(currencyExponent(currency));
}

const isAddress = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(text);
const isNumber = (text: string): boolean => /^\+?\d{8,15}$/.test(plainContact(text));

/** What of a person's part nobody could use: an answer is sent to the contact, money to the account. */
function findPersonalFault(cell: (column: Column) => string): RowFault | undefined {
  const [contact, account] = [cell('contact'), cell('account')];
  if (contact !== '' && !isAddress(contact) && !isNumber(contact)) {
    return new RowFault(columnNames.contact[0], contact, 'name@example.org | 010-1234-5678');
  }
  if (account !== '' && !/^\d{6,20}$/.test(account.replaceAll(/[\s-]/g, ''))) {
    return new RowFault(columnNames.account[0], account, '6–20 digits');
  }
  return undefined;
}

function readPersonal(cell: (column: Column) => string): PersonalPart | RowFault {
  const [bank, account, holder] = [cell('bank'), cell('account'), cell('holder')];
  const given = [bank, account, holder].filter((text) => text !== '').length;
  if (given > 0 && given < 3) {
    return new RowFault('bank, account, holder', `${given} of 3`, 'all three, or none');
  }
  const fault = findPersonalFault(cell);
  if (fault !== undefined) return fault;
  const parts = { name: cell('name'), contact: cell('contact'), freeText: cell('freeText') };
  const said = Object.entries(parts).filter(([, text]) => text !== '');
  return {
    ...Object.fromEntries(said),
    ...(given === 3 ? { payee: { bank, account, holder } } : {}),
  };
}

type Service = Questionnaire['services'][number];

function readService(form: Questionnaire, text: string): Service | RowFault {
  const code = findChoice(form.services, text)?.code;
  const known = form.services.find((service) => service.code === code);
  return known ?? new RowFault(columnNames.service[0], text, listed(form.services));
}

/** The function of a service; a service with only one need not say it. */
function readFunction(service: Service, text: string): string | RowFault {
  const [only, ...others] = service.functions;
  if (text === '' && only !== undefined && others.length === 0) return only.code;
  return choose(service.functions, { column: 'functionName', text });
}

/** The category: as written, else the service's own, else the first of the form. */
function readCategory(form: Questionnaire, service: Service, text: string): string | RowFault {
  if (text === '') return service.category ?? form.categories[0]?.code ?? '';
  const category = choose(form.categories, { column: 'category', text });
  if (category instanceof RowFault) return category;
  const right = service.category ?? category;
  if (category === right) return category;
  return new RowFault(columnNames.category[0], text, right);
}

function readClaim(
  form: Questionnaire,
  cell: (column: Column) => string,
  answers: Readonly<Record<string, string>>,
): ReadClaim | RowFault {
  const service = readService(form, cell('service'));
  if (service instanceof RowFault) return service;
  const parts = {
    partyClass: choose(form.partyClasses, { column: 'partyClass', text: cell('partyClass') }),
    kind: choose(form.kinds, { column: 'kind', text: cell('kind') }),
    functionName: readFunction(service, cell('functionName')),
    category: readCategory(form, service, cell('category')),
    statedLossMinor: readAmount(cell('statedLoss'), form.currency),
    personal: readPersonal(cell),
  };
  const fault = Object.values(parts).find((part) => part instanceof RowFault);
  if (fault instanceof RowFault) return fault;
  const { statedLossMinor, ...rest } = parts;
  const loss = statedLossMinor === undefined ? {} : { statedLossMinor };
  return { ...rest, ...loss, service: service.code, answers } as ReadClaim;
}

const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => plain(cell) === '');

/**
 * A cell beyond the headings: nearly always an amount or an address with a comma and without quotes,
 * after which every cell would be read as the one before it. Cells that are missing at the end are
 * empty ones, which spreadsheets leave out.
 */
function findShiftFault(cells: readonly string[], columnCount: number): RowFault | undefined {
  if (isBlank(cells.slice(columnCount))) return undefined;
  return new RowFault('row', `${cells.length} cells`, `${columnCount} cells`);
}

function readRow(
  cells: readonly string[],
  options: {
    row: number;
    columns: ReadonlyMap<Column, number>;
    headings: readonly string[];
    form: Questionnaire;
  },
): ReadRow {
  const { row, columns, headings, form } = options;
  const cell = (column: Column): string => plain(cells[columns.get(column) ?? -1] ?? '');
  const reference = cell('reference');
  if (reference === '' || reference.length > 100) {
    const fault = {
      column: columnNames.reference[0],
      found: reference,
      right: 'a number of your own',
    };
    return { row, reference, fault };
  }
  const shift = findShiftFault(cells, headings.length);
  if (shift !== undefined) return { row, reference, fault: { ...shift } };
  const answered = form.questions.flatMap(({ code }) => {
    const at = headings.findIndex((heading) => plain(heading).toLowerCase() === code);
    const text = plain(cells[at] ?? '');
    return text === '' ? [] : [[code, text] as const];
  });
  const claim = readClaim(form, cell, Object.fromEntries(answered));
  if (!(claim instanceof RowFault)) return { row, reference, claim };
  const { column, found, right } = claim;
  return { row, reference, fault: { column, found, right } };
}

/** Headings whose cells go nowhere, so that nobody thinks they were filed. */
function findUnread(
  headings: readonly string[],
  { columns, form }: { columns: ReadonlyMap<Column, number>; form: Questionnaire },
): readonly string[] {
  const read = new Set(columns.values());
  const codes = form.questions.map(({ code }) => code);
  return headings
    .filter((_heading, at) => !read.has(at))
    .filter((heading) => plain(heading) !== '')
    .filter((heading) => !codes.includes(plain(heading).toLowerCase()))
    .map((heading) => plain(heading).slice(0, 100));
}

/**
 * Reads an association's file of claims: one row for each, headings in Korean or English, codes or
 * words of the incident's form, UTF-8 or CP949. A row that cannot be read is told with what was
 * found and what would be right; it never stops the others.
 */
export function readClaimsFile(
  bytes: Uint8Array,
  form: Questionnaire,
): Outcome<ClaimsFile, ClaimsFileRefusal> {
  const { text, encoding } = decodeText(bytes);
  let table: string[][];
  try {
    table = parse(text, { bom: true, relaxColumnCount: true });
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return refuse({ code: 'claims_file_unreadable', detail });
  }
  // Rows are counted as a spreadsheet counts them, the empty ones too.
  const [heading, ...rest] = table
    .map((cells, index) => ({ cells, row: index + 1 }))
    .filter(({ cells }) => !isBlank(cells));
  if (heading === undefined || rest.length === 0) return refuse({ code: 'claims_file_empty' });
  const headings = heading.cells;
  if (rest.length > fileRowsMax) {
    return refuse({ code: 'claims_file_too_long', rowsMax: fileRowsMax });
  }
  const columns = findColumns(headings);
  const missing = needed.find((column) => !columns.has(column));
  if (missing !== undefined) {
    return refuse({ code: 'claims_file_column_missing', column: columnNames[missing][0] });
  }
  const rows = rest.map(({ cells, row }) => readRow(cells, { row, columns, headings, form }));
  const unreadColumns = findUnread(headings, { columns, form });
  return accept({ encoding: encoding === 'cp949' ? 'cp949' : 'utf-8', unreadColumns, rows });
}
