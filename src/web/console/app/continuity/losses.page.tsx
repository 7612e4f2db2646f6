import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { restoreInventory } from '../../../../continuity/simulate/index.ts';
import { useLanguage } from '../language.tsx';
import { SelectField } from '../ui/field.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { FoldedSection, Notice, PageHead } from '../ui/parts.tsx';
import { assessmentsQuery, inventoryQuery } from './continuity-data.ts';
import { DomainImportance } from './domain-importance.tsx';
import { LossControls } from './loss-controls.tsx';
import { LossResult } from './loss-result.tsx';
import { Outlook } from './outlook.tsx';
import { useLoss } from './simulate/use-loss.ts';
import './continuity.css';

function Simulation(props: {
  readonly document: unknown;
  readonly assessmentId: string;
}): ReactNode {
  const { document } = props;
  const { words, locale } = useLanguage();
  const inventory = useMemo(() => restoreInventory(document as never), [document]);
  const [domains, setDomains] = useState<readonly string[]>([]);
  const [minutes, setMinutes] = useState('');
  const [openGroups, setOpenGroups] = useState<readonly string[]>();
  const [told, setTold] = useState<string>();
  const isWrong = minutes.trim() !== '' && !/^\d{1,7}$/.test(minutes.trim());
  const returnsAfterMinutes = isWrong || minutes.trim() === '' ? undefined : Number(minutes);
  const { answer, hasFailed } = useLoss({
    document,
    domains,
    returnsAfterMinutes,
    openGroups,
    locale,
    told,
  });
  const toggle = (ids: readonly string[]): void => {
    const isLost = ids.every((id) => domains.includes(id));
    const others = domains.filter((id) => !ids.includes(id));
    setDomains(isLost ? others : [...others, ...ids]);
  };
  return (
    <>
      <Outlook assessmentId={props.assessmentId} inventory={inventory} />
      <LossControls
        inventory={inventory}
        lost={domains}
        onToggle={(id) => toggle([id])}
        minutes={minutes}
        isWrong={isWrong}
        onMinutes={setMinutes}
      />
      {hasFailed ? <Notice tone="warn">{words.continuity.failed}</Notice> : null}
      {answer === undefined ? (
        <p className="loading" role="status">
          {words.continuity.computing}
        </p>
      ) : (
        <LossResult
          inventory={inventory}
          answer={answer}
          lost={domains}
          told={told}
          onTell={setTold}
          onToggle={toggle}
          onOpenGroups={setOpenGroups}
        />
      )}
      <FoldedSection title={words.continuity.importance.title}>
        <DomainImportance assessmentId={props.assessmentId} inventory={inventory} />
      </FoldedSection>
    </>
  );
}

function Chosen({ assessmentId }: { readonly assessmentId: string }): ReactNode {
  const query = useQuery(inventoryQuery(assessmentId));
  return (
    <Loaded query={query}>
      {(document) => <Simulation document={document} assessmentId={assessmentId} />}
    </Loaded>
  );
}

/** Lose a site of an assessed inventory, and see what falls, what is stuck and what comes back. */
export function LossesPage(): ReactNode {
  const { words, format } = useLanguage();
  const query = useQuery(assessmentsQuery);
  const [chosen, setChosen] = useState<string>();
  return (
    <>
      <PageHead title={words.continuity.title} lead={words.continuity.lead} />
      <Loaded query={query}>
        {({ assessments }) => {
          const shown = chosen ?? assessments[0]?.id;
          if (shown === undefined) return <p className="empty">{words.continuity.none}</p>;
          return (
            <>
              <SelectField
                label={words.continuity.inventory}
                value={shown}
                onChange={setChosen}
                options={assessments.map((row) => ({
                  value: row.id,
                  label: words.continuity.inventoryOption(
                    row.inventoryName,
                    format.instant(row.assessedAt),
                  ),
                }))}
              />
              <Chosen key={shown} assessmentId={shown} />
            </>
          );
        }}
      </Loaded>
    </>
  );
}
