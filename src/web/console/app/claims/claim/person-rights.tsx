import { type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { useLanguage } from '../../language.tsx';
import { usePermission } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Notice, Section } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { type ClaimDetail, claimKeys } from '../claim-data.ts';

/** Hands a document to the browser as a file; the address it is made at is given up at once. */
function saveFile(name: string, document_: unknown): void {
  const text = JSON.stringify(document_, null, 2);
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

function ExportPerson({ claim }: { readonly claim: ClaimDetail }): ReactNode {
  const { person } = useLanguage().words.care;
  const { claimId, claimNumber } = claim;
  const load = useCommand({
    request: () =>
      unwrap(api.GET('/api/v1/claims/{claimId}/export', { params: { path: { claimId } } })),
  });
  const save = async (): Promise<void> => {
    const whole = await load.run(undefined);
    if (whole !== undefined) saveFile(`${claimNumber}.json`, whole);
  };
  return (
    <>
      <ProblemNotice problem={load.problem} />
      {load.isDone ? <Notice tone="good">{person.exported}</Notice> : null}
      <Button isBusy={load.isRunning} onPress={() => void save()}>
        {person.export}
      </Button>
    </>
  );
}

function ErasePerson({ claimId }: { readonly claimId: string }): ReactNode {
  const { person } = useLanguage().words.care;
  const [isAsking, setAsking] = useState(false);
  const erase = useCommand({
    request: () =>
      unwrap(api.POST('/api/v1/claims/{claimId}/erasure', { params: { path: { claimId } } })),
    refresh: claimKeys,
  });
  const confirm = async (): Promise<void> => {
    await erase.run(undefined);
    setAsking(false);
  };
  return (
    <>
      <ProblemNotice problem={erase.problem} />
      <Button kind="danger" onPress={() => setAsking(true)}>
        {person.erase}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        isDanger
        title={person.confirmTitle}
        confirmLabel={person.erase}
        isBusy={erase.isRunning}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      >
        <p>{person.consequence}</p>
      </ConfirmDialog>
    </>
  );
}

/** What is done because the person of a claim asked for it: everything given to them, or erased. */
export function PersonRights({ claim }: { readonly claim: ClaimDetail }): ReactNode {
  const { person } = useLanguage().words.care;
  const mayExport = usePermission('claim:read_personal');
  const mayErase = usePermission('claim:erase');
  if (claim.erasedAt !== undefined || !(mayExport || mayErase)) return null;
  return (
    <Section title={person.title}>
      <p className="hint">{person.lead}</p>
      <div className="actions">
        {mayExport ? <ExportPerson claim={claim} /> : null}
        {mayErase ? <ErasePerson claimId={claim.claimId} /> : null}
      </div>
    </Section>
  );
}
