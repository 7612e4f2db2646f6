import type { Operation } from '../history.ts';
import type { Books } from '../watch.ts';
import { type BankVerdict, checkBank } from './bank.ts';
import { checkRegister, type RegisterVerdict } from './register.ts';
import { type Addition, checkSet, type SetVerdict } from './set.ts';

/** What the checker found in a history, against what the database holds after it. */
export interface Checked {
  /** Claims with a receipt are there; so are decisions, approvals and transfers that were acknowledged. */
  readonly sets: Readonly<Record<'claims' | 'decisions' | 'approvals' | 'transfers', SetVerdict>>;
  /** The review rules, written at one site and read at the others. */
  readonly register: RegisterVerdict;
  /** The accounts, read while money moves between them. */
  readonly bank: BankVerdict;
  /** What re-deriving the ledger from its transfers found; undefined when it could not be asked. */
  readonly ledgerFindings: number | undefined;
  readonly paid: number;
  readonly paidTwice: number;
  /** Runs of payouts that were sent to their end. */
  readonly runs: number;
  /** Presses of the staff that no site answered; they have no tickets, and press again. */
  readonly staffErrors: number;
}

/** What the database held of the incident before the first operation. */
export type Before = Pick<Books, 'claims'>;

const idsOf = (books: Before): string[] => books.claims.map(({ id }) => id);

function claimsIn(history: readonly Operation[]): readonly Addition[] {
  return history.flatMap(({ operation, outcome, claimId }) =>
    claimId === undefined || !operation.startsWith('file')
      ? []
      : [{ id: claimId, outcome: outcome === 'receipt' ? 'acknowledged' : 'unknown' } as const],
  );
}

function changesIn(
  history: readonly Operation[],
  asked: Operation['operation'],
): readonly Addition[] {
  return history.flatMap(({ operation, outcome, key }) =>
    operation !== asked || key === undefined || outcome === 'declined'
      ? []
      : [{ id: key, outcome: outcome === 'done' ? 'acknowledged' : 'unknown' } as const],
  );
}

/** Only claims are looked for that nobody made: of the rest the platform makes some by itself. */
function checkChanges(
  history: readonly Operation[],
  { asked, last }: { asked: Operation['operation']; last: readonly string[] },
): SetVerdict {
  return checkSet(changesIn(history, asked), { before: last, last });
}

function registerOf(history: readonly Operation[]): RegisterVerdict {
  const operations = history.filter(({ key }) => key === 'appealDays');
  const [first, ...rest] = operations;
  return checkRegister(
    rest.map(({ operation, outcome, value, startedAt, endedAt }) => ({
      ...{ value: String(value), startedAt, endedAt, isAnswered: outcome === 'done' },
      kind: operation === 'write' ? 'write' : 'read',
    })),
    String(first?.value),
  );
}

function bankOf(history: readonly Operation[]): BankVerdict {
  const reads = history.flatMap(({ operation, endedAt: at, value }) => {
    if (operation !== 'balances') return [];
    const sums = Object.entries(value as Record<string, string>);
    return [{ at, sums: Object.fromEntries(sums.map(([code, sum]) => [code, BigInt(sum)])) }];
  });
  return checkBank(reads);
}

/** Checks a history as sets, a register and a bank. */
export function checkHistory(
  history: readonly Operation[],
  { before, books }: { readonly before: Before; readonly books: Books },
): Checked {
  const verified = history.findLast(({ operation }) => operation === 'verify')?.value;
  const claims = books.claims.map(({ id }) => id);
  return {
    sets: {
      claims: checkSet(claimsIn(history), { before: idsOf(before), last: claims }),
      decisions: checkChanges(history, { asked: 'decide', last: books.decisions }),
      approvals: checkChanges(history, { asked: 'approve', last: books.approved }),
      transfers: checkChanges(history, { asked: 'set_aside', last: books.setAside }),
    },
    register: registerOf(history),
    bank: bankOf(history),
    ledgerFindings: Array.isArray(verified) ? verified.length : undefined,
    ...{ paid: books.paid, paidTwice: books.paidTwice },
    runs: history.filter(({ operation, outcome }) => operation === 'pay' && outcome === 'done')
      .length,
    staffErrors: history.filter(({ operation }) => operation === 'ask').length,
  };
}

/** Tells whether nothing acknowledged was lost, nothing is there twice, and every read fits an order. */
export function isRight({ sets, register, bank, ledgerFindings, paidTwice }: Checked): boolean {
  return (
    Object.values(sets).every(
      ({ lost, unexpected, doubled }) => lost.length + unexpected.length + doubled.length === 0,
    ) &&
    register.order === 'found' &&
    bank.wrong.length === 0 &&
    ledgerFindings === 0 &&
    paidTwice === 0
  );
}

/** Gives what the checker found, in two lines. */
export function renderChecked(checked: Checked): readonly string[] {
  const { sets, register, bank, ledgerFindings = 'unknown', paid, paidTwice, runs } = checked;
  const words = Object.entries(sets).map(
    ([name, { acknowledged, lost, unexpected, doubled }]) =>
      `${name} ${acknowledged} (lost ${lost.length}, unexpected ${unexpected.length}, doubled ${doubled.length})`,
  );
  const order =
    register.stuckAt === undefined ? register.order : `${register.order}: ${register.stuckAt}`;
  return [
    `sets acknowledged: ${words.join('; ')}`,
    `register of ${register.operations} operations: order ${order}; bank: ${bank.reads} reads, ${bank.wrong.length} wrong; ledger findings ${ledgerFindings}; ${runs} runs sent, ${paid} payments stand, awards paid twice ${paidTwice}; presses of the staff without an answer ${checked.staffErrors}`,
  ];
}
