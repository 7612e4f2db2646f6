import { type FormEvent, type ReactNode, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import { useCommand } from '../api/use-command.ts';
import { newId } from '../claims/new-id.ts';
import { useLanguage } from '../language.tsx';
import { Button } from '../ui/button.tsx';
import { CheckboxGroup, TextField } from '../ui/field.tsx';
import { Notice, Section } from '../ui/parts.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { type Role, roles, staffKeys } from './staff-data.ts';

interface Draft {
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Role[];
}
const empty: Draft = { name: '', email: '', roles: [] };

function useAdding() {
  const [id, setId] = useState(newId);
  const add = useCommand({
    request: (draft: Draft) =>
      unwrap(
        api.POST('/api/v1/staff', {
          body: {
            id,
            name: draft.name.trim(),
            email: draft.email.trim(),
            roles: [...draft.roles],
          },
        }),
      ),
    refresh: staffKeys,
  });
  return { add, renew: () => setId(newId()) };
}

/** Adds a member of staff, who signs in with a one-time password. */
export function AddMember(): ReactNode {
  const { words } = useLanguage();
  const { staff, shell } = words;
  const [draft, setDraft] = useState(empty);
  const [isTried, setTried] = useState(false);
  const [added, setAdded] = useState('');
  const { add, renew } = useAdding();
  const change = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  const isNamed = draft.name.trim() !== '';
  const isMail = /^\S+@\S+\.\S+$/.test(draft.email.trim());
  const hasRole = draft.roles.length > 0;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (!isNamed || !isMail || !hasRole) return;
    const member = await add.run(draft);
    if (member === undefined) return;
    setAdded(member.name);
    setDraft(empty);
    setTried(false);
    renew();
  };
  return (
    <Section title={staff.add}>
      <ProblemNotice problem={add.problem} />
      {added === '' ? null : <Notice tone="good">{staff.added(added)}</Notice>}
      <form onSubmit={(event) => void submit(event)} noValidate>
        <TextField
          label={staff.name}
          hint={staff.nameHint}
          value={draft.name}
          error={isTried && !isNamed ? staff.nameMissing : undefined}
          onChange={(name) => change({ name })}
        />
        <TextField
          label={staff.email}
          type="email"
          value={draft.email}
          error={isTried && !isMail ? staff.emailMissing : undefined}
          onChange={(email) => change({ email })}
        />
        <CheckboxGroup
          legend={staff.roles}
          values={draft.roles}
          options={roles.map((role) => ({ value: role, label: shell.roles[role] ?? role }))}
          onChange={(chosen) => change({ roles: chosen as readonly Role[] })}
        />
        {isTried && !hasRole ? (
          <p className="error" role="alert">
            {staff.rolesMissing}
          </p>
        ) : null}
        <Button type="submit" kind="main" isBusy={add.isRunning}>
          {staff.add}
        </Button>
      </form>
    </Section>
  );
}
