import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import type { components } from '../../api/schema.generated.ts';
import { useCommand } from '../../api/use-command.ts';
import { usePermission } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Notice, Section } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { type ClaimDetail, claimKeys } from '../claim-data.ts';
import { ClaimLink } from '../claim-link.tsx';
import { type ClaimWords, useClaimWords } from '../claim-words.ts';
import { newId } from '../new-id.ts';

type Alike = components['schemas']['AlikeClaims'];

/** Says what a run gives beyond what was given already. */
export function sumsText(sums: Alike['sums'], { texts, format }: ClaimWords): string {
  const parts = sums.map(({ currency, amountMinor, claimCount, remedy }) => {
    const money =
      currency === undefined
        ? (texts.remedies[remedy] ?? remedy)
        : format.money({ amountMinor, currency });
    return texts.desk.many.sum(money, format.count(claimCount));
  });
  return parts.join(', ');
}

function Members({ alike }: { readonly alike: Alike }): ReactNode {
  const { texts, awards } = useClaimWords();
  const words = texts.desk.alike;
  return (
    <DataTable
      caption={words.members}
      rows={alike.members}
      rowKey={({ claimId }) => claimId}
      columns={[
        {
          key: 'number',
          header: texts.fields.number,
          cell: ({ claimId, claimNumber }) => <ClaimLink {...{ claimId, claimNumber }} />,
        },
        {
          key: 'before',
          header: words.before,
          cell: ({ before }) => (before.length === 0 ? '–' : awards(before)),
        },
        { key: 'after', header: words.after, cell: (member) => awards(member.awards) },
        {
          key: 'difference',
          header: words.difference,
          cell: ({ difference }) => awards(difference),
        },
      ]}
    />
  );
}

/** Who was denied for the lack of the same documents, why, and what they would get with them. */
function Lacking({ lacking }: { readonly lacking: Alike['lacking'] }): ReactNode {
  const { texts, awards, evidence, reason, format } = useClaimWords();
  const words = texts.desk.alike;
  if (lacking === undefined) return null;
  const documents = lacking.documents.map(evidence).join(', ');
  return (
    <>
      <Notice>
        <p>{words.lacking(format.count(lacking.claimCount), documents)}</p>
        <p>{words.lackingReason(reason(lacking.reasonCode))}</p>
        <p className="hint">{words.lackingHint}</p>
      </Notice>
      <DataTable
        caption={words.lackingCaption}
        rows={lacking.claims}
        rowKey={({ claimId }) => claimId}
        columns={[
          {
            key: 'number',
            header: texts.fields.number,
            cell: ({ claimId, claimNumber }) => <ClaimLink {...{ claimId, claimNumber }} />,
          },
          {
            key: 'with',
            header: words.withDocument,
            cell: (claim) => (claim.awards.length === 0 ? words.unread : awards(claim.awards)),
          },
        ]}
      />
    </>
  );
}

function Proposal(props: { readonly alike: Alike; readonly appealId: string }): ReactNode {
  const { alike, appealId } = props;
  const words = useClaimWords();
  const texts = words.texts.desk.alike;
  const [runId] = useState(newId);
  const [isAsking, setAsking] = useState(false);
  const propose = useCommand({
    request: () =>
      unwrap(
        api.POST('/api/v1/appeals/{appealId}/redecisions', {
          params: { path: { appealId } },
          body: { runId, digest: alike.digest },
        }),
      ),
    refresh: claimKeys,
  });
  const confirm = async (): Promise<void> => {
    await propose.run(undefined);
    setAsking(false);
  };
  return (
    <>
      <ProblemNotice problem={propose.problem} />
      <Button kind="main" onPress={() => setAsking(true)}>
        {texts.propose}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={texts.proposeTitle}
        confirmLabel={texts.propose}
        isBusy={propose.isRunning}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      >
        <p>{texts.proposeConsequence(sumsText(alike.sums, words))}</p>
      </ConfirmDialog>
    </>
  );
}

function Preview({ appealId }: { readonly appealId: string }): ReactNode {
  const words = useClaimWords();
  const texts = words.texts.desk.alike;
  const mayPropose = usePermission('claim:review');
  const alike = useQuery({
    queryKey: ['claims', 'alike', appealId],
    queryFn: () =>
      unwrap(api.GET('/api/v1/appeals/{appealId}/alike', { params: { path: { appealId } } })),
  });
  return (
    <Loaded query={alike}>
      {(data) =>
        data.memberCount === 0 ? (
          <>
            {data.lacking === undefined ? <p className="empty">{texts.none}</p> : null}
            <Lacking lacking={data.lacking} />
          </>
        ) : (
          <>
            <Notice>
              <p>{texts.found(words.format.count(data.memberCount))}</p>
              <p>
                <strong>{sumsText(data.sums, words)}</strong>
              </p>
            </Notice>
            <Members alike={data} />
            {data.runId === undefined && mayPropose ? (
              <Proposal alike={data} appealId={appealId} />
            ) : null}
            <Lacking lacking={data.lacking} />
          </>
        )
      }
    </Loaded>
  );
}

/** What an upheld appeal means for everybody in the same position; sought when asked for. */
export function AlikeClaims({ claim }: { readonly claim: ClaimDetail }): ReactNode {
  const { alike } = useClaimWords().texts.desk;
  const [isAsked, setAsked] = useState(false);
  const appeal = claim.appeals.at(-1);
  const answer = claim.decisions.findLast((one) => one.isAppeal && one.state === 'approved');
  if (appeal === undefined || answer === undefined || answer.outcome !== 'award') return null;
  return (
    <Section title={alike.title}>
      <p className="hint">{alike.lead}</p>
      {isAsked ? (
        <Preview appealId={appeal.appealId} />
      ) : (
        <Button onPress={() => setAsked(true)}>{alike.find}</Button>
      )}
    </Section>
  );
}
