-- What millions of rows refer to is looked up once for all that a statement writes, not row by row,
-- which cost a quarter of what paying a million took. The same is refused as by a foreign key: a
-- row without its parent by a trigger after the statement that writes it; a parent that goes or
-- changes its key by a trigger on the parent, which never does either. So a parent that was seen
-- stays, and no lock is needed on it.

-- Refuses a statement one of whose rows names a parent that does not exist. Arguments: the parent's
-- table, its key's columns, the columns that name it here. A row one of whose columns is null names
-- nothing. Columns are parted by a comma and a space. Parents are always found by their key: a plan that reads a table whole would do for few.
create function settlement.require_parent() returns trigger language plpgsql
  set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  orphan text;
begin
  execute format('select child::text from (select distinct %s from written) as child
      where child is not null and not exists (select from %s as parent where (%s) = (%s)) limit 1',
      tg_argv[2], tg_argv[0], 'parent.' || replace(tg_argv[1], ', ', ', parent.'),
      'child.' || replace(tg_argv[2], ', ', ', child.'))
    into orphan;
  if orphan is not null then
    raise exception '%.% names % %, which does not exist in %', tg_table_schema, tg_table_name,
      tg_argv[2], orphan, tg_argv[0] using errcode = 'foreign_key_violation';
  end if;
  return null;
end
$$;

-- Refuses the removal of a row that others may name, and a change of what they name it by.
create function settlement.keep_key() returns trigger language plpgsql as $$
begin
  raise exception '%.% keeps its rows and their keys: % refused', tg_table_schema, tg_table_name,
    tg_op using errcode = 'restrict_violation';
end
$$;

do $$
declare
  old record;
begin
  for old in select conrelid::regclass as child, conname from pg_constraint
      where contype = 'f' and conrelid in ('settlement.transfer'::regclass,
        'settlement.payout'::regclass, 'settlement.payout_event'::regclass,
        'settlement.statement_line'::regclass, 'settlement.rail_payment'::regclass,
        'settlement.rail_line'::regclass)
  loop
    execute format('alter table %s drop constraint %I', old.child, old.conname);
  end loop;
end $$;

create trigger debit_account_known after insert on settlement.transfer
  referencing new table as written for each statement execute function settlement.require_parent(
    'settlement.account', 'id, incident_id, currency', 'debit_account_id, incident_id, currency');
create trigger credit_account_known after insert on settlement.transfer
  referencing new table as written for each statement execute function settlement.require_parent(
    'settlement.account', 'id, incident_id, currency', 'credit_account_id, incident_id, currency');
create trigger pending_known after insert on settlement.transfer
  referencing new table as written for each statement execute function settlement.require_parent(
    'settlement.transfer', 'id', 'pending_id');
create trigger run_known after insert on settlement.payout
  referencing new table as written for each statement execute function settlement.require_parent(
    'settlement.payout_run', 'id', 'run_id');
create trigger award_known after insert on settlement.payout
  referencing new table as written for each statement execute function settlement.require_parent(
    'settlement.award', 'id', 'award_id');
create trigger payout_known after insert on settlement.payout_event
  referencing new table as written for each statement execute function settlement.require_parent(
    'settlement.payout', 'id', 'payout_id');
create trigger payout_known after insert on settlement.statement_line
  referencing new table as written for each statement execute function settlement.require_parent(
    'settlement.payout', 'id', 'payout_id');
create trigger file_known after insert on settlement.rail_payment
  referencing new table as written for each statement execute function settlement.require_parent(
    'settlement.rail_file', 'id', 'file_id');
create trigger file_known after insert on settlement.rail_line
  referencing new table as written for each statement execute function settlement.require_parent(
    'settlement.inbound_file', 'id', 'file_id');
-- a line that nothing came of is taken over by a later file
create trigger file_known_still after update on settlement.rail_line
  referencing new table as written for each statement execute function settlement.require_parent(
    'settlement.inbound_file', 'id', 'file_id');

-- Transfers and awards are append-only already.
create trigger keep_key before delete or truncate or update of id, incident_id, currency
  on settlement.account for each statement execute function settlement.keep_key();
create trigger keep_key before delete or truncate or update of id
  on settlement.payout_run for each statement execute function settlement.keep_key();
create trigger keep_key before delete or truncate or update of id, run_id, award_id
  on settlement.payout for each statement execute function settlement.keep_key();
create trigger keep_key before delete or truncate or update of id
  on settlement.rail_file for each statement execute function settlement.keep_key();
create trigger keep_key before delete or truncate or update of reference, file_id
  on settlement.rail_payment for each statement execute function settlement.keep_key();
create trigger keep_key before delete or truncate or update of id
  on settlement.inbound_file for each statement execute function settlement.keep_key();

-- That a reference is `A` and the payout's own id says all that this pattern said, and an update
-- pays for it each time.
alter table settlement.payout drop constraint payout_rail_reference_check;
