-- Notices: who asked to be told about what, and what became of every notice to every one of them.

create table disclosure.subscriber (
  id uuid primary key,
  channel text not null check (channel in ('mail', 'text', 'webhook')),
  -- keyed, so that nobody who reads the table can try all addresses
  contact_digest bytea check (octet_length(contact_digest) = 32),
  -- the contact, the token of its links and a webhook's secret, encrypted under the salt; all three
  -- are forgotten when the subscriber leaves
  key_salt bytea check (octet_length(key_salt) = 32),
  sealed bytea,
  token_digest bytea not null unique check (octet_length(token_digest) = 32),
  locale text not null check (locale in ('ko', 'en')),
  topics text[] not null check (cardinality(topics) > 0),
  -- a service, or service.function; none means every one
  components text[] not null,
  state text not null check (state in ('asked', 'confirmed', 'disabled', 'left')),
  -- notices in a row that a webhook never took
  failure_count integer not null default 0 check (failure_count >= 0),
  asked_at timestamptz not null,
  -- confirmations sent within the hour that began at asked_at
  asked_count integer not null default 1 check (asked_count > 0),
  confirmed_at timestamptz,
  left_at timestamptz,
  check ((state = 'left') = (sealed is null)),
  check ((sealed is null) = (key_salt is null)),
  check ((sealed is null) = (contact_digest is null)),
  check (state not in ('confirmed', 'disabled') or confirmed_at is not null)
);
create unique index subscriber_once on disclosure.subscriber (contact_digest);

-- Something that is told to everybody who asked for it; made of one event, once.
create table disclosure.announcement (
  id uuid primary key,
  event_id bigint not null unique,
  incident_id uuid not null,
  topic text not null,
  components text[] not null,
  title_ko text not null,
  title_en text not null,
  text_ko text not null,
  text_en text not null,
  path text not null check (path like '/%'),
  zone text not null,
  occurred_at timestamptz not null,
  made_at timestamptz not null
);
create index announcement_latest on disclosure.announcement (made_at desc, id);

create trigger append_only before update or delete or truncate on disclosure.announcement
  for each statement execute function disclosure.refuse_change();

create table disclosure.notice (
  id uuid primary key default gen_random_uuid(),
  announcement_id uuid not null references disclosure.announcement (id),
  subscriber_id uuid not null references disclosure.subscriber (id),
  channel text not null,
  state text not null check (state in
    ('waiting', 'claimed', 'sending', 'sent', 'retrying', 'failed', 'skipped', 'unknown')),
  -- why it was skipped or failed
  reason text,
  -- what the other side said
  detail text,
  attempt_count integer not null default 0,
  due_at timestamptz not null,
  lease_owner uuid,
  lease_until timestamptz,
  changed_at timestamptz not null,
  unique (announcement_id, subscriber_id),
  check ((state in ('claimed', 'sending')) = (lease_owner is not null)),
  check ((lease_owner is null) = (lease_until is null)),
  check ((state = 'skipped') <= (reason is not null))
);
create index notice_due on disclosure.notice (channel, due_at, id)
  where state in ('waiting', 'retrying');
create index notice_leased on disclosure.notice (lease_until)
  where state in ('claimed', 'sending');
create index notice_unknown on disclosure.notice (changed_at) where state = 'unknown';
create index notice_of_subscriber on disclosure.notice (subscriber_id);

-- What was sent is never sent again, whatever a program does: no way leads out of "sent", and only
-- from "claimed" leads one to "sending".
create function disclosure.check_notice() returns trigger language plpgsql as $$
begin
  if (old.state, new.state) not in (
    ('waiting', 'claimed'), ('retrying', 'claimed'),
    ('claimed', 'waiting'), ('claimed', 'retrying'), ('claimed', 'sending'),
    ('claimed', 'skipped'), ('claimed', 'failed'),
    ('sending', 'sent'), ('sending', 'retrying'), ('sending', 'failed'), ('sending', 'unknown'),
    ('unknown', 'sent'), ('unknown', 'waiting'), ('unknown', 'failed'),
    ('failed', 'waiting')
  ) or new.announcement_id <> old.announcement_id or new.subscriber_id <> old.subscriber_id then
    raise exception 'disclosure: notice % cannot go from % to %', old.id, old.state, new.state
      using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger states before update on disclosure.notice
  for each row execute function disclosure.check_notice();
