import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { refusalSentence } from '../../../messages/refusals.ts';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import { useCommand } from '../api/use-command.ts';
import { WithIncident } from '../incident-choice.tsx';
import { useLanguage } from '../language.tsx';
import { useMember } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Notice, PageHead } from '../ui/parts.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { claimKeys, formQuery, type WaitingDecision } from './claim-data.ts';
import { useClaimWords } from './claim-words.ts';
import { WaitingTable } from './waiting-table.tsx';
import './claims.css';

/** Adds up the money of decisions, by currency, with how many claims it goes to. */
function sumByCurrency(decisions: readonly WaitingDecision[]) {
  const sums = new Map<string, { readonly amount: bigint; readonly claims: Set<string> }>();
  for (const { claimId, awards } of decisions) {
    for (const { currency, amountMinor } of awards) {
      if (currency === undefined || amountMinor === undefined) continue;
      const { amount, claims } = sums.get(currency) ?? { amount: 0n, claims: new Set<string>() };
      sums.set(currency, { amount: amount + BigInt(amountMinor), claims: claims.add(claimId) });
    }
  }
  return [...sums];
}

/** Says what approving decisions does: money by currency, awards in kind, other outcomes. */
function useConsequence(): (decisions: readonly WaitingDecision[]) => string {
  const { texts, format } = useClaimWords();
  const { approve } = texts;
  return (decisions) => {
    const inKind = decisions
      .flatMap(({ awards }) => awards)
      .filter(({ amountMinor }) => amountMinor === undefined).length;
    const others = (['deny', 'close'] as const).map((outcome) => ({
      outcome,
      count: decisions.filter((decision) => decision.outcome === outcome).length,
    }));
    const parts = [
      ...sumByCurrency(decisions).map(([currency, { amount, claims }]) =>
        approve.sumOf(
          format.money({ amountMinor: String(amount), currency }),
          format.count(claims.size),
        ),
      ),
      ...(inKind === 0 ? [] : [approve.inKind(format.count(inKind))]),
      ...others
        .filter(({ count }) => count > 0)
        .map(({ outcome, count }) => approve.countOf(texts.outcomes[outcome], format.count(count))),
    ];
    return approve.consequence(parts.join(', '));
  };
}

interface Results {
  readonly approvedCount: number;
  readonly refused: readonly { readonly number: string; readonly code: string }[];
}

function ResultsNotice({ results }: { readonly results: Results }): ReactNode {
  const { texts, format, locale } = useClaimWords();
  const { approvedCount, refused } = results;
  return (
    <Notice tone={refused.length === 0 ? 'good' : 'warn'}>
      <p>{texts.approve.approved(format.count(approvedCount))}</p>
      {refused.length === 0 ? null : (
        <>
          <p>{texts.approve.refused(format.count(refused.length))}</p>
          <ul>
            {refused.map(({ number, code }) => (
              <li key={number}>
                <span className="mono">{number}</span> {refusalSentence({ code }, locale)}
              </li>
            ))}
          </ul>
        </>
      )}
    </Notice>
  );
}

function useApproval(decisions: readonly WaitingDecision[]) {
  const [results, setResults] = useState<Results>();
  const command = useCommand({
    request: (decisionIds: string[]) =>
      unwrap(api.POST('/api/v1/decisions/approvals', { body: { decisionIds } })),
    refresh: claimKeys,
  });
  const approve = async (ids: readonly string[]): Promise<boolean> => {
    const answered = await command.run([...ids]);
    if (answered === undefined) return false;
    const numberOf = (id: string): string =>
      decisions.find(({ decisionId }) => decisionId === id)?.claimNumber ?? id;
    setResults({
      approvedCount: answered.approvedCount,
      refused: answered.results.flatMap(({ decisionId, isApproved, code = '' }) =>
        isApproved ? [] : [{ number: numberOf(decisionId), code }],
      ),
    });
    return true;
  };
  return { approve, results, command };
}

function Waiting(props: {
  readonly incidentId: string;
  readonly decisions: readonly WaitingDecision[];
}): ReactNode {
  const { decisions } = props;
  const { data: form } = useQuery(formQuery(props.incidentId));
  const { texts, format } = useClaimWords(form);
  const member = useMember();
  const [selected, setSelected] = useState<readonly string[]>([]);
  const [isAsking, setAsking] = useState(false);
  const { approve, results, command } = useApproval(decisions);
  const consequence = useConsequence();
  const isOwn = (decision: WaitingDecision): boolean => decision.decidedBy.id === member.id;
  const chosen = decisions.filter(
    (decision) => selected.includes(decision.decisionId) && !isOwn(decision),
  );
  const count = format.count(chosen.length);
  const confirm = async (): Promise<void> => {
    await approve(chosen.map(({ decisionId }) => decisionId));
    setSelected([]);
    setAsking(false);
  };
  return (
    <>
      <ProblemNotice problem={command.problem} />
      {results === undefined ? null : <ResultsNotice results={results} />}
      {decisions.some(isOwn) ? <Notice>{texts.approve.own}</Notice> : null}
      {decisions.length === 0 ? null : (
        <div className="actions">
          <Button
            kind="main"
            isDisabled={chosen.length === 0}
            isBusy={command.isRunning}
            onPress={() => setAsking(true)}
          >
            {texts.approve.many(count)}
          </Button>
        </div>
      )}
      <WaitingTable
        decisions={decisions}
        form={form}
        isOwn={isOwn}
        selection={{ keys: selected, onChange: setSelected }}
      />
      <ConfirmDialog
        isOpen={isAsking}
        title={texts.approve.confirmMany(count)}
        confirmLabel={texts.approve.many(count)}
        isBusy={command.isRunning}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      >
        <p>{consequence(chosen)}</p>
      </ConfirmDialog>
    </>
  );
}

function Approvals({ incidentId }: { readonly incidentId: string }): ReactNode {
  const { words } = useLanguage();
  const page = useInfiniteQuery({
    queryKey: ['claims', 'pending', incidentId],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/decisions/pending', {
          params: {
            query: {
              incidentId,
              limit: 50,
              ...(pageParam === undefined ? {} : { after: pageParam }),
            },
          },
        }),
      ),
    getNextPageParam: (last) => last.next,
  });
  return (
    <>
      <Loaded query={page}>
        {(data) => (
          <Waiting
            incidentId={incidentId}
            decisions={data.pages.flatMap(({ decisions }) => decisions)}
          />
        )}
      </Loaded>
      {page.hasNextPage ? (
        <Button isBusy={page.isFetchingNextPage} onPress={() => void page.fetchNextPage()}>
          {words.shell.parts.more}
        </Button>
      ) : null}
    </>
  );
}

/** Decisions that wait for a second person: one by one on the claim, or many at once here. */
export function ApprovalsPage(): ReactNode {
  const { texts } = useClaimWords();
  return (
    <>
      <PageHead title={texts.approve.title} lead={texts.approve.lead} />
      <WithIncident>{(incidentId) => <Approvals incidentId={incidentId} />}</WithIncident>
    </>
  );
}
