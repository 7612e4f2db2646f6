import { type ReactNode, useEffect, useState } from 'react';
import { Notice, Progress } from '../../ui/parts.tsx';
import type { Run } from '../settlement-data.ts';
import { useSettlementWords } from '../settlement-words.ts';

const stalledMs = 30_000;

function countDone(run: Run): number {
  const open = run.payouts.filter(({ state }) => state === 'proposed' || state === 'approved');
  return run.payoutCount - open.reduce((total, { payoutCount }) => total + payoutCount, 0);
}

/** Tells whether a count stayed the same for too long. */
function useStalled(doneCount: number): boolean {
  const [stalledCount, setStalledCount] = useState<number>();
  useEffect(() => {
    const timer = setTimeout(() => setStalledCount(doneCount), stalledMs);
    return () => clearTimeout(timer);
  }, [doneCount]);
  return stalledCount === doneCount;
}

function Sending({ run }: { readonly run: Run }): ReactNode {
  const { texts, format } = useSettlementWords();
  const done = countDone(run);
  const isStalled = useStalled(done);
  const label = texts.run.progress({
    done: format.count(done),
    all: format.count(run.payoutCount),
  });
  return (
    <>
      <p>{texts.run.sendingNotice}</p>
      <Progress label={label} value={done} max={run.payoutCount} />
      {isStalled ? <Notice tone="warn">{texts.run.stalled}</Notice> : null}
    </>
  );
}

/** How far the sending of a run is; nothing before and after it. */
export function RunProgress({ run }: { readonly run: Run }): ReactNode {
  return run.state === 'sending' ? <Sending run={run} /> : null;
}
