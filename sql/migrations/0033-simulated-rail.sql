-- The simulated rail may misbehave as real ones do: pay a reference again after it forgot it, pay
-- what it said it would not. Its rows are its own truth, which the ledger is compared with.

alter table settlement.simulated_rail_payment
  drop constraint simulated_rail_payment_pkey,
  drop constraint simulated_rail_payment_check,
  add column number integer not null default 1 check (number >= 1),
  add primary key (reference, number),
  add constraint simulated_rail_payment_ends check (rejected_code is not null or settles_at is not null);
create index simulated_rail_payment_settled on settlement.simulated_rail_payment (rail, settles_at);
create index simulated_rail_payment_returned on settlement.simulated_rail_payment (rail, returns_at)
  where returns_at is not null;
