-- What drills showed. A record is only ever added; the same record is kept once. Its hash goes to the
-- transparency log, the record itself does not: it says what can be lost, and how.

create table continuity.drill (
  id uuid primary key,
  record_hash text not null check (record_hash ~ '^[0-9a-f]{64}$'),
  inventory_hash text not null check (inventory_hash ~ '^[0-9a-f]{64}$'),
  node text not null check (node <> ''),
  removed text not null check (removed <> ''),
  scope text not null check (scope in ('full', 'partial')),
  result text not null check (result in ('passed', 'failed')),
  started_at timestamptz not null,
  record jsonb not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  constraint drill_recorded_once unique (record_hash)
);
create index drill_by_start on continuity.drill (started_at desc, id);

create trigger drill_append_only before update or delete or truncate on continuity.drill
  for each statement execute function continuity.refuse_change();
