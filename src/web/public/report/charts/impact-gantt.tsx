import type { FC } from 'hono/jsx';
import type { ReportDocument } from '../../../../disclosure/reports/index.ts';
import { type Instant, intervalSet, renderLocal } from '../../../../kernel/index.ts';
import { type GanttLayout, layOutGantt } from '../../../gantt-layout.ts';
import type { Locale } from '../../public-layout.tsx';
import { functionTitle, instantOf, reportWords, showLength } from '../report-view.ts';
import { Figure } from './figure.tsx';

const chartWidth = 1000;

/** The stated stretches of every adopted impact; what goes on ends where the outage did. */
export function listStretches(
  document: ReportDocument,
): readonly (readonly { readonly from: Instant; readonly until: Instant }[])[] {
  const { restoredAt } = document.incident;
  const ends = document.impacts.flatMap(({ intervals }) =>
    intervals.flatMap(({ from, until }) => [from, ...(until === null ? [] : [until])]),
  );
  const last = restoredAt ?? ends.toSorted().at(-1);
  return document.impacts.map(({ intervals }) =>
    intervalSet(
      intervals.flatMap(({ from, until }) => {
        const end = until ?? last;
        if (end === undefined || instantOf(end) <= instantOf(from)) return [];
        return [{ from: instantOf(from), until: instantOf(end) }];
      }),
    ),
  );
}

/** Finds the adopted impact that lasted longest, the first of equals. */
export function findLongest(
  document: ReportDocument,
): { readonly impact: ReportDocument['impacts'][number]; readonly ms: number } | undefined {
  let longest: { impact: ReportDocument['impacts'][number]; ms: number } | undefined;
  for (const [at, stretches] of listStretches(document).entries()) {
    const ms = stretches.reduce((sum, { from, until }) => sum + (until - from), 0);
    const impact = document.impacts[at];
    if (impact !== undefined && ms > (longest?.ms ?? -1)) longest = { impact, ms };
  }
  return longest;
}

interface Row {
  readonly impact: ReportDocument['impacts'][number];
  readonly name: string;
  readonly laid: GanttLayout['rows'][number];
  readonly times: string;
}

function listRows(
  document: ReportDocument,
  locale: Locale,
): { readonly rows: readonly Row[]; readonly days: GanttLayout['days'] } | undefined {
  const { zone } = document.incident;
  const stretches = listStretches(document).map((row) => [...row]);
  const layout = layOutGantt(stretches, { zone, width: chartWidth });
  if (layout === undefined) return undefined;
  const show = (at: Instant): string => renderLocal(at, { zone, locale });
  const rows = document.impacts.map((impact, at): Row => {
    const times = (stretches[at] ?? []).map(({ from, until }) => `${show(from)} – ${show(until)}`);
    const name = functionTitle(document, impact, locale);
    return { impact, name, laid: layout.rows[at] as Row['laid'], times: times.join(', ') };
  });
  const sorted = rows.toSorted((left, right) => right.laid.totalMs - left.laid.totalMs);
  return { rows: sorted, days: layout.days };
}

const Stripes: FC = () => (
  <svg class="defs" width="0" height="0" aria-hidden="true">
    <pattern id="stripes" width="8" height="8" patternUnits="userSpaceOnUse">
      <rect width="8" height="8" fill="#fbe3dc" />
      <rect width="4" height="8" fill="#bd2c0f" />
    </pattern>
  </svg>
);

const Bars: FC<{ row: Row; days: GanttLayout['days'] }> = ({ row, days }) => (
  <svg viewBox={`0 0 ${chartWidth} 14`} preserveAspectRatio="none" aria-hidden="true">
    <path d={days.map(({ x }) => `M${Math.round(x)} 0v14`).join('')} />
    {row.laid.bars.map(({ x, width }) => (
      <rect
        key={x}
        x={Math.round(x)}
        y="2"
        width={Math.max(2, Math.round(width))}
        height="10"
        fill={row.impact.severity === 'down' ? '#bd2c0f' : 'url(#stripes)'}
      />
    ))}
  </svg>
);

/** Draws when each service function did not work, the longest first. */
export const ImpactGantt: FC<{ document: ReportDocument; locale: Locale }> = (props) => {
  const { document, locale } = props;
  const words = reportWords(locale);
  const found = listRows(document, locale);
  const [first] = found?.rows ?? [];
  if (found === undefined || first === undefined) return null;
  const { rows, days } = found;
  const { columns, charts } = words;
  const table = {
    caption: charts.impact,
    columns: [columns.service, columns.state, columns.length, columns.from],
    numericFrom: 4,
    rows: rows.map(({ name, impact, laid, times }) => [
      name,
      words.severity[impact.severity],
      showLength(laid.totalMs, locale),
      times,
    ]),
  };
  const alt = charts.impactAlt(rows.length, first.name, showLength(first.laid.totalMs, locale));
  return (
    <Figure locale={locale} title={charts.impact} lead={charts.impactLead} table={table}>
      <Stripes />
      <p class="key">
        <span>
          <svg viewBox="0 0 28 14" aria-hidden="true">
            <rect width="28" height="14" fill="#bd2c0f" />
          </svg>
          {words.severity.down}
        </span>
        <span>
          <svg viewBox="0 0 28 14" aria-hidden="true">
            <rect width="28" height="14" fill="url(#stripes)" />
          </svg>
          {words.severity.degraded}
        </span>
      </p>
      <ul class="gantt" aria-label={alt}>
        <li class="dates" aria-hidden="true">
          <span class="gb">
            <svg class="axis" height="18" aria-hidden="true">
              {days.map(({ on, x }) => (
                <text key={on} x={`${((x / chartWidth) * 100).toFixed(2)}%`} y="13">
                  {`${Number(on.slice(5, 7))}/${Number(on.slice(8, 10))}`}
                </text>
              ))}
            </svg>
          </span>
        </li>
        {rows.map((row) => (
          <li key={`${row.name} ${row.impact.severity}`}>
            <span class="gn">{row.name}</span>
            <span class="gl">{showLength(row.laid.totalMs, locale)}</span>
            <span class="gb">
              <Bars row={row} days={days} />
            </span>
          </li>
        ))}
      </ul>
    </Figure>
  );
};
