import { scaleBand, scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { type ReactNode, useId } from 'react';
import { refusalSentence } from '../../../../messages/refusals.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Section } from '../../ui/parts.tsx';
import type { ClaimDetail } from '../claim-data.ts';
import { useClaimWords } from '../claim-words.ts';

type LossTest = NonNullable<ClaimDetail['lossTest']>;
type Week = NonNullable<LossTest['bestWeek']>;

const size = { width: 420, height: 240, top: 34, bottom: 48, left: 8, right: 8 };

interface Bar {
  readonly key: string;
  readonly label: string;
  readonly week: Week;
}

/** Draws the compared weeks side by side, with the loss as the gap between them. */
function LossChart(props: {
  readonly bars: readonly [Bar, Bar];
  readonly loss: NonNullable<LossTest['loss']>;
  readonly summary: string;
}): ReactNode {
  const { texts, format } = useClaimWords();
  const titleId = useId();
  const [best, outage] = props.bars;
  // Only the drawing goes through floats; every figure that is read is exact.
  const minorOf = ({ week }: Bar): number => Number(BigInt(week.amount.amountMinor));
  const x = scaleBand([best.key, outage.key], [size.left, size.width - size.right]).padding(0.35);
  const y = scaleLinear(
    [0, Math.max(minorOf(best), minorOf(outage), 1)],
    [size.height - size.bottom, size.top],
  );
  const gapX = (x(outage.key) ?? 0) + x.bandwidth() / 2;
  const gap = line()([
    [gapX, y(minorOf(outage))],
    [gapX, y(minorOf(best))],
  ]);
  const level = line()([
    [x(best.key) ?? 0, y(minorOf(best))],
    [(x(outage.key) ?? 0) + x.bandwidth(), y(minorOf(best))],
  ]);
  const hasGap = minorOf(best) > minorOf(outage);
  return (
    <div className="drawn claims-chart">
      <svg viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-labelledby={titleId}>
        <title id={titleId}>{props.summary}</title>
        {props.bars.map((bar) => (
          <g key={bar.key} className={`claims-bar-${bar.key}`}>
            <rect
              x={x(bar.key)}
              y={y(minorOf(bar))}
              width={x.bandwidth()}
              height={Math.max(1, y(0) - y(minorOf(bar)))}
              rx="4"
            />
            <text
              className="claims-bar-value"
              x={(x(bar.key) ?? 0) + x.bandwidth() / 2}
              y={size.height - size.bottom - 10}
            >
              {format.money(bar.week.amount)}
            </text>
            <text x={(x(bar.key) ?? 0) + x.bandwidth() / 2} y={size.height - 28}>
              {bar.label}
            </text>
            <text x={(x(bar.key) ?? 0) + x.bandwidth() / 2} y={size.height - 10}>
              {bar.week.from}
            </text>
          </g>
        ))}
        {hasGap ? (
          <g className="claims-gap">
            <path d={level ?? ''} />
            <path d={gap ?? ''} />
            <text x={gapX} y={y(minorOf(best)) - 8}>
              {texts.loss.loss} {format.money(props.loss)}
            </text>
          </g>
        ) : null}
      </svg>
    </div>
  );
}

function LeftOut({ test }: { readonly test: LossTest }): ReactNode {
  const { texts, format, locale } = useClaimWords();
  if (test.leftOut.length === 0) return null;
  return (
    <details>
      <summary>{texts.loss.leftOut(format.count(test.leftOut.length))}</summary>
      <DataTable
        caption={texts.loss.leftOut(format.count(test.leftOut.length))}
        rows={test.leftOut}
        rowKey={({ row, column }) => `${row}/${column}`}
        columns={[
          {
            key: 'place',
            header: texts.loss.week,
            cell: ({ row, column }) => texts.loss.place(row, column),
          },
          { key: 'found', header: texts.loss.found, cell: ({ found }) => found },
          {
            key: 'right',
            header: texts.loss.right,
            cell: ({ code }) => refusalSentence({ code }, locale),
          },
        ]}
      />
    </details>
  );
}

/** The loss found from the claimant's sales file, drawn and in figures; or why there is none. */
export function LossTestSection({ test }: { readonly test: LossTest | undefined }): ReactNode {
  const { texts, format, locale } = useClaimWords();
  if (test === undefined) return null;
  const { bestWeek, outageWeek, loss, refusalCode } = test;
  if (bestWeek === undefined || outageWeek === undefined || loss === undefined) {
    return (
      <Section title={texts.loss.title}>
        <p>{texts.loss.none}</p>
        {refusalCode === undefined ? null : <p>{refusalSentence({ code: refusalCode }, locale)}</p>}
        <LeftOut test={test} />
      </Section>
    );
  }
  const summary = texts.loss.lead(
    format.money(bestWeek.amount),
    format.money(outageWeek.amount),
    format.money(loss),
  );
  return (
    <Section title={texts.loss.title}>
      <p>{summary}</p>
      <LossChart
        summary={summary}
        loss={loss}
        bars={[
          { key: 'best', label: texts.loss.best, week: bestWeek },
          { key: 'outage', label: texts.loss.outage, week: outageWeek },
        ]}
      />
      {test.rowCount === undefined ? null : (
        <p className="hint">{texts.loss.rows(format.count(test.rowCount))}</p>
      )}
      <LeftOut test={test} />
    </Section>
  );
}
