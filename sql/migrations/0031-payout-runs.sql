-- Payouts by the million: a run's digest covers chunks, a payout's state is in no index, and what
-- is proposed or approved is written once for the run. Limits, pauses, proof of failure, notices of
-- rails, and what a person has to look at.

create table settlement.payout_chunk (
  run_id uuid not null references settlement.payout_run (id),
  number integer not null check (number >= 1),
  first_award_id uuid not null,
  last_award_id uuid not null,
  payout_count bigint not null check (payout_count > 0),
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  -- when the last of its payouts was recorded as sent
  sent_at timestamptz,
  primary key (run_id, number)
);
create index payout_chunk_unsent on settlement.payout_chunk (run_id, number) where sent_at is null;

insert into settlement.payout_chunk (run_id, number, first_award_id, last_award_id, payout_count,
    hash, sent_at)
select run.id, 1, min(payout.award_id::text)::uuid, max(payout.award_id::text)::uuid, count(*),
  run.digest, case when run.state in ('sent', 'closed') then run.sent_at end
from settlement.payout_run as run join settlement.payout on payout.run_id = run.id group by run.id;

alter table settlement.payout_run
  drop constraint payout_run_state_check,
  add constraint payout_run_state_check check (state in
    ('drafted', 'proposed', 'approved', 'sending', 'paused', 'sent', 'closed', 'stopped')),
  add column paused_code text;

-- A payout is unique for its award while it may pay: the column is null once it is proved not to.
alter table settlement.payout
  add column effective_award_id uuid,
  add column sent_at timestamptz,
  -- the rail guarantees that what failed will never be paid
  add column is_failure_final boolean not null default false,
  -- the rail's own number of the last thing it said: it is only followed forward
  add column rail_version bigint;
update settlement.payout set effective_award_id = award_id
  where state not in ('failed', 'returned', 'withdrawn');
update settlement.payout set sent_at = (select min(at) from settlement.payout_event
  where payout_id = payout.id and to_state = 'sent');
drop index settlement.payout_effective_once;
drop index settlement.payout_of_run;
drop index settlement.payout_of_claim;
alter table settlement.payout
  drop constraint payout_rail_rail_reference_key,
  add constraint payout_reference_is_id
    check (rail_reference = 'A' || replace(id::text, '-', '')),
  add constraint payout_effective_is_award check (effective_award_id = award_id),
  add constraint payout_effective_by_state check (
    (state in ('failed', 'returned', 'withdrawn')) = (effective_award_id is null)),
  add constraint payout_effective_once unique (effective_award_id),
  set (fillfactor = 50);
create index payout_of_run on settlement.payout (run_id, id);

-- What a role may approve: each payment, each run, and in all on one day of the incident's zone.
create table settlement.approval_limit (
  role text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  payment_minor_max bigint check (payment_minor_max > 0),
  run_minor_max bigint check (run_minor_max > 0),
  day_minor_max bigint check (day_minor_max > 0),
  set_by text not null,
  set_at timestamptz not null,
  primary key (role, currency)
);

-- Which windows of a rail's statement were read whole: what is absent from them was not paid.
create table settlement.statement_read (
  id uuid primary key,
  rail text not null,
  from_at timestamptz not null,
  until_at timestamptz not null check (until_at > from_at),
  line_count bigint not null check (line_count >= 0),
  read_at timestamptz not null
);
create index statement_read_of_rail on settlement.statement_read (rail, until_at);

alter table settlement.statement_line
  add column fee_minor bigint not null default 0 check (fee_minor >= 0);
create index statement_line_of_payout on settlement.statement_line (payout_id);

-- What a rail told by itself, once per notice; the effect commits with the row.
create table settlement.rail_notice (
  rail text not null,
  notice_id text not null,
  reference text not null,
  version bigint,
  answer text not null,
  outcome text not null check (outcome in
    ('applied', 'agrees', 'stale', 'reference_unknown', 'answer_differs', 'not_allowed')),
  received_at timestamptz not null,
  primary key (rail, notice_id)
);

-- A payout that a person has to look at; nothing is done to it by itself meanwhile.
create table settlement.payout_alarm (
  id uuid primary key,
  rail text not null,
  reference text not null,
  payout_id uuid references settlement.payout (id),
  incident_id uuid,
  code text not null,
  details jsonb not null,
  raised_at timestamptz not null,
  resolved_at timestamptz,
  resolved_by text,
  unique (rail, reference, code)
);
create index payout_alarm_open on settlement.payout_alarm (incident_id) where resolved_at is null;

do $$
declare
  name text;
begin
  foreach name in array array['statement_read', 'rail_notice'] loop
    execute format('create trigger append_only before update or delete or truncate '
      'on settlement.%I for each statement execute function platform.refuse_change()', name);
    execute format('revoke update, delete, truncate on settlement.%I from public', name);
  end loop;
end $$;
