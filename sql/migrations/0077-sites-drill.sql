-- What drills of whole sites showed. A report is only ever added; the same report is kept once. Its hash
-- goes to the transparency log.

create table continuity.sites_drill (
  id uuid primary key,
  report_hash text not null check (report_hash ~ '^[0-9a-f]{64}$'),
  is_kept boolean not null,
  started_at timestamptz not null,
  report jsonb not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  constraint sites_drill_once unique (report_hash)
);
create index sites_drill_by_start on continuity.sites_drill (started_at desc, id);

create trigger sites_drill_append_only before update or delete or truncate on continuity.sites_drill
  for each statement execute function continuity.refuse_change();
