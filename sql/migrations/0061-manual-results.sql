-- What became of a payment made by hand: recorded by one person with the bank's reference and what
-- shows it, and booked only after another person confirmed it.
create table settlement.manual_result (
  id uuid primary key,
  payout_id uuid not null references settlement.payout (id),
  incident_id uuid not null references incident.incident (id),
  result text not null check (result in ('paid', 'failed')),
  bank_reference text not null check (bank_reference <> ''),
  evidence text not null check (evidence <> ''),
  booked_at timestamptz not null,
  state text not null check (state in ('waiting', 'confirmed', 'declined')),
  recorded_by text not null,
  recorded_at timestamptz not null,
  settled_by text,
  settled_at timestamptz,
  check ((state = 'waiting') = (settled_by is null)),
  check ((settled_by is null) = (settled_at is null)),
  constraint manual_result_settled_by_another check (settled_by <> recorded_by)
);
create unique index manual_result_open on settlement.manual_result (payout_id)
  where state <> 'declined';
create index manual_result_of_incident on settlement.manual_result (incident_id, state);

-- When what cannot be paid is reminded of, set apart and given away: as the incident's policy says.
create table settlement.unclaimed_term (
  incident_id uuid primary key references incident.incident (id),
  reminder_days integer[] not null check (array_length(reminder_days, 1) between 1 and 12),
  set_apart_days integer not null check (set_apart_days between 1 and 36500),
  give_days integer check (give_days > set_apart_days),
  place text,
  set_by text not null,
  set_at timestamptz not null,
  check ((give_days is null) = (place is null))
);

-- A message to a claimant about where they are paid: written down before it is sent, so that it is
-- sent once or not at all, never twice.
create table settlement.payee_notice (
  event_id bigint primary key,
  claim_id uuid not null,
  kind text not null check (kind in ('payee_changed', 'payee_reminder_due')),
  -- `sending` that stays so: the process ended while it was sent, and nobody knows
  state text not null check (state in ('sending', 'sent', 'not_taken', 'unreachable')),
  attempt_count integer not null default 1,
  at timestamptz not null
);
create index payee_notice_of_claim on settlement.payee_notice (claim_id);
