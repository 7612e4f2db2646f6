import type { KeyboardEvent, ReactNode } from 'react';
import { DataTable } from '../ui/data-table.tsx';
import { Tag } from '../ui/parts.tsx';
import type { ClaimListItem, Form } from './claim-data.ts';
import { ClaimLink } from './claim-link.tsx';
import { toneOf, useClaimWords } from './claim-words.ts';
import { ClockText } from './desk/clock-text.tsx';
import { StandingTag, usePaymentStandings } from './payment-standing.tsx';

/** Moves the focus to the claim above or below; Enter opens it as any link. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>('tbody a')];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  const next = at < 0 ? undefined : links[at + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

/** The claims of a list, each leading to its page. */
export function ClaimTable(props: {
  readonly claims: readonly ClaimListItem[];
  readonly form: Form | undefined;
  readonly selection?: {
    readonly keys: readonly string[];
    readonly onChange: (keys: readonly string[]) => void;
  };
}): ReactNode {
  const { texts, format, money, person, ...named } = useClaimWords(props.form);
  const { fields } = texts;
  const standings = usePaymentStandings(props.claims);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrows only move among the links inside
    <div onKeyDown={moveFocus}>
      <DataTable
        caption={texts.queue.caption}
        emptyText={texts.queue.empty}
        rows={props.claims}
        {...(props.selection === undefined ? {} : { selection: props.selection })}
        rowKey={({ claimId }) => claimId}
        rowName={({ claimNumber }) => claimNumber}
        columns={[
          {
            key: 'number',
            header: fields.number,
            cell: ({ claimId, claimNumber, isAppealed, priority, clusterCount }) => (
              <>
                <ClaimLink {...{ claimId, claimNumber }} />{' '}
                {isAppealed ? <Tag tone="warn">{texts.queue.appealed}</Tag> : null}
                {priority === 3 ? null : (
                  <Tag tone={priority === 1 ? 'bad' : 'warn'}>
                    {texts.desk.priorities[priority]}
                  </Tag>
                )}
                {clusterCount === 0 ? null : <Tag tone="warn">{texts.desk.clusters.reason}</Tag>}
              </>
            ),
          },
          {
            key: 'state',
            header: fields.state,
            cell: ({ claimId, state }) => (
              <>
                <Tag tone={toneOf(state)}>{texts.states[state]}</Tag>{' '}
                <StandingTag standing={standings.get(claimId)} />
              </>
            ),
          },
          {
            key: 'suggestion',
            header: fields.suggestion,
            cell: ({ suggestion }) =>
              suggestion === undefined ? '–' : texts.suggestions[suggestion],
          },
          {
            key: 'class',
            header: fields.partyClass,
            cell: ({ partyClass }) => named.partyClass(partyClass),
          },
          { key: 'service', header: fields.service, cell: ({ service }) => named.service(service) },
          {
            key: 'loss',
            header: fields.statedLoss,
            isNumeric: true,
            cell: ({ statedLoss }) => money(statedLoss),
          },
          {
            key: 'clock',
            header: texts.desk.clock,
            cell: ({ clock, state }) =>
              state === 'approved' || state === 'closed' ? '–' : <ClockText clock={clock} />,
          },
          {
            key: 'assigned',
            header: texts.desk.assignedTo,
            cell: ({ assignedTo }) => (assignedTo === undefined ? '–' : person(assignedTo)),
          },
          {
            key: 'filed',
            header: fields.submittedAt,
            cell: ({ submittedAt }) => format.day(submittedAt),
          },
        ]}
      />
    </div>
  );
}
