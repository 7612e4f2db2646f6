-- Sign-in of staff: which sessions are whose, what a one-time password still owes, and what failed
-- attempts cost. E-mail and network addresses of attempts are kept as keyed digests only.

alter table platform.session
  add column id uuid not null default gen_random_uuid() unique,
  -- opened with a one-time password: nothing but setting a password of one's own is allowed
  add column is_password_due boolean not null default false,
  -- what the member recognises the device by
  add column user_agent text check (char_length(user_agent) <= 300);
create index session_by_staff on platform.session (staff_id);
create index session_by_expiry on platform.session (expires_at);

create table platform.sign_in_attempt (
  digest bytea primary key check (octet_length(digest) = 32),
  failure_count integer not null check (failure_count >= 1),
  last_failed_at timestamptz not null
);
create index sign_in_attempt_old on platform.sign_in_attempt (last_failed_at);

-- Networks a member signed in from: failures elsewhere cost no waiting there.
create table platform.sign_in_place (
  staff_id uuid not null references platform.staff (id),
  network_digest bytea not null check (octet_length(network_digest) = 32),
  signed_in_at timestamptz not null,
  primary key (staff_id, network_digest)
);

create index audit_by_time on platform.audit (at, id);
create index audit_by_actor on platform.audit (actor_id, at, id);
create index audit_by_action on platform.audit (action, at, id);
