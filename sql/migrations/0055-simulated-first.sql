-- A policy version is published only after exactly its text was simulated over a population.
create or replace function claims.guard_policy_version() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.published_at is not null or
    (to_jsonb(new) - 'approver_id' - 'published_at' - 'publication') is distinct from
    (to_jsonb(old) - 'approver_id' - 'published_at' - 'publication')
  then
    raise exception 'claims.policy_version % is immutable', old.id
      using errcode = 'restrict_violation';
  end if;
  if new.published_at is not null and not exists (
    select 1 from claims.policy_simulation as simulation
    where simulation.policy_version_id = new.id and
      simulation.result -> 'policies' @> jsonb_build_array(jsonb_build_object('hash', new.hash)))
  then
    raise exception 'claims.policy_version % is published without a simulation', old.id
      using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;
