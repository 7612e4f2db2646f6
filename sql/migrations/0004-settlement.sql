-- The settlement room: what was paid. A double-entry ledger whose transfers are never changed,
-- payouts that pay each award once, statements of the rails, and determination runs.

create schema settlement;

-- One ledger per incident. Its row is the lock under which transfers are posted one batch at a
-- time, and holds the head of the hash chain.
create table settlement.ledger (
  incident_id uuid primary key references incident.incident (id),
  transfer_count bigint not null default 0 check (transfer_count >= 0),
  head_hash text not null check (head_hash ~ '^[0-9a-f]{64}$')
);

create table settlement.account (
  id uuid primary key,
  incident_id uuid not null references settlement.ledger (incident_id),
  code text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  kind text not null check (kind in ('asset', 'liability', 'expense', 'income')),
  -- a limited account never pays out more than it received
  is_limited boolean not null,
  debits_pending_minor bigint not null default 0 check (debits_pending_minor >= 0),
  debits_posted_minor bigint not null default 0 check (debits_posted_minor >= 0),
  credits_pending_minor bigint not null default 0 check (credits_pending_minor >= 0),
  credits_posted_minor bigint not null default 0 check (credits_posted_minor >= 0),
  unique (incident_id, currency, code),
  unique (id, incident_id, currency),
  constraint account_not_overdrawn check (
    not is_limited or debits_posted_minor + debits_pending_minor <= credits_posted_minor
  )
);

create table settlement.transfer (
  id uuid primary key,
  incident_id uuid not null,
  position bigint not null check (position > 0),
  kind text not null check (kind in ('posted', 'pending', 'post', 'void')),
  debit_account_id uuid not null,
  credit_account_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  pending_id uuid references settlement.transfer (id),
  code text not null check (code ~ '^[a-z][a-z0-9_]*$'),
  reference text not null,
  at timestamptz not null,
  previous_hash text not null,
  hash text not null,
  constraint transfer_moves check (debit_account_id <> credit_account_id),
  constraint transfer_resolves check ((kind in ('post', 'void')) = (pending_id is not null)),
  unique (incident_id, position),
  foreign key (debit_account_id, incident_id, currency)
    references settlement.account (id, incident_id, currency),
  foreign key (credit_account_id, incident_id, currency)
    references settlement.account (id, incident_id, currency)
);
-- A pending transfer is resolved at most once: posted or voided.
create unique index transfer_resolved_once on settlement.transfer (pending_id)
  where pending_id is not null;

-- What claims approved. The id is the claims room's award id, so hearing of it twice is hearing once.
create table settlement.award (
  id uuid primary key,
  incident_id uuid not null references incident.incident (id),
  claim_id uuid not null,
  decision_id uuid,
  party_id text not null,
  party_class text,
  remedy text not null,
  name text,
  amount_minor bigint check (amount_minor > 0),
  currency text,
  quantity text,
  unit text,
  clause text not null,
  policy_hash text not null,
  payee_ref text,
  approved_at timestamptz not null,
  check ((amount_minor is null) = (currency is null)),
  check (remedy <> 'cash' or amount_minor is not null)
);
create index award_of_claim on settlement.award (claim_id);
create index award_of_incident on settlement.award (incident_id, remedy);

-- A remedy given in kind or in the provider's own units: what was issued, to how many parties.
create table settlement.issue (
  id uuid primary key,
  incident_id uuid not null references incident.incident (id),
  award_id uuid references settlement.award (id),
  determination_run_id uuid,
  remedy text not null,
  name text,
  clause text not null,
  party_count bigint not null check (party_count > 0),
  quantity text,
  unit text,
  amount_minor bigint,
  currency text,
  issued_at timestamptz not null,
  check ((award_id is null) <> (determination_run_id is null))
);
create index issue_of_incident on settlement.issue (incident_id, remedy);
create unique index issue_of_award on settlement.issue (award_id) where award_id is not null;

