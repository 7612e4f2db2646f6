import type { FC } from 'hono/jsx';
import type { StatusMessages } from '../../messages/ko/status.ts';
import { type DayState, type HistoryDay, historyDays } from './history.ts';

const colors: Readonly<Record<DayState, string>> = {
  operational: '#2b8a5a',
  degraded: '#c77700',
  down: '#bd2c0f',
};
/** Told apart without colour, too: a worse day stands lower in its bar's place. */
const heights: Readonly<Record<DayState, number>> = { operational: 28, degraded: 20, down: 12 };

const barWidth = 10;
function dayText(day: HistoryDay, words: StatusMessages): string {
  const parts = [
    day.downMs > 0 ? `${words.states.down} ${words.minutes(minutesOf(day.downMs))}` : '',
    day.degradedMs > 0
      ? `${words.states.degraded} ${words.minutes(minutesOf(day.degradedMs))}`
      : '',
  ].filter((part) => part !== '');
  return `${day.on}: ${parts.join(', ') || words.states.operational}`;
}

/** Gives whole minutes, a begun one counted: what was down for a second is not none. */
export function minutesOf(ms: number): number {
  return Math.ceil(ms / 60_000);
}

/** Days in a row without an outage, or one day with one. */
interface DayRun {
  readonly at: number;
  readonly days: readonly HistoryDay[];
}

/** Joins the days on which all was well; every other day stands alone. */
function joinFine(days: readonly HistoryDay[]): readonly DayRun[] {
  const runs: { at: number; days: HistoryDay[] }[] = [];
  for (const [at, day] of days.entries()) {
    const last = runs.at(-1);
    const isFine = day.state === 'operational' && last?.days[0]?.state === 'operational';
    if (isFine) last.days.push(day);
    else runs.push({ at, days: [day] });
  }
  return runs;
}

function runText({ days }: DayRun, words: StatusMessages): string {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return '';
  const text = dayText(last, words);
  return first === last ? text : `${first.on} – ${text}`;
}

const fineId = 'fine';

/** How a day without an outage looks: drawn once for all bars of the page, which are many. */
export const FineDay: FC = () => (
  <svg class="defs" width="0" height="0" aria-hidden="true" focusable="false">
    <pattern id={fineId} width={barWidth} height="28" patternUnits="userSpaceOnUse">
      <rect width={barWidth - 2} height="28" fill={colors.operational} />
    </pattern>
  </svg>
);

/**
 * Ninety days as bars, a day of the same width each; days without an outage are one shape, because a
 * page has many of them and is read by many at once.
 */
export const Bars: FC<{ days: readonly HistoryDay[]; words: StatusMessages }> = ({
  days,
  words,
}) => (
  <svg
    viewBox={`0 0 ${historyDays * barWidth} 28`}
    preserveAspectRatio="none"
    aria-hidden="true"
    focusable="false"
  >
    {joinFine(days).map((run) => {
      const state = run.days[0]?.state ?? 'operational';
      const isFine = state === 'operational';
      return (
        <rect
          key={run.at}
          x={run.at * barWidth}
          y={28 - heights[state]}
          width={isFine ? run.days.length * barWidth : barWidth - 2}
          height={heights[state]}
          fill={isFine ? `url(#${fineId})` : colors[state]}
        >
          <title>{runText(run, words)}</title>
        </rect>
      );
    })}
  </svg>
);
