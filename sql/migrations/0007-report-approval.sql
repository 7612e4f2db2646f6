-- A report is published in two steps: one person prepares the exact bytes, another approves them.

create table disclosure.report_draft (
  id uuid primary key,
  incident_id uuid not null references incident.incident (id),
  -- the last published version when the draft was prepared; 0 before the first
  base_version integer not null check (base_version >= 0),
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  -- canonical JSON, as hashed: what is previewed is what is published
  document text not null,
  prepared_by text not null,
  prepared_at timestamptz not null,
  unique (id, prepared_by),
  constraint prepared_once unique (incident_id, base_version, hash)
);

create trigger append_only before update or delete or truncate on disclosure.report_draft
  for each statement execute function disclosure.refuse_change();

alter table disclosure.report
  add column draft_id uuid unique,
  add column prepared_by text,
  add constraint report_of_draft foreign key (draft_id, prepared_by)
    references disclosure.report_draft (id, prepared_by) match full,
  add constraint approved_by_another check (prepared_by <> published_by),
  -- Versions published before this migration have no draft; every later one has.
  add constraint report_has_draft check (draft_id is not null) not valid;