create table settlement.payout_run (
  id uuid primary key,
  incident_id uuid not null references incident.incident (id),
  currency text not null,
  rail text not null,
  state text not null
    check (state in ('drafted', 'proposed', 'approved', 'sending', 'sent', 'closed', 'stopped')),
  payout_count bigint not null check (payout_count > 0),
  total_minor bigint not null check (total_minor > 0),
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  prepared_by text not null,
  prepared_at timestamptz not null,
  approved_by text,
  approved_at timestamptz,
  sent_at timestamptz,
  constraint run_approved_by_another check (approved_by <> prepared_by),
  constraint run_approved_before_sending check (
    state in ('drafted', 'proposed', 'stopped') or approved_by is not null
  )
);
create index payout_run_of_incident on settlement.payout_run (incident_id, prepared_at);

create table settlement.payout (
  id uuid primary key,
  run_id uuid not null references settlement.payout_run (id),
  incident_id uuid not null,
  award_id uuid not null references settlement.award (id),
  claim_id uuid not null,
  attempt integer not null check (attempt >= 1),
  state text not null check (state in ('proposed', 'approved', 'sent', 'accepted', 'confirmed',
    'failed', 'unknown', 'returned', 'withdrawn')),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  source_account text not null,
  payee_ref text not null,
  rail text not null,
  rail_reference text not null check (rail_reference ~ '^[A-Za-z0-9-]{1,35}$'),
  event_count integer not null,
  reason_code text,
  changed_at timestamptz not null,
  unique (award_id, attempt),
  unique (rail, rail_reference)
);
-- Exactly one effective payment per award: another attempt needs the earlier ones proved dead.
create unique index payout_effective_once on settlement.payout (award_id)
  where state not in ('failed', 'returned', 'withdrawn');
create index payout_of_run on settlement.payout (run_id, state, id);
create index payout_of_claim on settlement.payout (claim_id);

create table settlement.payout_event (
  payout_id uuid not null references settlement.payout (id),
  position integer not null,
  type text not null,
  from_state text,
  to_state text not null,
  reason_code text,
  actor_id text not null,
  at timestamptz not null,
  primary key (payout_id, position)
);

create table settlement.statement_line (
  rail text not null,
  line_id text not null,
  reference text not null,
  direction text not null check (direction in ('paid', 'returned')),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  booked_at timestamptz not null,
  payout_id uuid references settlement.payout (id),
  incident_id uuid,
  recorded_at timestamptz not null,
  primary key (rail, line_id)
);
create index statement_line_of_incident on settlement.statement_line (incident_id, currency);

create table settlement.reconciliation_exception (
  rail text not null,
  line_id text not null,
  code text not null,
  suggestion text not null,
  details jsonb not null,
  raised_at timestamptz not null,
  resolved_at timestamptz,
  resolved_by text,
  primary key (rail, line_id, code),
  foreign key (rail, line_id) references settlement.statement_line (rail, line_id)
);

create table settlement.determination_run (
  id uuid primary key,
  incident_id uuid not null references incident.incident (id),
  policy_hash text not null check (policy_hash ~ '^[0-9a-f]{64}$'),
  population_hash text not null check (population_hash ~ '^[0-9a-f]{64}$'),
  awards_hash text not null check (awards_hash ~ '^[0-9a-f]{64}$'),
  party_count bigint not null check (party_count >= 0),
  totals jsonb not null,
  state text not null check (state in ('proposed', 'approved')),
  prepared_by text not null,
  prepared_at timestamptz not null,
  approved_by text,
  approved_at timestamptz,
  constraint determination_approved_by_another check (approved_by <> prepared_by),
  constraint determination_approved check ((state = 'approved') = (approved_by is not null))
);
-- The same policy over the same population is approved once: it is never paid twice.
create unique index determination_approved_once
  on settlement.determination_run (incident_id, policy_hash, population_hash)
  where state = 'approved';

-- The simulated rail's own memory: it survives a restart and answers a reference as it did before.
create table settlement.simulated_rail_payment (
  reference text primary key,
  rail text not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  payee_ref text not null,
  received_at timestamptz not null,
  rejected_code text,
  settles_at timestamptz,
  returns_at timestamptz,
  check ((rejected_code is null) = (settles_at is not null))
);

do $$
declare
  name text;
begin
  foreach name in array array['transfer', 'payout_event', 'statement_line', 'issue', 'award'] loop
    execute format('create trigger append_only before update or delete or truncate '
      'on settlement.%I for each statement execute function platform.refuse_change()', name);
    execute format('revoke update, delete, truncate on settlement.%I from public', name);
  end loop;
end $$;
