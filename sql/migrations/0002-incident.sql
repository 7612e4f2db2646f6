-- The incident room: what broke, when, for whom, why, who was responsible.
-- Statements are only ever added. A correction is a further row; an adoption names the row that
-- compensation rests on, and a later adoption displaces it without removing it.

create schema incident;

create table incident.incident (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  title_ko text not null check (title_ko <> ''),
  title_en text not null check (title_en <> ''),
  zone text not null,
  state text not null default 'open' check (state in ('open', 'restored', 'closed')),
  opened_at timestamptz not null,
  restored_at timestamptz,
  constraint restored_after_opening check (restored_at > opened_at),
  constraint restored_has_instant check (state = 'open' or restored_at is not null)
);

-- One row per record a caller gave an id: the same id with the same content is answered as before,
-- the same id with other content is refused.
create table incident.recorded (
  id uuid primary key,
  kind text not null,
  incident_id uuid not null references incident.incident (id) deferrable initially deferred,
  content_hash bytea not null check (octet_length(content_hash) = 32),
  recorded_by text not null,
  recorded_at timestamptz not null
);

create table incident.party (
  incident_id uuid not null references incident.incident (id),
  code text not null check (code ~ '^[a-z][a-z0-9_]*$'),
  title_ko text not null,
  title_en text not null,
  primary key (incident_id, code)
);

create table incident.affected_function (
  incident_id uuid not null references incident.incident (id),
  service text not null check (service ~ '^[a-z][a-z0-9_]*$'),
  function text not null check (function ~ '^[a-z][a-z0-9_]*$'),
  title_ko text not null,
  title_en text not null,
  position integer not null,
  primary key (incident_id, service, function)
);

create table incident.source (
  incident_id uuid not null references incident.incident (id),
  number integer not null check (number > 0),
  address text not null,
  remark text,
  primary key (incident_id, number)
);

create table incident.impact (
  id uuid primary key references incident.recorded (id),
  incident_id uuid not null,
  thread_id uuid not null,
  version integer not null check (version >= 1),
  service text not null,
  function text not null,
  region text,
  platform text,
  plan text,
  severity text not null check (severity in ('down', 'degraded')),
  stated_by text not null,
  sources integer[] not null,
  note_ko text,
  note_en text,
  reason text not null,
  unique (thread_id, version),
  check ((version = 1) = (thread_id = id)),
  foreign key (incident_id, service, function)
    references incident.affected_function (incident_id, service, function),
  foreign key (incident_id, stated_by) references incident.party (incident_id, code)
);
create index impact_of_incident on incident.impact (incident_id, service, function);

create table incident.impact_interval (
  impact_id uuid not null references incident.impact (id),
  position integer not null,
  affected_from timestamptz not null,
  from_precision text not null,
  affected_until timestamptz,
  until_precision text,
  primary key (impact_id, position),
  check (affected_until > affected_from),
  check ((affected_until is null) = (until_precision is null))
);

create table incident.impact_adoption (
  id uuid primary key references incident.recorded (id),
  incident_id uuid not null references incident.incident (id),
  impact_id uuid not null references incident.impact (id),
  -- service/function/region/platform/plan/severity: what contested statements are about
  impact_key text not null,
  reason text not null check (btrim(reason) <> ''),
  adopted_by text not null,
  adopted_at timestamptz not null,
  displaces_id uuid unique references incident.impact_adoption (id),
  added_ms bigint not null check (added_ms >= 0),
  removed_ms bigint not null check (removed_ms >= 0)
);
-- A key is adopted once; every later adoption of it displaces exactly one earlier one.
create unique index impact_adopted_first on incident.impact_adoption (incident_id, impact_key)
  where displaces_id is null;

create table incident.finding (
  id uuid primary key references incident.recorded (id),
  incident_id uuid not null,
  layer text not null,
  text_ko text not null,
  text_en text not null,
  stated_by text not null,
  sources integer[] not null check (cardinality(sources) > 0),
  contests uuid[] not null,
  foreign key (incident_id, stated_by) references incident.party (incident_id, code)
);

