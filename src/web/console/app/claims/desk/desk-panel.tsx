import type { ReactNode } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { useMember, usePermission } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/field.tsx';
import { Facts, Section } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { type ClaimDetail, claimKeys } from '../claim-data.ts';
import { useClaimWords } from '../claim-words.ts';
import { ClockText } from './clock-text.tsx';

type Priority = ClaimDetail['priority'];
const priorities: readonly Priority[] = [1, 2, 3];
const openStates: readonly string[] = ['submitted', 'assessed', 'in_review'];

/** Takes a claim, or gives it back. */
function Assignment({ claim }: { readonly claim: ClaimDetail }): ReactNode {
  const { texts } = useClaimWords();
  const member = useMember();
  const isMine = claim.assignedTo?.id === member.id;
  const assign = useCommand({
    request: (to: string | null) =>
      unwrap(api.POST('/api/v1/claims/assignments', { body: { claimIds: [claim.claimId], to } })),
    refresh: claimKeys,
  });
  return (
    <>
      <ProblemNotice problem={assign.problem} />
      <Button isBusy={assign.isRunning} onPress={() => void assign.run(isMine ? null : member.id)}>
        {isMine ? texts.desk.giveBack : texts.desk.take}
      </Button>
    </>
  );
}

function Urgency({ claim }: { readonly claim: ClaimDetail }): ReactNode {
  const { texts } = useClaimWords();
  const set = useCommand({
    request: (priority: Priority) =>
      unwrap(
        api.PUT('/api/v1/claims/{claimId}/priority', {
          params: { path: { claimId: claim.claimId } },
          body: { priority },
        }),
      ),
    refresh: claimKeys,
  });
  return (
    <>
      <ProblemNotice problem={set.problem} />
      <SelectField
        label={texts.desk.setPriority}
        value={String(claim.priority)}
        options={priorities.map((value) => ({
          value: String(value),
          label: texts.desk.priorities[value],
        }))}
        onChange={(value) => void set.run(Number(value) as Priority)}
      />
    </>
  );
}

/** Whose the claim is, how urgent, and how long it has waited. */
export function DeskPanel({ claim }: { readonly claim: ClaimDetail }): ReactNode {
  const { texts, person } = useClaimWords();
  const mayReview = usePermission('claim:review');
  const isOpen = openStates.includes(claim.state);
  const { assignedTo, clock, priority } = claim;
  return (
    <Section title={texts.desk.title}>
      <Facts
        facts={[
          { name: texts.desk.priority, value: texts.desk.priorities[priority] },
          {
            name: texts.desk.assignedTo,
            value: assignedTo === undefined ? texts.desk.nobody : person(assignedTo),
          },
          ...(clock === undefined
            ? []
            : [{ name: texts.desk.clock, value: <ClockText clock={clock} /> }]),
        ]}
      />
      {mayReview && isOpen ? (
        <>
          <Assignment claim={claim} />
          <Urgency claim={claim} />
        </>
      ) : null}
    </Section>
  );
}
