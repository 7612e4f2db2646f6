import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { restoreInventory } from '../../../../../continuity/simulate/index.ts';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { useLanguage } from '../../language.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { inventoryQuery } from '../continuity-data.ts';
import { drillsKey, type ScheduledDrill } from './drill-data.ts';
import { bodyOf, type DrillDraft, emptyDraft, isComplete } from './drill-draft.ts';
import { DrillFields } from './drill-fields.tsx';

/** The form that records a drill of anything in an inventory. */
export function RecordDrill({ assessmentId }: { readonly assessmentId: string }): ReactNode {
  const { words } = useLanguage();
  const { drills } = words.continuity;
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <p>{drills.recordLead}</p>
      <Button onPress={() => setOpen(true)}>{drills.recordAny}</Button>
      {isOpen ? (
        <RecordDialog
          assessmentId={assessmentId}
          start={emptyDraft}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}

/** Records a planned drill, with what it removed and was to show filled in. */
export function RecordPlanned(props: {
  readonly plan: ScheduledDrill;
  readonly assessmentId: string;
}): ReactNode {
  const { words } = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const { plan } = props;
  const [show] = plan.shows;
  const [domain = '', second = ''] = plan.domains;
  const start: DrillDraft = {
    ...emptyDraft,
    node: show?.node ?? '',
    option: show?.option ?? '',
    domain,
    with: second,
    kind: plan.kind,
  };
  return (
    <>
      <Button onPress={() => setOpen(true)}>{words.continuity.drills.recordOne}</Button>
      {isOpen ? (
        <RecordDialog
          assessmentId={props.assessmentId}
          start={start}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}

function RecordDialog(props: {
  readonly assessmentId: string;
  readonly start: DrillDraft;
  readonly onClose: () => void;
}): ReactNode {
  const { words } = useLanguage();
  const { drills } = words.continuity;
  const { assessmentId, onClose } = props;
  const [draft, setDraft] = useState(props.start);
  const [isTried, setTried] = useState(false);
  const query = useQuery(inventoryQuery(assessmentId));
  const command = useCommand({
    request: () =>
      unwrap(
        api.POST('/api/v1/continuity/drills', { body: { assessmentId, drill: bodyOf(draft) } }),
      ),
    refresh: [drillsKey],
  });
  const confirm = async (): Promise<void> => {
    setTried(true);
    if (!isComplete(draft)) return;
    if ((await command.run(undefined)) !== undefined) onClose();
  };
  return (
    <ConfirmDialog
      isOpen
      title={drills.record}
      confirmLabel={drills.recordOne}
      isBusy={command.isRunning}
      onConfirm={() => void confirm()}
      onCancel={onClose}
    >
      <p>{drills.recordConsequence}</p>
      <Loaded query={query}>
        {(document) => (
          <DrillFields
            inventory={restoreInventory(document as never)}
            draft={draft}
            onChange={setDraft}
            isTried={isTried}
          />
        )}
      </Loaded>
      <ProblemNotice problem={command.problem} />
    </ConfirmDialog>
  );
}
