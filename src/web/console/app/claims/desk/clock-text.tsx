import type { ReactNode } from 'react';
import { Tag } from '../../ui/parts.tsx';
import type { ClaimListItem } from '../claim-data.ts';
import { useClaimWords } from '../claim-words.ts';

/** How long a claim has waited for us, and until when it should be decided. */
export function ClockText({ clock }: { readonly clock: ClaimListItem['clock'] }): ReactNode {
  const { texts, format } = useClaimWords();
  const { isRunning, isOverdue, waitedMinutes, dueAt } = clock;
  return (
    <>
      {texts.waited(waitedMinutes)}{' '}
      {isOverdue && isRunning ? <Tag tone="bad">{texts.desk.overdue}</Tag> : null}
      {isRunning ? null : <Tag>{texts.desk.paused}</Tag>}
      {dueAt === undefined || isOverdue ? null : (
        <small className="claims-file">{texts.desk.due(format.day(dueAt))}</small>
      )}
    </>
  );
}
