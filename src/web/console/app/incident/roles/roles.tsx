import { queryOptions, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { instantFromEpochMs } from '../../../../../kernel/index.ts';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import type { components } from '../../api/schema.generated.ts';
import { useCommand } from '../../api/use-command.ts';
import { usePermission } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { TimeField } from '../forms/stated-fields.tsx';
import { fieldTime, type Incident, incidentKey, newId, wireInstant } from '../incident-data.ts';
import { type IncidentWords, useIncidentWords } from '../incident-words.ts';

type Roles = components['schemas']['IncidentRoles'];
export type RoleChange = components['schemas']['IncidentRoleChange'];

export const rolesQuery = (incidentId: string) =>
  queryOptions({
    queryKey: [...incidentKey(incidentId), 'roles'],
    queryFn: () =>
      unwrap(api.GET('/api/v1/incidents/{incidentId}/roles', { params: { path: { incidentId } } })),
  });

/** Says in a sentence who took a role on, or that it is with nobody. */
export function roleSentence(change: RoleChange, { texts, locale }: IncidentWords): string {
  const role = change.role.titles[locale];
  if (change.holder === null) return texts.roles.laidDown(role);
  return texts.roles.given(role, change.holder.name ?? texts.roles.unknownMember);
}

/** What stands for nobody among the people, so that it is chosen and never left over. */
const nobody = 'nobody';

const draftAt = (at: string) => ({ role: '', heldBy: '', at, reason: '' });

/** Lists whom a role can be given to, and last of all nobody. */
function holdersOf({ people }: Roles, layDown: string) {
  const named = people.map(({ id, name }) => ({ value: id, label: name }));
  return [...named, { value: nobody, label: layDown }];
}

function ChangeRole(props: { readonly incident: Incident; readonly roles: Roles }): ReactNode {
  const { incident, roles } = props;
  const { texts, locale } = useIncidentWords();
  const words = texts.roles;
  const [isAsking, setAsking] = useState(false);
  const [draft, setDraft] = useState(draftAt(''));
  const [isMissing, setMissing] = useState(false);
  const since = wireInstant(draft.at, incident.zone);
  const command = useCommand({
    request: (from: string) =>
      unwrap(
        api.POST('/api/v1/incidents/{incidentId}/roles', {
          params: { path: { incidentId: incident.id } },
          body: {
            ...{ id: newId(), role: draft.role, reason: draft.reason.trim(), since: from },
            heldBy: draft.heldBy === nobody ? null : draft.heldBy,
          },
        }),
      ),
    refresh: [incidentKey(incident.id)],
  });
  const confirm = async (): Promise<void> => {
    const isWhole = [draft.role, draft.heldBy, draft.reason.trim()].every((text) => text !== '');
    setMissing(!isWhole || since === undefined);
    if (!isWhole || since === undefined) return;
    if ((await command.run(since)) !== undefined) setAsking(false);
  };
  const open = (): void => {
    setDraft(draftAt(fieldTime(instantFromEpochMs(Date.now()), incident.zone)));
    setMissing(false);
    command.reset();
    setAsking(true);
  };
  return (
    <div className="actions">
      <Button onPress={open}>{words.change}</Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={words.change}
        confirmLabel={texts.record}
        isBusy={command.isRunning}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      >
        <p>{words.consequence}</p>
        <SelectField
          label={words.role}
          emptyLabel={words.chooseRole}
          value={draft.role}
          onChange={(role) => setDraft({ ...draft, role })}
          options={roles.roles.map(({ role }) => ({
            value: role.code,
            label: role.titles[locale],
          }))}
        />
        <SelectField
          label={words.to}
          emptyLabel={words.choosePerson}
          value={draft.heldBy}
          onChange={(heldBy) => setDraft({ ...draft, heldBy })}
          options={holdersOf(roles, words.layDown)}
        />
        <TimeField
          label={words.since}
          incident={incident}
          value={draft.at}
          onChange={(at) => setDraft({ ...draft, at })}
        />
        <TextField
          label={words.reason}
          value={draft.reason}
          onChange={(reason) => setDraft({ ...draft, reason })}
        />
        {isMissing ? <p role="alert">{words.needed}</p> : null}
        <ProblemNotice problem={command.problem} />
      </ConfirmDialog>
    </div>
  );
}

function History(props: {
  readonly incident: Incident;
  readonly rows: readonly RoleChange[];
}): ReactNode {
  const { incident, rows } = props;
  const words = useIncidentWords();
  const { texts, locale, format } = words;
  const nameOf = (person: RoleChange['holder']): string =>
    person === null ? texts.roles.nobody : (person.name ?? texts.roles.unknownMember);
  return (
    <DataTable
      caption={texts.roles.history}
      emptyText={texts.roles.historyEmpty}
      rows={rows.toReversed()}
      rowKey={({ id }) => id}
      columns={[
        { key: 'role', header: texts.roles.role, cell: ({ role }) => role.titles[locale] },
        { key: 'holder', header: texts.roles.holder, cell: ({ holder }) => nameOf(holder) },
        {
          key: 'since',
          header: texts.roles.since,
          cell: ({ since }) => format.instant(since, incident.zone),
        },
        {
          key: 'until',
          header: texts.roles.until,
          cell: ({ until }) =>
            until === null ? texts.roles.standing : format.instant(until, incident.zone),
        },
        { key: 'reason', header: texts.roles.reason, cell: ({ reason }) => reason },
        {
          key: 'by',
          header: texts.roles.recordedBy,
          cell: ({ recordedBy }) => nameOf(recordedBy),
        },
      ]}
    />
  );
}

/** Who holds which role within an incident now, and who held it before; changed while it is open. */
export function RolesSection({ incident }: { readonly incident: Incident }): ReactNode {
  const { texts, locale, format } = useIncidentWords();
  const words = texts.roles;
  const mayWrite = usePermission('incident:write') && incident.state !== 'closed';
  const query = useQuery(rolesQuery(incident.id));
  return (
    <Section title={words.title}>
      <Loaded query={query}>
        {(roles) => (
          <>
            <DataTable
              caption={words.title}
              rows={roles.roles}
              rowKey={({ role }) => role.code}
              columns={[
                { key: 'role', header: words.role, cell: ({ role }) => role.titles[locale] },
                {
                  key: 'holder',
                  header: words.holder,
                  cell: ({ standing }) =>
                    standing === null || standing.holder === null
                      ? words.nobody
                      : (standing.holder.name ?? words.unknownMember),
                },
                {
                  key: 'since',
                  header: words.since,
                  cell: ({ standing }) =>
                    standing === null ? '–' : format.instant(standing.since, incident.zone),
                },
              ]}
            />
            {mayWrite ? <ChangeRole incident={incident} roles={roles} /> : null}
            {roles.history.length === 0 ? null : (
              <details>
                <summary>{words.history}</summary>
                <History incident={incident} rows={roles.history} />
              </details>
            )}
          </>
        )}
      </Loaded>
    </Section>
  );
}
