-- The files that the figures of a report are reckoned from, by the hash that the report names; and
-- the signed note of each published version.

create table disclosure.report_input (
  hash text primary key check (hash ~ '^[0-9a-f]{64}$'),
  name text not null check (name ~ '^[A-Za-z0-9.-]{1,200}$'),
  -- the bytes that were hashed, in UTF-8
  text text not null
);
create trigger append_only before update or delete or truncate on disclosure.report_input
  for each statement execute function disclosure.refuse_change();

-- C2SP signed note over incident, version and hash; absent in versions published before it was made.
alter table disclosure.report add column note text;
