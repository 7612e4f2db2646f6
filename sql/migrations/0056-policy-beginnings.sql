-- When each published policy version began to apply: a row of its own, because a version never
-- changes. Its open claims are assessed again by the event of the same transaction.
create table claims.policy_beginning (
  policy_version_id uuid primary key references claims.policy_version (id),
  begun_at timestamptz not null
);
create trigger policy_beginning_append_only before update or delete on claims.policy_beginning
  for each row execute function claims.refuse_change();

insert into claims.policy_beginning (policy_version_id, begun_at)
  select id, published_at from claims.policy_version
  where published_at is not null
    and coalesce(effective_from, '-infinity'::date) <= published_at::date;
