import type { paths } from '../../api/schema.generated.ts';
import { parseAmount } from '../amount.ts';
import type { Form } from '../claim-data.ts';

type Question = Form['questions'][number];
type Condition = NonNullable<Question['when']>;

/** A claim that an agent is writing down; texts as typed. */
export interface EntryDraft {
  readonly channel: 'phone' | 'paper';
  readonly receivedAt: string;
  readonly partyClass: string;
  readonly service: string;
  readonly functionName: string;
  readonly category: string;
  readonly kind: string;
  readonly amount: string;
  readonly answers: Readonly<Record<string, string>>;
  readonly name: string;
  readonly contact: string;
  readonly bank: string;
  readonly account: string;
  readonly holder: string;
  readonly freeText: string;
  readonly locale: 'ko' | 'en';
  readonly files: readonly { readonly kind: string; readonly file: File }[];
}

/** Begins an empty claim. */
export function beginEntry(locale: 'ko' | 'en'): EntryDraft {
  return {
    channel: 'phone',
    receivedAt: '',
    partyClass: '',
    service: '',
    functionName: '',
    category: '',
    kind: '',
    amount: '',
    answers: {},
    name: '',
    contact: '',
    bank: '',
    account: '',
    holder: '',
    freeText: '',
    locale,
    files: [],
  };
}

/** Tells whether something of the form is asked of the claim as it is sorted so far. */
export function isFor(when: Condition | undefined, draft: EntryDraft): boolean {
  const { partyClasses, kinds, services } = when ?? {};
  return (
    (partyClasses?.includes(draft.partyClass) ?? true) &&
    (kinds?.includes(draft.kind) ?? true) &&
    (services?.includes(draft.service) ?? true)
  );
}

/** The further questions that are asked of the claim. */
export function askedQuestions(form: Form, draft: EntryDraft): readonly Question[] {
  return form.questions.filter(
    ({ partyClasses, when }) =>
      (partyClasses?.includes(draft.partyClass) ?? true) && isFor(when, draft),
  );
}

/** The category of the claim: the service's own, else the one that was chosen. */
export function categoryOf(form: Form, draft: EntryDraft): string {
  return form.services.find(({ code }) => code === draft.service)?.category ?? draft.category;
}

/** Tells whether an amount is asked: not where the kind of harm loses no money. */
export function asksAmount(form: Form, draft: EntryDraft): boolean {
  return form.kinds.find(({ code }) => code === draft.kind)?.hasAmount !== false;
}

export type EntryFault =
  | 'partyClass'
  | 'service'
  | 'functionName'
  | 'category'
  | 'kind'
  | 'amount'
  | 'contact'
  | 'payee'
  | 'account'
  | `answer ${string}`;

const numberShapes: Readonly<Record<string, RegExp>> = {
  money: /^\d{1,15}(\.\d{1,4})?$/,
  count: /^\d{1,15}$/,
  ratio: /^\d{1,15}(\.\d{1,9}|\/[1-9]\d{0,14})?$/,
};

const plain = (text: string): string => text.replaceAll(/[\s,]/g, '');

function isAnswerWrong(question: Question, typed: string): boolean {
  if (typed.trim() === '') return question.isRequired;
  const shape = numberShapes[question.kind];
  return shape !== undefined && !shape.test(plain(typed));
}

/** An address or a telephone number, as the portal takes them: the result is sent there. */
function isContact(typed: string): boolean {
  const text = typed.normalize('NFKC').trim();
  if (/^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(text)) return true;
  return /^\+?\d{8,15}$/.test(text.replaceAll(/[\s().\p{Pd}]/gu, ''));
}

const isContactRight = ({ channel, contact }: EntryDraft): boolean =>
  channel === 'paper' ? contact.trim() !== '' : isContact(contact);

const isAccount = (typed: string): boolean => /^\d{6,20}$/.test(typed.replaceAll(/[\s-]/g, ''));

/**
 * Names what is missing or cannot be read. What came on paper may have another contact, as a postal
 * address.
 */
