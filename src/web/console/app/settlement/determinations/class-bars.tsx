import type { ReactNode } from 'react';
import type { Amount, Determination } from '../settlement-data.ts';
import { useSettlementWords } from '../settlement-words.ts';

interface Bar extends Amount {
  readonly partyClass: string;
}

/** Sums what each class is awarded, per currency, the largest first. */
export function sumByClass(totals: Determination['totals']): readonly Bar[] {
  const sums = new Map<string, { partyClass: string; currency: string; minor: bigint }>();
  for (const { partyClass, amount } of totals) {
    if (amount === null) continue;
    const { currency } = amount;
    const key = `${currency} ${partyClass}`;
    const minor = (sums.get(key)?.minor ?? 0n) + BigInt(amount.amountMinor);
    sums.set(key, { partyClass, currency, minor });
  }
  return [...sums.values()]
    .sort((a, b) => (a.minor < b.minor ? 1 : -1))
    .map(({ minor, ...bar }) => ({ ...bar, amountMinor: minor.toString() }));
}

/** How long a bar is beside the largest, in thousandths: a length to draw, never an amount. */
function lengthOf(bar: Bar, bars: readonly Bar[]): number {
  const ofCurrency = bars.filter(({ currency }) => currency === bar.currency);
  const largest = ofCurrency.reduce((most, { amountMinor }) => {
    const minor = BigInt(amountMinor);
    return minor > most ? minor : most;
  }, 1n);
  return Number((BigInt(bar.amountMinor) * 1000n) / largest);
}

/** What each class is awarded, as bars with their amounts written out. */
export function ClassBars({ run }: { readonly run: Determination }): ReactNode {
  const { texts, format, partyClass } = useSettlementWords();
  const bars = sumByClass(run.totals);
  if (bars.length === 0) return <p className="empty">{texts.determinations.barsEmpty}</p>;
  return (
    <ul className="settlement-bars">
      {bars.map((bar) => (
        <li key={`${bar.currency} ${bar.partyClass}`}>
          <span>{partyClass(bar.partyClass)}</span>
          <strong>{format.money(bar)}</strong>
          <svg viewBox="0 0 1000 16" preserveAspectRatio="none" aria-hidden="true">
            <rect width={lengthOf(bar, bars)} height="16" />
          </svg>
        </li>
      ))}
    </ul>
  );
}
