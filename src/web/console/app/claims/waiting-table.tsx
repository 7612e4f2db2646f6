import type { ReactNode } from 'react';
import { DataTable } from '../ui/data-table.tsx';
import { PageLink, Tag } from '../ui/parts.tsx';
import type { Form, WaitingDecision } from './claim-data.ts';
import { useClaimWords } from './claim-words.ts';

/** Decisions that wait, each leading to its claim; one's own cannot be chosen. */
export function WaitingTable(props: {
  readonly decisions: readonly WaitingDecision[];
  readonly form: Form | undefined;
  readonly isOwn: (decision: WaitingDecision) => boolean;
  readonly selection: {
    readonly keys: readonly string[];
    readonly onChange: (keys: readonly string[]) => void;
  };
}): ReactNode {
  const { decisions, form, isOwn, selection } = props;
  const { texts, awards, reason, person, ...named } = useClaimWords(form);
  const { fields, approve } = texts;
  const own = new Set(decisions.filter(isOwn).map(({ decisionId }) => decisionId));
  return (
    <DataTable
      caption={approve.caption}
      emptyText={approve.empty}
      rows={decisions}
      rowKey={({ decisionId }) => decisionId}
      rowName={({ claimNumber }) => claimNumber}
      selection={{ ...selection, isLocked: (key) => own.has(key) }}
      columns={[
        {
          key: 'number',
          header: fields.number,
          cell: (decision) => (
            <>
              <PageLink to={`/claims/${decision.claimId}`}>
                <span className="mono">{decision.claimNumber}</span>
              </PageLink>{' '}
              {decision.isAppeal ? <Tag tone="warn">{approve.isAppeal}</Tag> : null}
              {isOwn(decision) ? <Tag>{approve.ownShort}</Tag> : null}
              {decision.secondReview === undefined ? null : (
                <Tag tone={decision.secondReview.answer === 'agrees' ? 'good' : 'warn'}>
                  {texts.desk.secondReview}: {texts.desk.secondCauses[decision.secondReview.cause]}
                </Tag>
              )}
            </>
          ),
        },
        {
          key: 'who',
          header: fields.service,
          cell: ({ partyClass, service }) =>
            `${named.partyClass(partyClass)} · ${named.service(service)}`,
        },
        {
          key: 'outcome',
          header: fields.outcome,
          cell: (decision) => (
            <>
              <strong>{texts.outcomes[decision.outcome]}</strong> {awards(decision.awards)}
              <small className="claims-file">{reason(decision.reasonCode)}</small>
              {decision.note === undefined ? null : (
                <small className="claims-file">{decision.note}</small>
              )}
            </>
          ),
        },
        {
          key: 'by',
          header: fields.decidedBy,
          cell: ({ decidedBy }) => person(decidedBy),
        },
        {
          key: 'waiting',
          header: fields.waiting,
          isNumeric: true,
          cell: ({ waitingMinutes }) => texts.waited(waitingMinutes),
        },
      ]}
    />
  );
}
