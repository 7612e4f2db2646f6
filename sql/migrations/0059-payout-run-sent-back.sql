-- A payout run that another person sent back instead of approving it, with the reason.

alter table settlement.payout_run
  add column sent_back_by text,
  add column sent_back_at timestamptz,
  add column sent_back_reason text check (sent_back_reason ~ '\S'),
  drop constraint payout_run_state_check,
  add constraint payout_run_state_check check (state in ('drafted', 'proposed', 'approved', 'sending',
    'paused', 'sent', 'closed', 'stopped', 'sent_back')),
  drop constraint run_approved_before_sending,
  add constraint run_approved_before_sending check (
    state in ('drafted', 'proposed', 'stopped', 'sent_back') or approved_by is not null
  ),
  add constraint run_sent_back_by_another check (sent_back_by <> prepared_by),
  add constraint run_sent_back_whole check (
    num_nonnulls(sent_back_by, sent_back_at, sent_back_reason) =
      case when state = 'sent_back' then 3 else 0 end
  );
