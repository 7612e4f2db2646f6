-- A pending transfer may say until when it waits; after that it is expired, never posted or voided.

alter table settlement.transfer add column expires_at timestamptz;
alter table settlement.transfer
  drop constraint transfer_kind_check,
  drop constraint transfer_resolves,
  add constraint transfer_kind_check
    check (kind in ('posted', 'pending', 'post', 'void', 'expire')),
  add constraint transfer_resolves
    check ((kind in ('post', 'void', 'expire')) = (pending_id is not null)),
  add constraint transfer_expires check (expires_at is null or kind = 'pending');
create index transfer_expiring on settlement.transfer (expires_at) where expires_at is not null;

-- Whoever connects as another role than the owner may add transfers and read them, and no more.
revoke all on settlement.transfer, settlement.account, settlement.ledger from public;
