import { scaleLinear, scalePoint } from 'd3-scale';
import { curveStepAfter, line } from 'd3-shape';
import { type ReactNode, useId } from 'react';
import { useLanguage } from '../../language.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Notice, Tag } from '../../ui/parts.tsx';
import type { Amount, Day } from '../treasury-data.ts';

const size = { width: 720, height: 220, top: 12, bottom: 28, side: 12 };

const isRight = (day: Day): boolean => day.isDecidedInLedger && day.isLedgerInStatement;
const drawn = ({ amountMinor }: Amount): number => Number(BigInt(amountMinor));

function DayChart({ days }: { readonly days: readonly Day[] }): ReactNode {
  const { words } = useLanguage();
  const texts = words.treasury.fund;
  const titleId = useId();
  const most = Math.max(...days.map((day) => drawn(day.decidedSoFar)), 1);
  const x = scalePoint(
    days.map(({ day }) => day),
    [size.side, size.width - size.side],
  );
  const y = scaleLinear([0, most], [size.height - size.bottom, size.top]);
  const path = (read: (day: Day) => Amount): string =>
    line<Day>()
      .x((day) => x(day.day) ?? 0)
      .y((day) => y(drawn(read(day))))
      .curve(curveStepAfter)([...days]) ?? '';
  const series = [
    { name: texts.chartDecided, key: 'decided', d: path((day) => day.decidedSoFar) },
    { name: texts.chartPaid, key: 'paid', d: path((day) => day.ledgerPaidSoFar) },
    { name: texts.chartStatement, key: 'statement', d: path((day) => day.statementSoFar) },
  ];
  const [first, last] = [days[0], days.at(-1)];
  return (
    <figure className="treasury-figure">
      <figcaption>{texts.chart}</figcaption>
      <svg viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-labelledby={titleId}>
        <title id={titleId}>{texts.chart}</title>
        {series.map(({ key, d }) => (
          <path key={key} className={`line-${key}`} d={d} />
        ))}
        <text x={size.side} y={size.height - 8}>
          {first?.day}
        </text>
        <text x={size.width - size.side} y={size.height - 8} textAnchor="end">
          {last?.day}
        </text>
      </svg>
      <ul className="treasury-legend">
        {series.map(({ key, name }) => (
          <li key={key}>
            <span className={`swatch line-${key}`} aria-hidden="true" />
            {name}
          </li>
        ))}
      </ul>
    </figure>
  );
}

/** What a difference on the way means: whether it is still there on the last day. */
function Disagreement({
  first,
  last,
}: {
  readonly first: string;
  readonly last: Day | undefined;
}): ReactNode {
  const texts = useLanguage().words.treasury.fund;
  if (last !== undefined && isRight(last)) {
    return <Notice tone="plain">{texts.agreeAtLast({ first, last: last.day })}</Notice>;
  }
  return <Notice tone="warn">{texts.someDiffer(first)}</Notice>;
}

/** Whether decisions, ledger and statements agree on every day; drawn, and as a table. */
export function Days({ days }: { readonly days: readonly Day[] }): ReactNode {
  const { words, format } = useLanguage();
  const texts = words.treasury.fund;
  if (days.length === 0) return <p className="empty">{texts.daysEmpty}</p>;
  const wrong = days.find((day) => !isRight(day));
  const money = (read: (day: Day) => Amount) => (day: Day) => format.money(read(day));
  return (
    <>
      <p className="hint">{texts.daysText}</p>
      {wrong === undefined ? (
        <Notice tone="good">{texts.allAgree}</Notice>
      ) : (
        <Disagreement first={wrong.day} last={days.at(-1)} />
      )}
      {days.length > 1 ? <DayChart days={days} /> : null}
      <DataTable
        caption={texts.daysCaption}
        rows={days}
        rowKey={({ day, decided }) => `${day} ${decided.currency}`}
        columns={[
          { key: 'day', header: texts.day, cell: ({ day }) => day },
          {
            key: 'decided',
            header: texts.decided,
            isNumeric: true,
            cell: money((day) => day.decided),
          },
          {
            key: 'awarded',
            header: texts.ledgerAwarded,
            isNumeric: true,
            cell: money((day) => day.ledgerAwarded),
          },
          {
            key: 'paid',
            header: texts.ledgerPaid,
            isNumeric: true,
            cell: money((day) => day.ledgerPaid),
          },
          {
            key: 'statement',
            header: texts.statement,
            isNumeric: true,
            cell: money((day) => day.statement),
          },
          {
            key: 'agree',
            header: texts.agree,
            cell: (day) => (
              <Tag tone={isRight(day) ? 'good' : 'bad'}>
                {isRight(day) ? texts.agree : texts.differs}
              </Tag>
            ),
          },
        ]}
      />
    </>
  );
}
