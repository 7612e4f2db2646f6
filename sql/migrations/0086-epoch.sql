-- Who may send anything out on this database's behalf: the installation that holds the newest
-- token. A copy restored from a backup gets a new one first, so that it sends nothing until
-- somebody takes over and says so. Only ever added.
create table platform.epoch (
  number bigint generated always as identity primary key,
  token text not null check (token ~ '^[0-9a-f]{64}$'),
  at timestamptz not null,
  reason text not null check (reason <> '')
);

create trigger epoch_append_only before update or delete or truncate on platform.epoch
  for each statement execute function platform.refuse_change();