export function findEntryFaults(form: Form, draft: EntryDraft): readonly EntryFault[] {
  const sorted = { ...draft, category: categoryOf(form, draft) };
  const chosen = (['partyClass', 'service', 'functionName', 'category', 'kind'] as const).filter(
    (name) => sorted[name] === '',
  );
  const amount = draft.amount.trim();
  const isAmountWrong =
    asksAmount(form, draft) && amount !== '' && parseAmount(amount, form.currency) === undefined;
  const payee = [draft.bank, draft.account, draft.holder].filter((part) => part.trim() !== '');
  return [
    ...chosen,
    ...(isAmountWrong ? (['amount'] as const) : []),
    ...(isContactRight(draft) ? [] : (['contact'] as const)),
    ...(payee.length === 1 || payee.length === 2 ? (['payee'] as const) : []),
    ...(draft.account.trim() === '' || isAccount(draft.account) ? [] : (['account'] as const)),
    ...askedQuestions(form, draft)
      .filter((question) => isAnswerWrong(question, draft.answers[question.code] ?? ''))
      .map(({ code }): EntryFault => `answer ${code}`),
  ];
}

/** Writes what was typed as the question's kind has it; the offset is that of the reader's clock. */
export function readAnswer(question: Question, typed: string): string | boolean | undefined {
  const text = typed.trim();
  if (text === '') return undefined;
  if (question.kind === 'yes_no') return text === 'yes';
  if (question.kind === 'instant') return new Date(text).toISOString();
  return numberShapes[question.kind] === undefined ? text : plain(text);
}

function readAnswers(form: Form, draft: EntryDraft): Record<string, string | boolean> {
  return Object.fromEntries(
    askedQuestions(form, draft).flatMap((question) => {
      const answer = readAnswer(question, draft.answers[question.code] ?? '');
      return answer === undefined ? [] : [[question.code, answer]];
    }),
  );
}

function readPersonal(draft: EntryDraft) {
  const { bank, account, holder, locale } = draft;
  const isPaid = [bank, account, holder].every((part) => part.trim() !== '');
  const texts = { name: draft.name, contact: draft.contact, freeText: draft.freeText };
  const given = Object.entries(texts).flatMap(([key, text]) =>
    text.trim() === '' ? [] : [[key, text.trim()]],
  );
  return {
    ...(Object.fromEntries(given) as Partial<typeof texts>),
    ...(isPaid ? { payee: { bank, account, holder } } : {}),
    locale,
  };
}

async function toBase64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const chunk = 0x8000;
  let text = '';
  for (let at = 0; at < bytes.length; at += chunk) {
    text += String.fromCharCode(...bytes.subarray(at, at + chunk));
  }
  return btoa(text);
}

export type ClaimBody = NonNullable<
  paths['/api/v1/claims']['post']['requestBody']
>['content']['application/json'];

/** Gives the claim as it is sent, its documents with it. */
export async function toClaimBody(
  form: Form,
  { draft, claimId }: { draft: EntryDraft; claimId: string },
): Promise<ClaimBody> {
  const amount = asksAmount(form, draft) ? parseAmount(draft.amount, form.currency) : undefined;
  const { receivedAt } = draft;
  const evidence = await Promise.all(
    draft.files.map(async ({ kind, file }) => ({
      kind,
      filename: file.name,
      contentBase64: await toBase64(file),
    })),
  );
  return {
    claimId,
    incidentId: form.incidentId,
    questionnaireVersion: form.version,
    channel: draft.channel,
    partyClass: draft.partyClass,
    category: categoryOf(form, draft),
    kind: draft.kind,
    service: draft.service,
    functionName: draft.functionName,
    currency: form.currency,
    ...(amount === undefined ? {} : { statedLossMinor: amount }),
    answers: readAnswers(form, draft),
    personal: readPersonal(draft),
    evidence,
    ...(receivedAt === '' ? {} : { receivedAt: new Date(receivedAt).toISOString() }),
  };
}
