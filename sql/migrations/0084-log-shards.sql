-- The log in shards: one is closed for a period, with a last checkpoint that names its successor, and
-- the next begins. Each is a tree of its own under a name of its own. On a large log the primary keys
-- are built anew, which takes about a minute for ten million entries.

alter table disclosure.head
  drop constraint head_id_check,
  add constraint head_id_check check (id >= 1),
  -- the name in its checkpoints; null in a log that was never sharded: that of the configuration
  add column origin text unique,
  add column closed_at timestamptz,
  add column successor text,
  add constraint head_closed_whole check ((closed_at is null) = (successor is null)),
  add constraint head_closed_named check (closed_at is null or origin is not null);

alter table disclosure.cosignature drop constraint cosignature_size_fkey;
alter table disclosure.entry
  add column shard integer not null default 1,
  drop constraint entry_pkey,
  add primary key (shard, index);
alter table disclosure.node
  add column shard integer not null default 1,
  drop constraint node_pkey,
  add primary key (shard, level, index);
alter table disclosure.checkpoint
  add column shard integer not null default 1,
  drop constraint checkpoint_pkey,
  add primary key (shard, size);
alter table disclosure.cosignature
  add column shard integer not null default 1,
  drop constraint cosignature_pkey,
  add primary key (shard, witness, size),
  add foreign key (shard, size) references disclosure.checkpoint (shard, size);
drop index disclosure.cosignature_by_size;
create index cosignature_by_size on disclosure.cosignature (shard, size);

-- The size only grows, and only together with the entries it counts; a closed shard is as it is.
create or replace function disclosure.check_head() returns trigger language plpgsql as $$
begin
  if new.size < old.size then
    raise exception 'disclosure.head: the log cannot shrink from % to %', old.size, new.size
      using errcode = 'check_violation';
  end if;
  if old.closed_at is not null and
    (new.size, new.origin, new.closed_at, new.successor) is distinct from
    (old.size, old.origin, old.closed_at, old.successor)
  then
    raise exception 'disclosure.head: shard % is closed', old.id using errcode = 'check_violation';
  end if;
  if new.size > 0 and not exists
    (select 1 from disclosure.entry where shard = new.id and index = new.size - 1)
  then
    raise exception 'disclosure.head: there is no entry %', new.size - 1
      using errcode = 'check_violation';
  end if;
  return new;
end
$$;

-- A shard begins only where the one before it is closed, and under the name that one gave it.
create function disclosure.check_shard() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from disclosure.head
    where id = new.id - 1 and closed_at is not null and successor = new.origin)
  then
    raise exception 'disclosure.head: shard % does not follow a closed one', new.id
      using errcode = 'check_violation';
  end if;
  return new;
end
$$;
create trigger shard_follows before insert on disclosure.head
  for each row execute function disclosure.check_shard();
create trigger shard_stays before delete or truncate on disclosure.head
  for each statement execute function disclosure.refuse_change();
