-- Money that is owed and whose payee cannot be reached: reminded of, set apart, taken up again when
-- the claimant comes back, and at the end given where the policy says.

create table settlement.unclaimed (
  award_id uuid primary key references settlement.award (id),
  incident_id uuid not null references incident.incident (id),
  -- why it cannot be paid, and since when
  reason text not null check (reason in ('payee_missing', 'returned_payee_unchanged')),
  since timestamptz not null,
  reminder_count integer not null default 0,
  reminded_at timestamptz,
  state text not null check (state in ('waiting', 'set_apart', 'taken_up', 'given')),
  source_account text not null check (source_account in ('approved_awards', 'returned')),
  -- how often it was set apart: a step done again names another transfer
  round integer not null default 1 check (round >= 1),
  changed_at timestamptz not null,
  place text,
  check ((state = 'given') = (place is not null))
);
create index unclaimed_of_incident on settlement.unclaimed (incident_id, state);
