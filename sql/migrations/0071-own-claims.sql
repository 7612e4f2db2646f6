-- Whoever entered a claim for somebody else neither decides it nor approves what was decided.
create function claims.refuse_own_claim() returns trigger language plpgsql as $$
begin
  if exists (
    select 1 from claims.claim_event e
    where e.claim_id = new.claim_id and e.position = 1 and e.actor_kind = 'staff'
      and e.actor_id in (new.decided_by, new.approved_by)
  ) then
    raise exception 'decision_not_own_claim: whoever entered a claim does not decide or approve it'
      using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger decision_not_own_claim before insert or update of decided_by, approved_by
  on claims.decision for each row execute function claims.refuse_own_claim();
