import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import { useCommand } from '../api/use-command.ts';
import { useLanguage } from '../language.tsx';
import { usePermission } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { TextField } from '../ui/field.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { PageHead, Section, Tag } from '../ui/parts.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { newId, type PreventionPromise, promisesKey, promisesQuery } from './continuity-data.ts';
import { KeepPromise } from './keep-promise.tsx';
import './continuity.css';

const tones = { open: 'plain', overdue: 'bad', kept: 'good', kept_late: 'warn' } as const;
const dayMs = 86_400_000;

function State(props: { readonly promised: PreventionPromise; readonly today: string }): ReactNode {
  const { words, format } = useLanguage();
  const { promises } = words.continuity;
  const { promised, today } = props;
  const late = Math.round((Date.parse(today) - Date.parse(promised.dueOn)) / dayMs);
  return (
    <Tag tone={tones[promised.state]}>
      {promised.state === 'overdue'
        ? promises.overdueDays(format.count(late))
        : promises.state[promised.state]}
    </Tag>
  );
}

function Proof({ promised }: { readonly promised: PreventionPromise }): ReactNode {
  const { words, locale } = useLanguage();
  const canWrite = usePermission('continuity:write');
  const { promises } = words.continuity;
  const { proof } = promised;
  if (proof === null) {
    return canWrite ? <KeepPromise promised={promised} title={promised.title[locale]} /> : null;
  }
  return (
    <>
      {promises.keptOn(proof.keptOn)}:{' '}
      {proof.proofUrl === null ? (
        proof.proof
      ) : (
        <a href={proof.proofUrl} rel="noreferrer" target="_blank">
          {proof.proof}
        </a>
      )}
    </>
  );
}

function MakePromise(): ReactNode {
  const { words } = useLanguage();
  const { promises } = words.continuity;
  const empty = { ko: '', en: '', owner: '', dueOn: '' };
  const [draft, setDraft] = useState(empty);
  const [isTried, setTried] = useState(false);
  const [id, setId] = useState(newId);
  const isFull = Object.values(draft).every((text) => text.trim() !== '');
  const command = useCommand({
    request: () =>
      unwrap(
        api.POST('/api/v1/continuity/promises', {
          body: {
            id,
            incidentId: null,
            title: { ko: draft.ko, en: draft.en },
            owner: draft.owner,
            dueOn: draft.dueOn,
          },
        }),
      ),
    refresh: [promisesKey],
  });
  const record = async (): Promise<void> => {
    setTried(true);
    if (!isFull || (await command.run(undefined)) === undefined) return;
    setDraft(empty);
    setTried(false);
    setId(newId());
  };
  const field = (key: keyof typeof empty) => ({
    value: draft[key],
    onChange: (text: string) => setDraft({ ...draft, [key]: text }),
  });
  return (
    <Section title={promises.make}>
      <TextField label={promises.ko} {...field('ko')} />
      <TextField label={promises.en} {...field('en')} />
      <TextField label={promises.owner} {...field('owner')} />
      <TextField
        label={promises.dueOn}
        type="date"
        error={isTried && !isFull ? promises.fillIn : undefined}
        {...field('dueOn')}
      />
      <ProblemNotice problem={command.problem} />
      <Button kind="main" isBusy={command.isRunning} onPress={() => void record()}>
        {promises.record}
      </Button>
    </Section>
  );
}

/** Promises made after an outage: owner, due day, state, proof; overdue ones stand out by word and colour. */
export function PromisesPage(): ReactNode {
  const { words, locale, format } = useLanguage();
  const { promises } = words.continuity;
  const canWrite = usePermission('continuity:write');
  const query = useQuery(promisesQuery);
  return (
    <>
      <PageHead title={promises.title} lead={promises.lead} />
      <Loaded query={query}>
        {(page) => (
          <DataTable
            caption={promises.caption(format.day(page.today))}
            rows={page.promises}
            rowKey={(row) => row.id}
            emptyText={promises.none}
            columns={[
              {
                key: 'what',
                header: promises.columns.what,
                cell: (row) => row.title[locale],
              },
              { key: 'owner', header: promises.columns.owner, cell: (row) => row.owner },
              { key: 'due', header: promises.columns.due, cell: (row) => row.dueOn },
              {
                key: 'state',
                header: promises.columns.state,
                cell: (row) => <State promised={row} today={page.today} />,
              },
              {
                key: 'proof',
                header: promises.columns.proof,
                cell: (row) => <Proof promised={row} />,
              },
            ]}
          />
        )}
      </Loaded>
      {canWrite ? <MakePromise /> : null}
    </>
  );
}
