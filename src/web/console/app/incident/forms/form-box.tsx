import { type ReactNode, useState } from 'react';
import type { Problem } from '../../api/problem.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { useIncidentWords } from '../incident-words.ts';

/** A form that opens under its title; says what was refused, or that it was recorded. */
export function FormBox(props: {
  readonly title: string;
  readonly children: ReactNode;
  readonly canSend: boolean;
  readonly isBusy: boolean;
  readonly problem: Problem | undefined;
  /** gives true once it was recorded */
  readonly onSend: () => Promise<boolean>;
}): ReactNode {
  const { texts } = useIncidentWords();
  const [isRecorded, setRecorded] = useState(false);
  const send = async (): Promise<void> => {
    setRecorded(false);
    setRecorded(await props.onSend());
  };
  return (
    <details className="form">
      <summary>{props.title}</summary>
      <form
        className="fields"
        onSubmit={(event) => {
          event.preventDefault();
          if (props.canSend) void send();
        }}
      >
        {props.children}
        <ProblemNotice problem={props.problem} />
        {isRecorded ? <Notice tone="good">{texts.recorded}</Notice> : null}
        <div className="actions">
          <Button type="submit" kind="main" isBusy={props.isBusy} isDisabled={!props.canSend}>
            {texts.record}
          </Button>
          {props.canSend ? null : <span className="hint">{texts.fillFirst}</span>}
        </div>
      </form>
    </details>
  );
}
