import { useQuery } from '@tanstack/react-query';
import { useBlocker, useNavigate, useParams } from '@tanstack/react-router';
import { type ReactNode, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { policyDraft as en } from '../../../../messages/en/console/policy-draft.ts';
import { policyDraft as ko } from '../../../../messages/ko/console/policy-draft.ts';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { newId } from '../../claims/new-id.ts';
import { WithIncident } from '../../incident-choice.tsx';
import { useLanguage } from '../../language.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Notice, PageHead, PageLink } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { policiesQuery, policyKeys, policyQuery, type Version } from '../policy-data.ts';
import { usePolicyWords } from '../policy-words.ts';
import { PolicyCases, PolicyFindings } from '../version/policy-checks.tsx';
import { examineDraft, nameNextVersion } from './examine-draft.ts';
import { formatText } from './policy-diagnostics.ts';
import { PolicyEditor } from './policy-editor.tsx';
import '../policies.css';

function useDraftWords(): typeof ko {
  return useLanguage().locale === 'ko' ? ko : en;
}

/** Gives a text once it has not changed for a moment, so that typing stays quick. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 400);
    return () => clearTimeout(timer);
  }, [text]);
  return useDeferredValue(settled);
}

function KeepUnsaved({ isUnsaved }: { readonly isUnsaved: boolean }): ReactNode {
  const texts = useDraftWords();
  const blocker = useBlocker({
    shouldBlockFn: () => isUnsaved,
    enableBeforeUnload: () => isUnsaved,
    withResolver: true,
  });
  return (
    <ConfirmDialog
      isOpen={blocker.status === 'blocked'}
      title={texts.leaveTitle}
      confirmLabel={texts.leave}
      isDanger
      onConfirm={() => blocker.proceed?.()}
      onCancel={() => blocker.reset?.()}
    >
      <p>{texts.leaveText}</p>
    </ConfirmDialog>
  );
}

function useSave(incidentId: string) {
  const navigate = useNavigate();
  const save = useCommand({
    request: (text: string) =>
      unwrap(
        api.POST('/api/v1/policies', { body: { policyVersionId: newId(), incidentId, text } }),
      ),
    refresh: policyKeys,
  });
  const run = async (text: string): Promise<void> => {
    const stored = await save.run(text);
    if (stored === undefined) return;
    await navigate({ to: `/policies/${stored.policyVersionId}`, ignoreBlocker: true });
  };
  return { save, run };
}

interface DraftProps {
  readonly incidentId: string;
  readonly initial: string;
  readonly versions: readonly Version[];
}

function Draft({ incidentId, initial, versions }: DraftProps): ReactNode {
  const { locale, format } = useLanguage();
  const texts = useDraftWords();
  const [text, setText] = useState(initial);
  const settled = useSettled(text);
  const draft = useMemo(() => examineDraft(settled), [settled]);
  const { save, run } = useSave(incidentId);
  const { known, errorCount, cases } = draft;
  const passed = cases.filter(({ isPassed }) => isPassed).length;
  const isTaken = versions.some(
    ({ policyId, version }) => policyId === known?.policyId && version === known.version,
  );
  const counts = { passed: format.count(passed), all: format.count(cases.length) };
  return (
    <>
      <KeepUnsaved isUnsaved={text !== initial} />
      <p className="hint">{texts.keys}</p>
      <PolicyEditor text={text} onChange={setText} label={texts.text} locale={locale} />
      <p role="status">{texts.state({ errors: format.count(errorCount), ...counts })}</p>
      {errorCount > 0 ? <Notice tone="warn">{texts.hasErrors}</Notice> : null}
      {isTaken && known ? <Notice tone="warn">{texts.taken(known.version)}</Notice> : null}
      {passed < cases.length ? <Notice tone="warn">{texts.failing}</Notice> : null}
      <ProblemNotice problem={save.problem} />
      <div className="actions">
        <Button
          kind="main"
          isBusy={save.isRunning}
          isDisabled={errorCount > 0 || isTaken || settled !== text}
          onPress={() => void run(text)}
        >
          {texts.save}
        </Button>
        <Button onPress={() => setText(formatText(text) ?? text)}>{texts.format}</Button>
      </div>
      <PolicyFindings policy={draft} />
      <PolicyCases policy={draft} />
    </>
  );
}

/** A new policy, from a template. */
export function NewPolicyPage(): ReactNode {
  const texts = useDraftWords();
  return (
    <WithIncident>
      {(incidentId) => (
        <DraftPage incidentId={incidentId} title={texts.title} initialOf={() => texts.template} />
      )}
    </WithIncident>
  );
}

/** A new version of a policy, from one that is stored. */
export function NewVersionPage(): ReactNode {
  const { policyVersionId = '' } = useParams({ strict: false }) as { policyVersionId?: string };
  const texts = useDraftWords();
  const { titleOf } = usePolicyWords();
  const stored = useQuery(policyQuery(policyVersionId));
  return (
    <Loaded query={stored}>
      {({ version, text }) => (
        <DraftPage
          incidentId={version.incidentId}
          title={texts.titleFrom(titleOf(version))}
          initialOf={(versions) =>
            nameNextVersion(
              text,
              versions.filter((one) => one.policyId === version.policyId).map((one) => one.version),
            )
          }
        />
      )}
    </Loaded>
  );
}

function DraftPage(props: {
  readonly incidentId: string;
  readonly title: string;
  readonly initialOf: (versions: readonly Version[]) => string;
}): ReactNode {
  const { incidentId, title, initialOf } = props;
  const texts = useDraftWords();
  const { texts: shared } = usePolicyWords();
  const list = useQuery(policiesQuery(incidentId));
  const back = (
    <PageLink to="/policies" isButton>
      {shared.back}
    </PageLink>
  );
  return (
    <>
      <PageHead title={title} lead={texts.lead} actions={back} />
      <Loaded query={list}>
        {({ policies }) => (
          <Draft incidentId={incidentId} initial={initialOf(policies)} versions={policies} />
        )}
      </Loaded>
    </>
  );
}
