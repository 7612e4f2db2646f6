-- Promises made after an outage: who answers for each, until when, and the proof that it was kept.
-- A promise is never changed; that it was kept is another row, once.

create table continuity.promise (
  id uuid primary key,
  incident_id uuid references incident.incident (id),
  title_ko text not null check (title_ko <> ''),
  title_en text not null check (title_en <> ''),
  owner text not null check (owner <> ''),
  due_on date not null,
  made_at timestamptz not null,
  made_by text not null
);
create index promise_by_due_day on continuity.promise (due_on, id);

create table continuity.promise_proof (
  promise_id uuid primary key references continuity.promise (id),
  kept_on date not null,
  proof text not null check (proof <> ''),
  proof_url text check (proof_url ~ '^https?://'),
  recorded_at timestamptz not null,
  recorded_by text not null
);

create trigger promise_append_only before update or delete or truncate on continuity.promise
  for each statement execute function continuity.refuse_change();
create trigger promise_proof_append_only before update or delete or truncate
  on continuity.promise_proof for each statement execute function continuity.refuse_change();
