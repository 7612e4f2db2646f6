import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import type { components } from '../../api/schema.generated.ts';
import { useCommand } from '../../api/use-command.ts';
import { parseAmount } from '../../claims/amount.ts';
import { useLanguage } from '../../language.tsx';
import { usePermission } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Notice, PageHead, Section } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { StepUpDialog } from '../../ui/step-up.tsx';
import { limitsQuery, treasuryKeys } from '../treasury-data.ts';
import '../treasury.css';

type Limit = components['schemas']['ApprovalLimit'];

const currency = 'KRW';
const bounds = ['paymentMinorMax', 'runMinorMax', 'dayMinorMax'] as const;
type Typed = Readonly<Record<(typeof bounds)[number], string>>;

function limitOf(role: Limit['role'], typed: Typed): Limit | undefined {
  const read = bounds.map((bound) => {
    const text = typed[bound].trim();
    if (text === '') return [bound, null] as const;
    const minor = parseAmount(text, currency);
    return minor === undefined || BigInt(minor) <= 0n ? undefined : ([bound, minor] as const);
  });
  if (read.includes(undefined)) return undefined;
  const set = Object.fromEntries(read.filter((one) => one !== undefined));
  return { role, currency, ...set } as Limit;
}

function LimitForm(): ReactNode {
  const { words } = useLanguage();
  const texts = words.treasury.limits;
  const roles = ['approver', 'administrator', 'treasurer'] as const;
  const [role, setRole] = useState<Limit['role']>('approver');
  const [typed, setTyped] = useState<Typed>({
    paymentMinorMax: '',
    runMinorMax: '',
    dayMinorMax: '',
  });
  const [isTried, setTried] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const limit = limitOf(role, typed);
  const set = useCommand({
    request: (body: Limit) => unwrap(api.PUT('/api/v1/approval-limits', { body })),
    refresh: treasuryKeys,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (limit !== undefined) setAsking(true);
  };
  const confirm = async (): Promise<void> => {
    if (limit !== undefined) await set.run(limit);
    setAsking(false);
  };
  const labels = { paymentMinorMax: texts.payment, runMinorMax: texts.run, dayMinorMax: texts.day };
  return (
    <form onSubmit={submit} noValidate>
      <p className="hint">{texts.hint}</p>
      <div className="treasury-fields">
        <SelectField
          label={texts.role}
          value={role}
          options={roles.map((value) => ({ value, label: words.shell.roles[value] ?? value }))}
          onChange={(value) => setRole(roles.find((known) => known === value) ?? 'approver')}
        />
        {bounds.map((bound) => (
          <TextField
            key={bound}
            label={`${labels[bound]} (${currency})`}
            inputMode="numeric"
            value={typed[bound]}
            onChange={(value) => setTyped({ ...typed, [bound]: value })}
          />
        ))}
      </div>
      {isTried && limit === undefined ? <Notice tone="warn">{texts.error}</Notice> : null}
      <ProblemNotice problem={set.problem} />
      {set.isDone ? <Notice tone="good">{texts.done}</Notice> : null}
      <Button type="submit" kind="main" isBusy={set.isRunning}>
        {texts.submit}
      </Button>
      <StepUpDialog
        isOpen={isAsking}
        title={texts.setTitle}
        confirmLabel={texts.submit}
        isBusy={set.isRunning}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      >
        <p>{texts.lead}</p>
      </StepUpDialog>
    </form>
  );
}

function LimitTable({ limits }: { readonly limits: readonly Limit[] }): ReactNode {
  const { words, format } = useLanguage();
  const texts = words.treasury.limits;
  const money = (minor: string | null, of: string): string =>
    minor === null ? texts.none : format.money({ amountMinor: minor, currency: of });
  return (
    <DataTable
      caption={texts.caption}
      rows={limits}
      rowKey={({ role, currency: of }) => `${role} ${of}`}
      emptyText={texts.empty}
      columns={[
        { key: 'role', header: texts.role, cell: ({ role }) => words.shell.roles[role] ?? role },
        ...bounds.map((bound) => ({
          key: bound,
          header: {
            paymentMinorMax: texts.payment,
            runMinorMax: texts.run,
            dayMinorMax: texts.day,
          }[bound],
          isNumeric: true,
          cell: (limit: Limit) => money(limit[bound], limit.currency),
        })),
      ]}
    />
  );
}

/** What each role may approve, and setting it. */
export function LimitsPage(): ReactNode {
  const { words } = useLanguage();
  const texts = words.treasury.limits;
  const mayRead = usePermission('settlement:read');
  const mayAdminister = usePermission('staff:administer');
  const limits = useQuery({ ...limitsQuery, enabled: mayRead });
  return (
    <>
      <PageHead title={texts.title} lead={texts.lead} />
      {mayRead ? <Loaded query={limits}>{(all) => <LimitTable limits={all} />}</Loaded> : null}
      {mayAdminister ? (
        <Section title={texts.setTitle}>
          <LimitForm />
        </Section>
      ) : null}
    </>
  );
}
