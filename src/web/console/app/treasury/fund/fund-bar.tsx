import { type ReactNode, useId } from 'react';
import { useLanguage } from '../../language.tsx';
import type { Fund } from '../treasury-data.ts';

const partNames = [
  'paid',
  'inFlight',
  'owed',
  'returned',
  'unclaimed',
  'givenAway',
  'provision',
] as const;

/** The money set aside as one bar, and every part of it written out with its amount. */
export function FundBar({ fund }: { readonly fund: Fund }): ReactNode {
  const { words, format } = useLanguage();
  const texts = words.treasury.fund;
  const titleId = useId();
  const parts = partNames
    .map((name) => ({ name, amount: fund[name] }))
    .filter(({ amount }) => amount.amountMinor !== '0');
  if (parts.length === 0) return <p className="empty">{texts.empty}</p>;
  // Only the drawing goes through floats; every figure that is read is exact.
  const sizes = parts.map(({ amount }) => Math.max(0, Number(BigInt(amount.amountMinor))));
  const whole = sizes.reduce((sum, size) => sum + size, 0);
  let from = 0;
  return (
    <figure className="treasury-figure">
      <svg viewBox="0 0 1000 40" preserveAspectRatio="none" role="img" aria-labelledby={titleId}>
        <title id={titleId}>
          {parts
            .map(({ name, amount }) => `${texts.parts[name]} ${format.money(amount)}`)
            .join(', ')}
        </title>
        {parts.map(({ name }, at) => {
          const width = (1000 * (sizes[at] ?? 0)) / whole;
          const x = from;
          from += width;
          return <rect key={name} className={`fund-${name}`} x={x} width={width} height="40" />;
        })}
      </svg>
      <ul className="treasury-legend">
        {parts.map(({ name, amount }) => (
          <li key={name}>
            <span className={`swatch fund-${name}`} aria-hidden="true" />
            {texts.parts[name]} <strong>{format.money(amount)}</strong>
          </li>
        ))}
      </ul>
    </figure>
  );
}
