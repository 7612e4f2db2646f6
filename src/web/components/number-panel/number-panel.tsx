import type { FC } from 'hono/jsx';

export interface NumberPanelProps {
  readonly label: string;
  readonly number: string;
}

/** A claim number large enough to write down from across a table. */
export const NumberPanel: FC<NumberPanelProps> = ({ label, number }) => (
  <p class="num">
    {label}
    <b translate="no">{number}</b>
  </p>
);
