import { type FormEvent, type ReactNode, useState } from 'react';
import type { Command } from '../api/use-command.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/parts.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';

/** What a form that sets something says once it was tried. */
interface SettingWords {
  readonly error: string;
  readonly done: string;
  readonly submit: string;
}

/**
 * A form that sets something as a whole: it says what is wrong when it is tried, and that it is set.
 *
 * @param props.read what is typed, as it would be set; undefined while it cannot be
 */
export function SettingForm<T>(props: {
  readonly read: T | undefined;
  readonly command: Command<T, unknown>;
  readonly words: SettingWords;
  readonly children: ReactNode;
}): ReactNode {
  const { read, command, words, children } = props;
  const [isTried, setTried] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (read === undefined) return;
    if ((await command.run(read)) !== undefined) setTried(false);
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <div className="treasury-fields">{children}</div>
      {isTried && read === undefined ? <Notice tone="warn">{words.error}</Notice> : null}
      <ProblemNotice problem={command.problem} />
      {command.isDone ? <Notice tone="good">{words.done}</Notice> : null}
      <Button type="submit" isBusy={command.isRunning}>
        {words.submit}
      </Button>
    </form>
  );
}
