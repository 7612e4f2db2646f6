import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useLanguage } from '../language.tsx';
import { useMember } from '../session.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { PageHead, Tag } from '../ui/parts.tsx';
import { AddMember } from './add-member.tsx';
import { ChangeMember } from './change-member.tsx';
import { type StaffMember, staffQuery } from './staff-data.ts';

type State = 'active' | 'signedOn' | 'waiting' | 'noPassword' | 'disabled';
const tones = {
  active: 'good',
  signedOn: 'good',
  waiting: 'plain',
  noPassword: 'warn',
  disabled: 'bad',
} as const;

function stateOf(member: StaffMember): State {
  const { isDisabled, hasPassword, hasOneTimePassword, isSignedOn } = member;
  if (isDisabled) return 'disabled';
  if (hasPassword) return 'active';
  if (isSignedOn) return 'signedOn';
  return hasOneTimePassword ? 'waiting' : 'noPassword';
}

function StaffTable({ members }: { readonly members: readonly StaffMember[] }): ReactNode {
  const { words } = useLanguage();
  const { staff, shell } = words;
  const self = useMember();
  return (
    <DataTable
      caption={staff.caption}
      rows={members}
      rowKey={({ id }) => id}
      rowName={({ name }) => name}
      columns={[
        {
          key: 'name',
          header: staff.name,
          cell: ({ id, name }) => (
            <>
              {name} {id === self.id ? <Tag>{staff.self}</Tag> : null}
            </>
          ),
        },
        { key: 'email', header: staff.email, cell: ({ email }) => email },
        {
          key: 'roles',
          header: staff.roles,
          cell: ({ roles, followsGroups }) => (
            <>
              {roles.map((role) => shell.roles[role]).join(', ')}{' '}
              {followsGroups ? <Tag>{staff.followsGroups}</Tag> : null}
            </>
          ),
        },
        {
          key: 'state',
          header: staff.state,
          cell: (member) => (
            <Tag tone={tones[stateOf(member)]}>{staff.states[stateOf(member)]}</Tag>
          ),
        },
        {
          key: 'change',
          header: staff.actions,
          cell: (member) => (member.id === self.id ? '–' : <ChangeMember member={member} />),
        },
      ]}
    />
  );
}

/** The members of staff and what each may do; nobody changes their own account. */
export function StaffPage(): ReactNode {
  const { staff } = useLanguage().words;
  const members = useQuery(staffQuery);
  return (
    <>
      <PageHead title={staff.title} lead={staff.lead} />
      <Loaded query={members}>{(data) => <StaffTable members={data.staff} />}</Loaded>
      <AddMember />
    </>
  );
}
