import type { Upload } from '../../../claims/evidence/index.ts';
import type { ShownLoss } from '../../../claims/sales/index.ts';
import { renderMoney } from '../../../kernel/index.ts';
import type { SummaryRow } from '../../components/summary-list/summary-list.tsx';
import type { Locale } from '../../layout.tsx';
import { claimantMessages } from '../../messages/claimant.ts';
import { portalMessages } from '../../messages/portal.ts';
import type { EvidenceKind } from '../pages/evidence-fields.tsx';
import type { Writing } from '../question-routes.tsx';

type Shown = Pick<Writing, 'draft' | 'reading' | 'base'>;

function lossRow({ draft, reading, base }: Shown, loss: ShownLoss): SummaryRow {
  const { locale, currency } = reading;
  const words = claimantMessages(locale).loss;
  const isOther = ['loss-best', 'loss-outage', 'loss-note'].some((name) => draft.answers[name]);
  const amount = loss.ok
    ? renderMoney({ amountMinor: loss.lossMinor, currency }, locale)
    : words.noneTitle;
  return {
    term: words.checkTitle,
    value: isOther ? words.checkOther(amount) : amount,
    change: { href: `${base}/loss`, text: portalMessages(locale).check.change },
  };
}

/** What the company's own app vouched for, one line each; it cannot be changed here. */
export function renderEntered({ entered }: Writing['draft'], locale: Locale): SummaryRow[] {
  const words = claimantMessages(locale).entered;
  return (['account', 'plan', 'usage'] as const).flatMap((name) => {
    const value = entered?.[name];
    return value === undefined ? [] : [{ term: words[name], value }];
  });
}

/** Gives the lines of the check page beside the answers: for whom, the documents, the loss. */
export function renderBeside(
  writing: Shown,
  sent: {
    readonly kinds: readonly EvidenceKind[];
    readonly documents: readonly Upload[];
    readonly loss: ShownLoss | undefined;
  },
): readonly SummaryRow[] {
  const { draft, reading, base } = writing;
  const { behalf, evidence } = claimantMessages(reading.locale);
  const text = portalMessages(reading.locale).check.change;
  const names = sent.documents.map(({ filename }) => filename);
  const forWhom = ['behalf-name', 'behalf-relation', 'behalf-authority'].flatMap(
    (name) => draft.answers[name] || [],
  );
  return [
    ...renderEntered(draft, reading.locale),
    {
      term: behalf.term,
      value: forWhom.length === 0 ? behalf.self : forWhom.join('\n'),
      change: { href: `${base}/q/behalf?from=check`, text },
    },
    ...(sent.kinds.length === 0 && names.length === 0
      ? []
      : [
          {
            term: evidence.checkTitle,
            value: names.length === 0 ? evidence.none : names.join('\n'),
            change: { href: `${base}/evidence?from=check`, text },
          },
        ]),
    ...(sent.loss === undefined ? [] : [lossRow(writing, sent.loss)]),
  ];
}
