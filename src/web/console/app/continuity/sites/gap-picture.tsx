import type { ReactNode } from 'react';
import { useLanguage } from '../../language.tsx';
import { medianOf, type SitesResult, tenths } from './sites-data.ts';

const width = 1000;

/** Gives the name of what was done in the reader's language; one of another drill keeps its own. */
export function useResultName(): (result: SitesResult) => string {
  const { words } = useLanguage();
  const letters: Readonly<Record<string, string>> = words.continuity.sites.letters;
  return ({ letter, title }) => {
    const name = letters[letter];
    return name === undefined ? title : `(${letter}) ${name}`;
  };
}

/** One bar for each thing done: the seconds without a receipt, with the floor and the limit marked. */
export function GapPicture(props: { readonly results: readonly SitesResult[] }): ReactNode {
  const { words } = useLanguage();
  const { sites } = words.continuity;
  const nameOf = useResultName();
  const longest = Math.max(
    1,
    ...props.results.flatMap(({ gapSeconds, limitSeconds }) => [
      medianOf(gapSeconds),
      limitSeconds ?? 0,
    ]),
  );
  return (
    <>
      <p>{sites.pictureNote}</p>
      <ol className="gaps">
        {props.results.map((result) => {
          const { letter, gapSeconds, limitSeconds, floorSeconds } = result;
          const gap = medianOf(gapSeconds);
          const limit = limitSeconds === null ? sites.noLimit : sites.seconds(tenths(limitSeconds));
          const floor = floorSeconds === null ? sites.noLimit : sites.seconds(tenths(floorSeconds));
          return (
            <li key={letter}>
              <b>{nameOf(result)}</b>
              <span>{sites.bar(tenths(gap), limit, floor)}</span>
              <Bar {...{ gap, limitSeconds, floorSeconds, longest }} />
            </li>
          );
        })}
      </ol>
    </>
  );
}

function Bar(props: {
  readonly gap: number;
  readonly limitSeconds: number | null;
  readonly floorSeconds: number | null;
  readonly longest: number;
}): ReactNode {
  const { gap, limitSeconds, floorSeconds, longest } = props;
  const at = (seconds: number): number => (seconds / longest) * (width - 6);
  const isOver = limitSeconds !== null && gap > limitSeconds;
  return (
    <svg viewBox={`0 0 ${width} 20`} preserveAspectRatio="none" aria-hidden="true">
      <rect x="0" y="0" width={width} height="20" fill="#eef0f3" />
      <rect
        x="0"
        y="3"
        width={Math.max(2, at(gap))}
        height="14"
        fill={isOver ? '#b42318' : '#256ef4'}
      />
      {floorSeconds === null || floorSeconds === 0 ? null : (
        <rect x={at(floorSeconds)} y="3" width="3" height="14" fill="#ffffff" stroke="#1e2124" />
      )}
      {limitSeconds === null ? null : (
        <rect x={at(limitSeconds)} y="0" width="5" height="20" fill="#1e2124" />
      )}
    </svg>
  );
}
