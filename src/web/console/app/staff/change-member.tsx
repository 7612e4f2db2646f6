import { type ReactNode, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import { useCommand } from '../api/use-command.ts';
import { useLanguage } from '../language.tsx';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { CheckboxGroup } from '../ui/field.tsx';
import { Notice } from '../ui/parts.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { type Role, roles, type StaffMember, staffKeys } from './staff-data.ts';

type Step = 'reading' | 'roles' | 'state' | 'one_time';

function useChanges({ id: staffId, isDisabled }: StaffMember) {
  const params = { path: { staffId } };
  const setRoles = useCommand({
    request: (held: readonly Role[]) =>
      unwrap(api.PUT('/api/v1/staff/{staffId}/roles', { params, body: { roles: [...held] } })),
    refresh: staffKeys,
  });
  const setState = useCommand({
    request: () =>
      unwrap(
        api.PUT('/api/v1/staff/{staffId}/state', { params, body: { isDisabled: !isDisabled } }),
      ),
    refresh: staffKeys,
  });
  const renew = useCommand({
    request: () => unwrap(api.POST('/api/v1/staff/{staffId}/one-time-password', { params })),
    refresh: staffKeys,
  });
  return { setRoles, setState, renew };
}

function RolesDialog(props: {
  readonly member: StaffMember;
  readonly isOpen: boolean;
  readonly isBusy: boolean;
  readonly onSave: (held: readonly Role[]) => void;
  readonly onCancel: () => void;
}): ReactNode {
  const { member, onSave } = props;
  const { words } = useLanguage();
  const { staff, shell } = words;
  const [held, setHeld] = useState<readonly Role[]>(member.roles);
  return (
    <ConfirmDialog
      isOpen={props.isOpen}
      title={staff.rolesTitle(member.name)}
      confirmLabel={staff.save}
      isBusy={props.isBusy}
      onConfirm={() => held.length > 0 && onSave(held)}
      onCancel={props.onCancel}
    >
      <CheckboxGroup
        legend={staff.roles}
        values={held}
        options={roles.map((role) => ({ value: role, label: shell.roles[role] ?? role }))}
        onChange={(chosen) => setHeld(chosen as readonly Role[])}
      />
      <p>{held.length === 0 ? staff.rolesMissing : staff.rolesConsequence}</p>
    </ConfirmDialog>
  );
}

/** What an administrator may change about a member: roles, whether they sign in, a way to sign in. */
export function ChangeMember({ member }: { readonly member: StaffMember }): ReactNode {
  const { staff } = useLanguage().words;
  const [step, setStep] = useState<Step>('reading');
  const [password, setPassword] = useState('');
  const { setRoles, setState, renew } = useChanges(member);
  const { name, isDisabled } = member;
  const end = (): void => setStep('reading');
  const save = async (held: readonly Role[]): Promise<void> => {
    await setRoles.run(held);
    end();
  };
  const switchState = async (): Promise<void> => {
    await setState.run(undefined);
    end();
  };
  const makePassword = async (): Promise<void> => {
    setPassword((await renew.run(undefined))?.oneTimePassword ?? '');
    end();
  };
  return (
    <>
      <ProblemNotice problem={setRoles.problem ?? setState.problem ?? renew.problem} />
      {password === '' ? null : (
        <Notice tone="good" title={staff.oneTimeShown(name)}>
          <p className="mono">{password}</p>
          <p>{staff.oneTimeHint}</p>
        </Notice>
      )}
      <div className="actions">
        <Button onPress={() => setStep('roles')}>{staff.changeRoles}</Button>
        {isDisabled ? null : <Button onPress={() => setStep('one_time')}>{staff.oneTime}</Button>}
        <Button onPress={() => setStep('state')}>
          {isDisabled ? staff.enable : staff.disable}
        </Button>
      </div>
      <RolesDialog
        key={member.roles.join()}
        member={member}
        isOpen={step === 'roles'}
        isBusy={setRoles.isRunning}
        onSave={(held) => void save(held)}
        onCancel={end}
      />
      <ConfirmDialog
        isOpen={step === 'state'}
        title={isDisabled ? staff.enableTitle(name) : staff.disableTitle(name)}
        confirmLabel={isDisabled ? staff.enable : staff.disable}
        isDanger={!isDisabled}
        isBusy={setState.isRunning}
        onConfirm={() => void switchState()}
        onCancel={end}
      >
        <p>{isDisabled ? staff.enableConsequence : staff.disableConsequence}</p>
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={step === 'one_time'}
        title={staff.oneTimeTitle(name)}
        confirmLabel={staff.oneTime}
        isBusy={renew.isRunning}
        onConfirm={() => void makePassword()}
        onCancel={end}
      >
        <p>{staff.oneTimeConsequence}</p>
      </ConfirmDialog>
    </>
  );
}
