import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import {
  addDays,
  type LocalDate,
  parseLocalDate,
  renderInstant,
  startOfLocalDay,
} from '../../../../../kernel/index.ts';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { railsQuery } from '../../treasury/treasury-data.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { settlementKeys } from '../settlement-data.ts';
import { useSettlementWords } from '../settlement-words.ts';

const zone = 'Asia/Seoul';

function startOf(date: LocalDate): string {
  return renderInstant(startOfLocalDay(date, zone));
}

interface Read {
  readonly lineCount: number;
  readonly confirmedCount: number;
  readonly returnedCount: number;
  readonly exceptionCount: number;
  readonly repeatedCount: number;
}

/** Counts the lines that were read so that they add up; `agreed` say what the rail had said itself. */
function countLines(read: Read, count: (value: number) => string) {
  const { lineCount, confirmedCount, returnedCount, exceptionCount, repeatedCount } = read;
  const agreedCount = lineCount - confirmedCount - returnedCount - exceptionCount - repeatedCount;
  return {
    lines: count(lineCount),
    confirmed: count(confirmedCount),
    returned: count(returnedCount),
    exceptions: count(exceptionCount),
    repeated: count(repeatedCount),
    agreed: count(agreedCount),
  };
}

/** Reads the statement of some whole days and says what came of it. */
export function StatementForm(): ReactNode {
  const { texts, format, rail: railName } = useSettlementWords();
  const labels = texts.reconciliation;
  const [rail, setRail] = useState('simulated');
  const { data: rails = [] } = useQuery(railsQuery);
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const [isTried, setTried] = useState(false);
  const [firstDay, lastDay] = [parseLocalDate(from), parseLocalDate(until)];
  const isOrdered = firstDay === undefined || lastDay === undefined || firstDay <= lastDay;
  const read = useCommand({
    request: (window: { from: string; until: string }) =>
      unwrap(
        api.POST('/api/v1/rails/{rail}/reconciliations', {
          params: { path: { rail } },
          body: window,
        }),
      ),
    refresh: settlementKeys,
  });
  const [done, setDone] = useState<Awaited<ReturnType<typeof read.run>>>();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (firstDay === undefined || lastDay === undefined || !isOrdered) return;
    setDone(await read.run({ from: startOf(firstDay), until: startOf(addDays(lastDay, 1)) }));
  };
  const missing = (date: LocalDate | undefined): string | undefined =>
    isTried && date === undefined ? labels.dateMissing : undefined;
  const orderError = isTried && !isOrdered ? labels.dateOrder : undefined;
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <p className="hint">{labels.readHint}</p>
      <div className="settlement-row">
        <SelectField
          label={texts.run.rail}
          value={rail}
          options={rails
            .filter(({ kind }) => kind === 'simulated' || kind === 'app')
            .map((one) => ({ value: one.rail, label: railName(one.rail) }))}
          onChange={setRail}
        />
        <TextField
          label={labels.from}
          type="date"
          value={from}
          error={missing(firstDay)}
          onChange={setFrom}
        />
        <TextField
          label={labels.until}
          type="date"
          value={until}
          error={missing(lastDay) ?? orderError}
          onChange={setUntil}
        />
      </div>
      <ProblemNotice problem={read.problem} />
      {done === undefined ? null : (
        <Notice tone="good">{labels.done(countLines(done, format.count))}</Notice>
      )}
      <Button type="submit" kind="main" isBusy={read.isRunning}>
        {labels.submit}
      </Button>
    </form>
  );
}
