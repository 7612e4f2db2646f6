-- The disclosure room: the transparency log (RFC 6962 tree, C2SP checkpoints) and the public report.
-- Entries, nodes and checkpoints are only ever added.

create schema disclosure;

-- One row: how many entries the log has. Locked while entries are appended, so that indices have no
-- gap and readers who see a size see every entry below it. Frozen, it is no longer signed; entries
-- are still taken, so that no claim is turned away.
create table disclosure.head (
  id integer primary key check (id = 1),
  size bigint not null check (size >= 0),
  frozen_at timestamptz,
  frozen_code text,
  check ((frozen_at is null) = (frozen_code is null))
);
insert into disclosure.head (id, size) values (1, 0);

create table disclosure.entry (
  index bigint primary key check (index >= 0),
  kind text not null,
  data bytea not null check (octet_length(data) between 1 and 65535),
  leaf_hash bytea not null check (octet_length(leaf_hash) = 32),
  -- The record the entry is about; internal, never published.
  subject text not null,
  source_event_id bigint not null unique,
  recorded_at timestamptz not null
);
create index entry_by_leaf_hash on disclosure.entry (leaf_hash);

-- Complete subtrees of level 1 and above; level 0 is entry.leaf_hash.
create table disclosure.node (
  level smallint not null check (level between 1 and 53),
  index bigint not null check (index >= 0),
  hash bytea not null check (octet_length(hash) = 32),
  primary key (level, index)
);

-- `peaks` are the roots of the complete subtrees of that size, joined, computed from the entries
-- themselves when the checkpoint was signed: where the next recomputation starts.
create table disclosure.checkpoint (
  size bigint primary key check (size >= 0),
  root bytea not null check (octet_length(root) = 32),
  peaks bytea not null check (octet_length(peaks) % 32 = 0),
  note text not null,
  at timestamptz not null
);

create table disclosure.report (
  incident_id uuid not null references incident.incident (id),
  version integer not null check (version >= 1),
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  -- canonical JSON, as hashed
  document text not null,
  published_by text not null,
  published_at timestamptz not null,
  primary key (incident_id, version)
);

create function disclosure.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'disclosure.% is append-only: % refused', tg_table_name, tg_op
    using errcode = 'restrict_violation';
end
$$;

create trigger append_only before update or delete or truncate on disclosure.entry
  for each statement execute function disclosure.refuse_change();
create trigger append_only before update or delete or truncate on disclosure.node
  for each statement execute function disclosure.refuse_change();
create trigger append_only before update or delete or truncate on disclosure.checkpoint
  for each statement execute function disclosure.refuse_change();
create trigger append_only before update or delete or truncate on disclosure.report
  for each statement execute function disclosure.refuse_change();

-- The size only grows, and only together with the entries it counts.
create function disclosure.check_head() returns trigger language plpgsql as $$
begin
  if new.size < old.size then
    raise exception 'disclosure.head: the log cannot shrink from % to %', old.size, new.size
      using errcode = 'check_violation';
  end if;
  if new.size > 0 and not exists (select 1 from disclosure.entry where index = new.size - 1) then
    raise exception 'disclosure.head: there is no entry %', new.size - 1
      using errcode = 'check_violation';
  end if;
  return new;
end
$$;
create trigger head_grows before update on disclosure.head
  for each row execute function disclosure.check_head();