create table incident.responsibility (
  id uuid primary key references incident.recorded (id),
  incident_id uuid not null,
  stated_by text not null,
  reason_ko text not null,
  reason_en text not null,
  is_assumed boolean not null,
  sources integer[] not null,
  recourse jsonb not null,
  foreign key (incident_id, stated_by) references incident.party (incident_id, code)
);

create table incident.responsibility_share (
  responsibility_id uuid not null references incident.responsibility (id),
  position integer not null,
  kind text not null check (kind in ('own', 'supplier', 'shared', 'force_majeure')),
  party text,
  numerator numeric not null check (numerator > 0 and scale(numerator) = 0),
  denominator numeric not null check (denominator > 0 and scale(denominator) = 0),
  primary key (responsibility_id, position)
);

-- Shares sum to exactly one, checked when the transaction commits, in whole numbers.
create function incident.check_shares() returns trigger language plpgsql as $$
declare
  share record;
  sum_numerator numeric := 0;
  sum_denominator numeric := 1;
begin
  for share in
    select numerator, denominator from incident.responsibility_share
    where responsibility_id = new.id
  loop
    sum_numerator := sum_numerator * share.denominator + share.numerator * sum_denominator;
    sum_denominator := sum_denominator * share.denominator;
  end loop;
  if sum_numerator <> sum_denominator then
    raise exception 'incident: the shares of responsibility % do not sum to one', new.id
      using errcode = 'check_violation';
  end if;
  return null;
end $$;

create constraint trigger shares_sum_to_one after insert on incident.responsibility
  deferrable initially deferred for each row execute function incident.check_shares();

create table incident.timeline_entry (
  id uuid primary key references incident.recorded (id),
  incident_id uuid not null,
  occurred_at timestamptz not null,
  occurred_precision text not null,
  visibility text not null check (visibility in ('public', 'private')),
  text_ko text not null,
  text_en text not null,
  stated_by text not null,
  sources integer[] not null,
  contest_group text,
  foreign key (incident_id, stated_by) references incident.party (incident_id, code),
  check (visibility = 'private' or cardinality(sources) > 0)
);
create index timeline_of_incident on incident.timeline_entry (incident_id, occurred_at, id);

create table incident.legal_clock (
  id uuid primary key references incident.recorded (id),
  incident_id uuid not null references incident.incident (id),
  rule jsonb not null,
  charge text not null check (charge in ('paid', 'free')),
  met_at timestamptz,
  met_by_ko text,
  met_by_en text,
  sources integer[] not null
);

create table incident.cohort (
  id uuid primary key references incident.recorded (id),
  incident_id uuid not null,
  party_class text not null,
  service text not null,
  function text not null,
  region text,
  platform text,
  plan text,
  affected_from timestamptz not null,
  affected_until timestamptz not null,
  party_count bigint not null check (party_count >= 0),
  is_assumed boolean not null,
  reason text not null check (btrim(reason) <> ''),
  stated_by text not null,
  sources integer[] not null,
  population_hash text check (population_hash ~ '^[0-9a-f]{64}$'),
  check (affected_until > affected_from),
  foreign key (incident_id, service, function)
    references incident.affected_function (incident_id, service, function)
);

-- Statements are history: nobody updates or deletes them, not even by mistake.
create function incident.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'incident: % is append-only', tg_table_name using errcode = 'check_violation';
end $$;

do $$
declare
  name text;
begin
  foreach name in array array['recorded', 'party', 'affected_function', 'source', 'impact',
    'impact_interval', 'impact_adoption', 'finding', 'responsibility', 'responsibility_share',
    'timeline_entry', 'legal_clock', 'cohort']
  loop
    execute format('create trigger append_only before update or delete on incident.%I '
      'for each row execute function incident.refuse_change()', name);
  end loop;
end $$;
