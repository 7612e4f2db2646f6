import { scaleBand, scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { type ReactNode, useId } from 'react';
import type { SimulationResult } from '../policy-data.ts';
import { usePolicyWords } from '../policy-words.ts';

// Only the drawing goes through floats; every figure that is read is exact.
const drawn = (minor: string): number => Number(BigInt(minor));

const size = { width: 640, height: 220, top: 16, bottom: 36, left: 8, right: 8 };

/** What each class costs, as bars with their amounts written out. */
export function CostBars({ result }: { readonly result: SimulationResult }): ReactNode {
  const { texts, format, partyClass } = usePolicyWords();
  const bars = result.cost.filter(({ amountMinor }) => amountMinor !== '0');
  if (bars.length === 0) return <p className="empty">{texts.noCost}</p>;
  return (
    <ul className="policy-bars">
      {bars.map((bar) => {
        const most = Math.max(
          ...bars
            .filter((one) => one.currency === bar.currency)
            .map((one) => drawn(one.amountMinor)),
        );
        const length = scaleLinear([0, most], [0, 1000])(drawn(bar.amountMinor));
        return (
          <li key={`${bar.currency} ${bar.partyClass}`}>
            <span>
              {partyClass(bar.partyClass)} ({texts.partiesCount(format.count(bar.parties))})
            </span>
            <strong>{format.money(bar)}</strong>
            <svg viewBox="0 0 1000 16" preserveAspectRatio="none" aria-hidden="true">
              <rect width={length} height="16" />
            </svg>
          </li>
        );
      })}
    </ul>
  );
}

type Spread = SimulationResult['distribution'][number];

/** How many parties get how much. */
export function SpreadChart({ spread }: { readonly spread: Spread }): ReactNode {
  const { texts, format } = usePolicyWords();
  const titleId = useId();
  const money = (amountMinor: string): string =>
    format.money({ amountMinor, currency: spread.currency });
  const at = (share: string): string =>
    spread.quantiles.find((one) => one.share === share)?.amountMinor ?? '0';
  const bins = spread.histogram;
  const x = scaleBand(
    bins.map(({ fromMinor }) => fromMinor),
    [size.left, size.width - size.right],
  ).padding(0.15);
  const y = scaleLinear(
    [0, Math.max(...bins.map(({ parties }) => parties))],
    [size.height - size.bottom, size.top],
  );
  const about = { least: money(at('0 %')), middle: money(at('50 %')), most: money(at('100 %')) };
  return (
    <figure className="policy-figure">
      <figcaption>{texts.spreadText(about)}</figcaption>
      <svg viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-labelledby={titleId}>
        <title id={titleId}>{texts.spreadText(about)}</title>
        {bins.map(({ fromMinor, untilMinor, parties }) => (
          <rect
            key={fromMinor}
            x={x(fromMinor)}
            y={Math.min(y(parties), y(0) - 2)}
            width={x.bandwidth()}
            height={Math.max(2, y(0) - y(parties))}
          >
            <title>
              {texts.spreadCaption({ from: money(fromMinor), until: money(untilMinor) })}:{' '}
              {texts.partiesCount(format.count(parties))}
            </title>
          </rect>
        ))}
        <text x={size.left} y={size.height - 12}>
          {about.least}
        </text>
        <text x={size.width - size.right} y={size.height - 12} textAnchor="end">
          {about.most}
        </text>
      </svg>
    </figure>
  );
}

type Figure = NonNullable<SimulationResult['sensitivity']>[number];

/** What the whole costs as one figure of the policy moves. */
export function CostCurve({ figure }: { readonly figure: Figure }): ReactNode {
  const { texts } = usePolicyWords();
  const titleId = useId();
  const points = figure.points.flatMap(({ percent, cost, inKind }): [number, number][] => {
    const [first] = cost;
    const [kind] = inKind.filter(({ amount }) => amount !== '0');
    const value = first && isMoving(figure) ? first.amountMinor : kind?.amount;
    return value === undefined ? [] : [[percent, drawn(value)]];
  });
  const values = points.map(([, value]) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (points.length < 2 || least === most) return null;
  const percents = points.map(([percent]) => percent);
  const x = scaleLinear(
    [Math.min(...percents), Math.max(...percents)],
    [size.left + 24, size.width - size.right - 24],
  );
  const y = scaleLinear([least, most], [size.height - size.bottom - 8, size.top]);
  return (
    <figure className="policy-figure">
      <svg viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-labelledby={titleId}>
        <title id={titleId}>{texts.figureCaption(figure.name)}</title>
        <path d={line()(points.map(([percent, value]) => [x(percent), y(value)])) ?? ''} />
        {points.map(([percent, value]) => (
          <g key={percent}>
            <circle cx={x(percent)} cy={y(value)} r={percent === 100 ? 6 : 4} />
            {[50, 75, 100, 125, 150].includes(percent) ? (
              <text x={x(percent)} y={size.height - 12} textAnchor="middle">
                {percent} %
              </text>
            ) : null}
          </g>
        ))}
      </svg>
    </figure>
  );
}

/** Says whether the cost in money moves at all; else what is given in kind is drawn. */
function isMoving({ points }: Figure): boolean {
  return new Set(points.flatMap(({ cost }) => cost[0]?.amountMinor ?? [])).size > 1;
}

/** Says whether another figure changes anything that is given. */
export function hasEffect({ points }: Figure): boolean {
  const given = points.filter(({ refused }) => refused === undefined);
  return new Set(given.map(({ cost, inKind }) => JSON.stringify([cost, inKind]))).size > 1;
}
