-- What claimants say of how their claim was handled, once for each decision.

create table claims.satisfaction (
  claim_id uuid not null references claims.claim (id),
  decision_id uuid not null references claims.decision (id),
  rating smallint not null check (rating between 1 and 5),
  is_clear boolean,
  -- encrypted under the key salt of the claim
  remark bytea,
  answered_at timestamptz not null,
  primary key (claim_id, decision_id)
);
