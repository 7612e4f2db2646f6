-- Remedies that are not money go the way of payouts: prepared, approved by another person, sent by a
-- rail (the company's own app), acknowledged. What a claimant then holds in points, credit or
-- vouchers is a lot, from which use is drawn, the one that expires first first.

alter table settlement.payout_run
  add column remedy text not null default 'cash' check (remedy ~ '^[a-z][a-z_]{0,31}$'),
  -- so long after it is sent what is granted may be used; for ever unless given
  add column valid_days integer check (valid_days between 1 and 36500),
  drop constraint payout_run_total_minor_check,
  add constraint payout_run_total_minor_check
    check (total_minor > 0 or total_minor = 0 and remedy in ('extension', 'item'));
alter table settlement.payout
  add column remedy text not null default 'cash',
  drop constraint payout_amount_minor_check,
  add constraint payout_amount_minor_check
    check (amount_minor > 0 or amount_minor = 0 and remedy in ('extension', 'item'));
alter table settlement.statement_line
  add column remedy text not null default 'cash',
  drop constraint statement_line_amount_minor_check,
  add constraint statement_line_amount_minor_check
    check (amount_minor > 0 or amount_minor = 0 and remedy in ('extension', 'item'));
alter table settlement.simulated_rail_payment
  drop constraint simulated_rail_payment_amount_minor_check,
  add constraint simulated_rail_payment_amount_minor_check check (amount_minor >= 0);
alter table settlement.rail_setup
  drop constraint rail_setup_kind_check,
  add constraint rail_setup_kind_check
    check (kind in ('pain.001', 'bulk', 'manual', 'simulated', 'app'));

-- Keys for messages between this server and the company's app, sealed. One that is replaced signs
-- and is believed until its time is over.
create table settlement.rail_key (
  id uuid primary key,
  rail text not null,
  -- what we sign with, or what the app's own messages are checked with
  purpose text not null check (purpose in ('sign', 'check')),
  salt bytea not null,
  sealed bytea not null,
  -- the first 16 hexadecimal digits of the hash of what the other side checks with
  mark text not null check (mark ~ '^[0-9a-f]{16}$'),
  added_by text not null,
  added_at timestamptz not null,
  usable_until timestamptz,
  check (usable_until is null or usable_until >= added_at)
);
create index rail_key_of_rail on settlement.rail_key (rail, purpose);

create table settlement.lot (
  award_id uuid primary key references settlement.award (id),
  payout_id uuid not null references settlement.payout (id),
  incident_id uuid not null references incident.incident (id),
  rail text not null,
  remedy text not null check (remedy in ('points', 'credit', 'voucher')),
  party_id text not null,
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  used_minor bigint not null default 0 check (used_minor >= 0),
  expired_minor bigint not null default 0 check (expired_minor >= 0),
  -- of lots that expire together the one issued first is drawn first
  issue_order bigint generated always as identity,
  issued_at timestamptz not null,
  expires_at timestamptz,
  is_taken_back boolean not null default false,
  check (used_minor + expired_minor <= amount_minor),
  check (not is_taken_back or used_minor = 0)
);
create index lot_of_party on settlement.lot (rail, party_id, remedy);
create index lot_expiring on settlement.lot (incident_id, expires_at)
  where expires_at is not null;

-- What the app says was used: once for each id of its own.
create table settlement.lot_use (
  rail text not null,
  use_id text not null,
  party_id text not null,
  remedy text not null,
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  used_at timestamptz not null,
  recorded_at timestamptz not null,
  primary key (rail, use_id)
);
create table settlement.lot_draw (
  rail text not null,
  use_id text not null,
  award_id uuid not null references settlement.lot (award_id),
  amount_minor bigint not null check (amount_minor > 0),
  -- of it, what had been booked as expired before the use was told
  from_expired_minor bigint not null default 0 check (from_expired_minor >= 0),
  primary key (rail, use_id, award_id),
  foreign key (rail, use_id) references settlement.lot_use (rail, use_id)
);

-- What a remedy that is not cash really costs, as somebody estimates it, and how long it is good.
create table settlement.remedy_term (
  incident_id uuid not null references incident.incident (id),
  remedy text not null,
  -- of one thing by name; of every thing of the remedy when empty
  name text not null default '',
  valid_days integer check (valid_days between 1 and 36500),
  -- what of its nominal worth it costs, in millionths; or what one unit costs
  cost_millionths integer check (cost_millionths between 0 and 10000000),
  unit_cost_minor bigint check (unit_cost_minor >= 0),
  currency text,
  source text not null check (source <> ''),
  set_by text not null,
  set_at timestamptz not null,
  primary key (incident_id, remedy, name),
  check ((unit_cost_minor is null) = (currency is null)),
  check (cost_millionths is null or unit_cost_minor is null)
);

do $$
declare
  name text;
begin
  foreach name in array array['lot_use', 'lot_draw'] loop
    execute format('create trigger append_only before update or delete or truncate '
      'on settlement.%I for each statement execute function platform.refuse_change()', name);
    execute format('revoke update, delete, truncate on settlement.%I from public', name);
  end loop;
end $$;
