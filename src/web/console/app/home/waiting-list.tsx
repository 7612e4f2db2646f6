import type { ReactNode } from 'react';
import { useLanguage } from '../language.tsx';
import { Notice, PageLink } from '../ui/parts.tsx';
import { useWaiting } from './use-waiting.ts';

/** What waits for the member in an incident, each with how much and where it is done. */
export function WaitingList({ incidentId }: { readonly incidentId: string }): ReactNode {
  const { words, format } = useLanguage();
  const { items, isLoading, hasFailed } = useWaiting(incidentId);
  const texts = words.shell.homePage;
  const isKnown = !isLoading && !hasFailed;
  return (
    <>
      {hasFailed ? <Notice tone="warn">{texts.notCounted}</Notice> : null}
      <ul className="tiles">
        {items.map(({ kind, count, isMore, to, isUrgent }) => (
          <li key={kind} className={isUrgent === true ? 'tile-urgent' : undefined}>
            <strong className="tile-count">
              {format.count(count)}
              {isMore === true ? '+' : ''}
            </strong>
            <PageLink to={to}>{texts.waiting[kind]}</PageLink>
          </li>
        ))}
      </ul>
      {isLoading ? <p className="empty">{words.shell.parts.loading}</p> : null}
      {isKnown && items.length === 0 ? <p className="empty">{texts.nothingWaits}</p> : null}
    </>
  );
}
