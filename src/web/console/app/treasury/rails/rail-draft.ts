/** A column of a bulk file as it is edited. */
export interface ColumnDraft {
  readonly key: string;
  readonly title: string;
  readonly field: string;
  readonly lengthMax: string;
}

/** A way to pay as it is edited: every field as it is typed. */
export interface RailDraft {
  readonly kind: 'pain.001' | 'bulk' | 'manual' | 'app';
  readonly debtorName: string;
  readonly debtorAccount: string;
  readonly debtorBank: string;
  readonly companyId: string;
  readonly url: string;
  readonly form: 'csv' | 'xlsx';
  readonly encoding: 'utf-8' | 'cp949';
  readonly hasHeader: boolean;
  readonly countMax: string;
  readonly memo: string;
  readonly columns: readonly ColumnDraft[];
  /** What the form does not show and keeps as it is: how answers are read. */
  readonly rest: Readonly<Record<string, unknown>>;
}

type Json = Readonly<Record<string, unknown>>;

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** Gives the draft of settings; what they lack is empty. */
export function draftOf(setup: Json): RailDraft {
  const debtor = (setup.debtor ?? {}) as Json;
  const columns = Array.isArray(setup.columns) ? (setup.columns as Json[]) : [];
  const { result, names } = setup;
  const kind = (['pain.001', 'bulk', 'manual', 'app'] as const).find((one) => one === setup.kind);
  return {
    kind: kind ?? 'bulk',
    debtorName: textOf(debtor.name),
    debtorAccount: textOf(debtor.account),
    debtorBank: textOf(debtor.bank),
    companyId: textOf(debtor.companyId),
    url: textOf(setup.url),
    form: setup.form === 'xlsx' ? 'xlsx' : 'csv',
    encoding: setup.encoding === 'utf-8' ? 'utf-8' : 'cp949',
    hasHeader: setup.hasHeader !== false,
    countMax: textOf(setup.paymentCountMax ?? 5_000),
    memo: textOf(setup.payeeMemo),
    columns: columns.map((column, at) => ({
      key: `c${at}`,
      title: textOf(column.title),
      field: textOf(column.field),
      lengthMax: textOf(column.lengthMax),
    })),
    rest: {
      ...(result === undefined ? {} : { result }),
      ...(names === undefined ? {} : { names }),
    },
  };
}

function bulkOf(draft: RailDraft): Json {
  const { form, encoding, hasHeader, memo, columns, rest } = draft;
  return {
    ...{ kind: 'bulk', form, encoding, hasHeader, payeeMemo: memo },
    paymentCountMax: Number(draft.countMax),
    columns: columns.map(({ title, field, lengthMax }) => ({
      title,
      field,
      ...(lengthMax === '' ? {} : { lengthMax: Number(lengthMax) }),
    })),
    ...rest,
  };
}

/** Gives the settings that a draft stands for; the server checks them. */
export function setupOf(draft: RailDraft): Record<string, unknown> {
  const { kind } = draft;
  if (kind === 'bulk') return { ...bulkOf(draft) };
  if (kind === 'app') return { kind, url: draft.url.trim() };
  if (kind === 'manual') return { kind };
  const { debtorName: name, debtorAccount: account, debtorBank: bank, companyId } = draft;
  return { kind, debtor: { name, account, bank, companyId } };
}
