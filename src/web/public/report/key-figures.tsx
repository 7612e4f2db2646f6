import type { FC } from 'hono/jsx';
import { findLongest } from './charts/impact-gantt.tsx';
import {
  functionTitle,
  type ReportView,
  reportWords,
  showBounds,
  showCount,
  showLength,
  showMoney,
} from './report-view.ts';

interface KeyFigure {
  readonly name: string;
  readonly value: string;
  readonly note?: string;
}

/** Adds up what automatic policies gave, by currency, in the order of the currencies. */
export function sumAutomatic(view: ReportView): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { totals } of view.document.figures.automatic) {
    for (const { currency, amountMinor } of totals) {
      if (currency === null || amountMinor === null) continue;
      sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(amountMinor));
    }
  }
  return new Map([...sums].toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

function listCash(view: ReportView): KeyFigure[] {
  const { locale, document } = view;
  const words = reportWords(locale);
  return document.figures.cash.flatMap((cash) => {
    const { currency } = cash;
    const show = (minor: string): string => showMoney(minor, currency, locale);
    const count = showBounds(cash.paidCount, showCount, locale);
    return [
      {
        name: words.key.awarded,
        value: show(cash.awardedMinor),
        note: words.ofAwarded(showCount(cash.awardCount)),
      },
      {
        name: words.key.paid,
        value: showBounds(cash.paidMinor, show, locale),
        note: words.count(count),
      },
    ];
  });
}

function listKeyFigures(view: ReportView): readonly KeyFigure[] {
  const { document, locale } = view;
  const words = reportWords(locale);
  const { figures } = document;
  const longest = findLongest(document);
  const automatic = [...sumAutomatic(view)].map(([currency, minor]) => ({
    name: words.key.automaticMoney,
    value: showMoney(String(minor), currency, locale),
  }));
  return [
    ...(longest === undefined
      ? []
      : [
          {
            name: words.key.outage,
            value: showLength(longest.ms, locale),
            note: functionTitle(document, longest.impact, locale),
          },
        ]),
    { name: words.key.claims, value: showCount(figures.claims.total) },
    {
      name: words.key.decided,
      value: showBounds(figures.claims.decided, showCount, locale),
    },
    ...listCash(view),
    ...automatic,
  ];
}

/** The few figures most readers come for. */
export const KeyFigures: FC<{ view: ReportView }> = ({ view }) => (
  <>
    <span class="mark">{reportWords(view.locale).generated}</span>
    <dl class="big">
      {listKeyFigures(view).map(({ name, value, note }) => (
        <div key={`${name} ${value}`}>
          <dt>{name}</dt>
          <dd>
            {value}
            {note === undefined ? null : <small>{note}</small>}
          </dd>
        </div>
      ))}
    </dl>
  </>
);
