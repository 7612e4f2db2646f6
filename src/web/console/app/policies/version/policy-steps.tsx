import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { isPermitted, useMember } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { PageLink, Section, Tag } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { type PolicyText, policyKeys, simulationsQuery } from '../policy-data.ts';
import { usePolicyWords } from '../policy-words.ts';

function Publish({ policy }: { readonly policy: PolicyText }): ReactNode {
  const { texts, format } = usePolicyWords();
  const [isAsking, setAsking] = useState(false);
  const { policyVersionId } = policy.version;
  const publish = useCommand({
    request: () =>
      unwrap(
        api.POST('/api/v1/policies/{policyVersionId}/approval', {
          params: { path: { policyVersionId } },
        }),
      ),
    refresh: policyKeys,
  });
  const confirm = async (): Promise<void> => {
    await publish.run(undefined);
    setAsking(false);
  };
  return (
    <>
      <ProblemNotice problem={publish.problem} />
      <Button kind="main" isBusy={publish.isRunning} onPress={() => setAsking(true)}>
        {texts.publish}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={texts.publishTitle}
        confirmLabel={texts.publish}
        isBusy={publish.isRunning}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      >
        <p>{texts.publishText(format.count(policy.openClaimCount))}</p>
      </ConfirmDialog>
    </>
  );
}

function NextStep(props: {
  readonly policy: PolicyText;
  readonly isSimulated: boolean;
}): ReactNode {
  const { texts } = usePolicyWords();
  const member = useMember();
  const { version } = props.policy;
  if (version.state === 'published') return null;
  if (version.author.id === member.id) return <p>{texts.own}</p>;
  if (!isPermitted(member, ['policy:approve'])) return <p>{texts.waits}</p>;
  // The server refuses it too; nobody is led to a button that cannot work.
  return props.isSimulated ? <Publish policy={props.policy} /> : <p>{texts.publishUnsimulated}</p>;
}

interface Step {
  readonly key: 'drafted' | 'checked' | 'simulated' | 'approved' | 'published';
  readonly isDone: boolean;
  readonly text: ReactNode;
}

/** How far a version is on its way: drafted, checked, simulated, approved, published. */
export function PolicySteps({ policy }: { readonly policy: PolicyText }): ReactNode {
  const { texts, format, person } = usePolicyWords();
  const { version, findings, isAccepted } = policy;
  const { data } = useQuery(simulationsQuery(version.policyVersionId));
  const last = data?.simulations[0];
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const at = (time: string | undefined): string =>
    time === undefined ? texts.none : format.instant(time);
  const steps: readonly Step[] = [
    {
      key: 'drafted',
      isDone: true,
      text: `${person(version.author)}, ${at(version.draftedAt)}`,
    },
    { key: 'checked', isDone: isAccepted, text: texts.checkedText(format.count(errors)) },
    {
      key: 'simulated',
      isDone: last !== undefined,
      text:
        last === undefined ? (
          `${texts.notSimulated} ${texts.notSimulatedHow}`
        ) : (
          <PageLink to={`/policies/${version.policyVersionId}/simulation`}>
            {texts.simulationOpen}
          </PageLink>
        ),
    },
    {
      key: 'approved',
      isDone: version.approver !== undefined,
      text: person(version.approver),
    },
    { key: 'published', isDone: version.state === 'published', text: at(version.publishedAt) },
  ];
  return (
    <Section title={texts.steps}>
      <ol className="policy-steps">
        {steps.map(({ key, isDone, text }) => (
          <li key={key}>
            <Tag tone={isDone ? 'good' : 'plain'}>{texts.stepNames[key]}</Tag> <span>{text}</span>
          </li>
        ))}
      </ol>
      <NextStep policy={policy} isSimulated={last !== undefined} />
    </Section>
  );
}
