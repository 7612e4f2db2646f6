import { scaleLinear } from 'd3-scale';
import type { FC } from 'hono/jsx';
import type { Figures } from '../../../../disclosure/figures/index.ts';
import { addDays, daysBetween, type LocalDate } from '../../../../kernel/index.ts';
import type { Locale } from '../../public-layout.tsx';
import { reportWords, showCount } from '../report-view.ts';
import { Figure } from './figure.tsx';

const height = 150;
const top = 18;

type Days = Figures['days'];

/** One column: a stretch of days and how many reports came on each of them on average. */
export interface DayColumn {
  readonly from: LocalDate;
  readonly until: LocalDate;
  readonly count: number;
  readonly perDay: number;
  /** In hundredths of the chart's width. */
  readonly x: number;
  readonly width: number;
  /** In pixels. */
  readonly height: number;
}

/**
 * Lays out the columns: as wide as the stretch is long and as high as the reports of a day in it,
 * so that the area is the number of reports.
 */
export function layOutDays(days: Days): readonly DayColumn[] {
  const stretches = days.map(({ from, until, claims }) => ({
    from: from as LocalDate,
    until: until as LocalDate,
    count: Number(claims),
    length: daysBetween({ from: from as LocalDate, until: until as LocalDate }) + 1,
  }));
  const [first, last] = [stretches[0], stretches.at(-1)];
  if (first === undefined || last === undefined) return [];
  const x = scaleLinear([0, daysBetween({ from: first.from, until: last.until }) + 1], [0, 100]);
  const tallest = Math.max(...stretches.map(({ count, length }) => count / length));
  const y = scaleLinear([0, tallest], [0, height - top]);
  return stretches.map(({ from, until, count, length }) => ({
    ...{ from, until, count, perDay: count / length },
    x: Number(x(daysBetween({ from: first.from, until: from })).toFixed(2)),
    width: Number(x(length).toFixed(2)),
    height: Number(y(count / length).toFixed(1)),
  }));
}

const monthDay = (on: LocalDate): string => `${Number(on.slice(5, 7))}/${Number(on.slice(8, 10))}`;

function rangeName({ from, until }: Pick<DayColumn, 'from' | 'until'>): string {
  return from === until ? monthDay(from) : `${monthDay(from)}–${monthDay(until)}`;
}

const perDayText = (column: DayColumn): string =>
  column.perDay < 10 ? column.perDay.toFixed(1) : showCount(String(Math.round(column.perDay)));

const Axis: FC<{ columns: readonly DayColumn[] }> = ({ columns }) => {
  const [first, last] = [columns[0], columns.at(-1)];
  if (first === undefined || last === undefined) return null;
  const all = daysBetween({ from: first.from, until: last.until }) + 1;
  const step = Math.max(1, Math.ceil(all / 5));
  const marks = Array.from({ length: Math.ceil(all / step) }, (_, at) => at * step);
  return (
    <svg class="axis" height="18" aria-hidden="true">
      {marks.map((day) => (
        <text key={day} x={`${((day / all) * 100).toFixed(2)}%`} y="14">
          {monthDay(addDays(first.from, day))}
        </text>
      ))}
    </svg>
  );
};

/** Draws reports by day. Few reports on neighbouring days stand together in one wider column. */
export const DayColumns: FC<{ days: Days; total: string; locale: Locale }> = (props) => {
  const { days, total, locale } = props;
  const words = reportWords(locale);
  const columns = layOutDays(days);
  const most = columns.toSorted((left, right) => right.perDay - left.perDay)[0];
  if (most === undefined) return null;
  const alt = words.charts.daysAlt(
    showCount(total),
    rangeName(most),
    showCount(String(most.count)),
  );
  const { columns: names } = words;
  const table = {
    caption: words.charts.days,
    columns: [names.days, names.claims, names.perDay],
    numericFrom: 1,
    rows: columns.map((column) => [
      rangeName(column),
      showCount(String(column.count)),
      perDayText(column),
    ]),
  };
  const labelX = most.x + most.width / 2;
  const anchor = labelX < 15 ? 'start' : labelX > 85 ? 'end' : 'middle';
  const labelAt = anchor === 'start' ? most.x : anchor === 'end' ? most.x + most.width : labelX;
  return (
    <Figure locale={locale} title={words.charts.days} table={table}>
      <svg class="cols" height={height} role="img" aria-label={alt}>
        {columns.map((column) => (
          <rect
            key={column.from}
            x={`${column.x}%`}
            y={height - column.height}
            width={`${Math.max(0.2, column.width - 0.4).toFixed(2)}%`}
            height={column.height}
            fill="#0b50d0"
          />
        ))}
        <rect x="0" y={height - 1} width="100%" height="1" fill="#1e2124" />
        <text x={`${labelAt.toFixed(2)}%`} y="12" text-anchor={anchor}>
          {`${rangeName(most)} · ${perDayText(most)} ${words.charts.perDay}`}
        </text>
      </svg>
      <Axis columns={columns} />
    </Figure>
  );
};
