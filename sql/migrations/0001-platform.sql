-- Platform: outbox, staff, sessions, audit. The schema and platform.migration exist already.

create table platform.event (
  id bigint generated always as identity primary key,
  type text not null,
  subject text not null,
  payload jsonb not null,
  occurred_at timestamptz not null
);

-- One row for each consumer that still has to hear of an event; deleted in the transaction that
-- carries out the effect, so an effect on the database happens exactly once.
create table platform.delivery (
  event_id bigint not null references platform.event (id),
  consumer text not null,
  attempt_count integer not null default 0,
  due_at timestamptz not null,
  last_error text,
  primary key (consumer, event_id)
);

create table platform.subscription (
  event_type text not null,
  consumer text not null,
  primary key (event_type, consumer)
);

create table platform.staff (
  id uuid primary key,
  name text not null,
  email text not null unique,
  roles text[] not null,
  password_hash text,
  one_time_hash text,
  disabled_at timestamptz,
  created_at timestamptz not null
);

create table platform.session (
  token_hash bytea primary key,
  staff_id uuid not null references platform.staff (id),
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null
);

create table platform.audit (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor_kind text not null,
  actor_id text not null,
  request_id text not null,
  action text not null,
  subject text not null,
  details jsonb
);
create index audit_by_subject on platform.audit (subject, id);

create function platform.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '%.% is append-only: % refused', tg_table_schema, tg_table_name, tg_op
    using errcode = 'restrict_violation';
end
$$;

create trigger audit_append_only before update or delete or truncate on platform.audit
  for each statement execute function platform.refuse_change();
create trigger event_append_only before update or delete or truncate on platform.event
  for each statement execute function platform.refuse_change();

-- Progress of resumable work (loading a case, a long run): one row per finished step.
create table platform.step (
  work text not null,
  step text not null,
  result jsonb,
  finished_at timestamptz not null,
  primary key (work, step)
);
