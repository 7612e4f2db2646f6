-- What the operator calls an incident's severity and phase. The names are kept as they were when they
-- were given, so that a playbook changed later changes no record. The last of a kind stands.

create table incident.grade (
  id uuid primary key references incident.recorded (id),
  incident_id uuid not null references incident.incident (id),
  kind text not null check (kind in ('severity', 'phase')),
  code text not null,
  title_ko text not null check (btrim(title_ko) <> ''),
  title_en text not null check (btrim(title_en) <> '')
);
create index grade_of_incident on incident.grade (incident_id, kind);

create trigger append_only before update or delete on incident.grade
  for each row execute function incident.refuse_change();
