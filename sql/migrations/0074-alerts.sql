-- Alerts as Prometheus Alertmanager sends them, each kept once by fingerprint and start: what an
-- incident's impacts stated by monitoring are made of.

create table incident.alert (
  incident_id uuid not null references incident.incident (id),
  fingerprint text not null check (fingerprint <> ''),
  starts_at timestamptz not null,
  ends_at timestamptz,
  service text not null,
  function text not null,
  region text,
  platform text,
  plan text,
  severity text not null check (severity in ('down', 'degraded')),
  received_at timestamptz not null,
  primary key (incident_id, fingerprint, starts_at),
  check (ends_at is null or ends_at > starts_at),
  foreign key (incident_id, service, function)
    references incident.affected_function (incident_id, service, function)
);

-- What an alert began as stays; only its end becomes known, once.
create function incident.check_alert() returns trigger language plpgsql as $$
begin
  if old.ends_at is not null or new.ends_at is null
    or (old.incident_id, old.fingerprint, old.starts_at, old.service, old.function, old.severity)
      is distinct from
      (new.incident_id, new.fingerprint, new.starts_at, new.service, new.function, new.severity)
  then
    raise exception 'incident: alert % can only end, once', old.fingerprint
      using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger ends_once before update on incident.alert
  for each row execute function incident.check_alert();
