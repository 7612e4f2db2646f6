import type { ClaimStatus } from '../../claims/index.ts';
import { renderLocal } from '../../kernel/index.ts';
import type { SummaryRow } from '../components/summary-list/summary-list.tsx';
import type { Locale } from '../layout.tsx';
import { claimantMessages } from '../messages/claimant.ts';
import { evidenceName } from '../messages/refusals.ts';
import type { ReplyView } from './pages/received.tsx';
import type { StatusReading } from './status-view.ts';

/** Shows what was answered to everybody of the claim's group, the latest first. */
export function renderReplies(
  replies: ClaimStatus['replies'],
  { locale, zone }: StatusReading,
): readonly ReplyView[] {
  return replies.toReversed().map(({ toldAt, ...text }) => ({
    text: text[locale],
    atText: renderLocal(toldAt, { locale, zone }),
  }));
}

type Kind = Readonly<Record<'code' | Locale, string>>;

/** Shows the documents that were received; their names only to whoever proved to have sent them. */
export function renderDocuments(
  documents: ClaimStatus['documents'],
  options: StatusReading & { readonly isTyped: boolean; readonly kinds: readonly Kind[] },
): readonly SummaryRow[] {
  const { locale, zone, isTyped, kinds } = options;
  const words = claimantMessages(locale).status;
  const nameOf = (code: string): string =>
    kinds.find((kind) => kind.code === code)?.[locale] ?? evidenceName(code, locale);
  return documents.map(({ kind, filename, byteCount, addedAt }, index) => {
    const size = words.size(String(Math.max(1, Math.round(byteCount / 1024))));
    const name = isTyped || filename === '' ? [] : [filename];
    return {
      term: `${index + 1}. ${nameOf(kind)}`,
      value: [...name, `${size} · ${renderLocal(addedAt, { locale, zone })}`].join('\n'),
    };
  });
}
