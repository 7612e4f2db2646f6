-- Rails that are files: what is written for a bank, what is read back, and what is refused.

-- How an installation pays by a rail of a name. Settings hold no secret.
create table settlement.rail_setup (
  rail text primary key check (rail ~ '^[a-z][a-z0-9-]{0,63}$'),
  kind text not null check (kind in ('pain.001', 'bulk', 'manual', 'simulated')),
  settings jsonb not null,
  set_by text not null,
  set_at timestamptz not null
);

create table settlement.rail_file (
  id uuid primary key,
  rail text not null,
  number bigint not null check (number >= 1),
  currency text not null,
  state text not null check (state in ('open', 'made', 'handed_over', 'discarded')),
  payment_count bigint not null default 0,
  total_minor bigint not null default 0,
  -- of the bytes as first made; the file is made anew each time, and must be the same
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  opened_at timestamptz not null,
  made_at timestamptz,
  handed_over_at timestamptz,
  handed_over_by text,
  unique (rail, number)
);
create unique index rail_file_open on settlement.rail_file (rail, currency) where state = 'open';

create table settlement.rail_payment (
  reference text primary key,
  rail text not null,
  file_id uuid not null references settlement.rail_file (id),
  number bigint not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  payee_ref text not null,
  state text not null check (state in ('queued', 'accepted', 'confirmed', 'rejected', 'returned')),
  reason_code text,
  is_final boolean not null default false,
  -- rises with each change
  version bigint not null default 1,
  received_at timestamptz not null,
  changed_at timestamptz not null,
  unique (file_id, number)
);

-- Everything that was ever given to be read: applied whole, or put aside with the reason.
create table settlement.inbound_file (
  id uuid primary key,
  rail text not null,
  kind text not null check (kind in ('statement', 'result', 'names')),
  name text not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  byte_count bigint not null,
  outcome text not null check (outcome in ('applied', 'quarantined')),
  problem_code text,
  problem jsonb,
  line_count bigint,
  statement_id text,
  from_at timestamptz,
  until_at timestamptz,
  received_by text not null,
  received_at timestamptz not null,
  check ((outcome = 'quarantined') = (problem_code is not null))
);
-- The same bytes are applied once; a statement of the bank's own number too.
create unique index inbound_file_once on settlement.inbound_file (rail, kind, sha256);
create unique index inbound_statement_once on settlement.inbound_file (rail, statement_id)
  where statement_id is not null and outcome = 'applied';

-- The lines of statements that were read from files, before and after they are matched.
create table settlement.rail_line (
  rail text not null,
  line_id text not null,
  file_id uuid not null references settlement.inbound_file (id),
  reference text not null,
  direction text not null check (direction in ('paid', 'returned')),
  amount_minor bigint not null check (amount_minor > 0),
  fee_minor bigint not null default 0,
  currency text not null,
  booked_at timestamptz not null,
  primary key (rail, line_id)
);
create index rail_line_booked on settlement.rail_line (rail, booked_at);

-- What the bank said of the holder of an account, before anything is paid to it.
create table settlement.holder_check (
  reference text primary key references settlement.rail_payment (reference),
  answer text not null check (answer in ('same', 'other', 'no_account')),
  checked_at timestamptz not null
);
