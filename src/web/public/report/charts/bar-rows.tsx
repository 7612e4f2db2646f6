import { scaleLinear } from 'd3-scale';
import type { FC } from 'hono/jsx';

/** One bar with its name and figure in words. `value` is at least 0. */
export interface BarRow {
  readonly name: string;
  readonly figure: string;
  /** Said after the name, smaller. */
  readonly note?: string;
  readonly value: number;
  /** What may be added to the value: drawn lighter behind it. */
  readonly most?: number;
  readonly isMuted?: boolean;
}

/** Gives the width of each bar as a share of 100, the largest being 100. */
export function layOutBars(
  rows: readonly BarRow[],
): readonly { readonly width: number; readonly mostWidth: number }[] {
  const largest = Math.max(1, ...rows.map(({ value, most = value }) => Math.max(value, most)));
  const place = scaleLinear([0, largest], [0, 100]);
  return rows.map(({ value, most = value }) => ({
    width: Number(place(value).toFixed(2)),
    mostWidth: Number(place(Math.max(value, most)).toFixed(2)),
  }));
}

/** Bars under one another, each with its name and figure beside it; the picture itself is hidden. */
export const BarRows: FC<{ rows: readonly BarRow[]; alt: string }> = ({ rows, alt }) => {
  const laid = layOutBars(rows);
  return (
    <ul class="bars" aria-label={alt}>
      {rows.map(({ name, note, figure, isMuted }, at) => {
        const { width = 0, mostWidth = 0 } = laid[at] ?? {};
        return (
          <li key={`${name} ${note}`}>
            <span class="bn">
              {name}
              {note === undefined ? null : <small>{` · ${note}`}</small>}
            </span>
            <span class="bf">{figure}</span>
            <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
              <rect width="100" height="10" fill="#f1f2f4" />
              {mostWidth > width ? <rect width={mostWidth} height="10" fill="#b9cdf5" /> : null}
              <rect width={width} height="10" fill={isMuted ? '#8a949e' : '#0b50d0'} />
            </svg>
          </li>
        );
      })}
    </ul>
  );
};
