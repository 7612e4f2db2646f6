import type { FC } from 'hono/jsx';

export interface NumberPanelProps {
  readonly label: string;
  readonly number: string;
  /** An amount with words beside it, which may take several lines; a claim number never does. */
  readonly isSentence?: boolean;
}

/** A claim number large enough to write down from across a table, or what somebody is given. */
export const NumberPanel: FC<NumberPanelProps> = ({ label, number, isSentence = false }) => (
  <p class={isSentence ? 'num says' : 'num'}>
    {label}
    <b translate="no">{number}</b>
  </p>
);
