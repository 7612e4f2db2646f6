-- What witnesses signed: another party's word that it saw a checkpoint, consistent with all it saw
-- before. Only ever added; the checkpoint served carries the lines of its size.

create table disclosure.cosignature (
  size bigint not null references disclosure.checkpoint (size),
  witness text not null,
  -- the signature line of the note, with its newline
  line text not null check (line ~ '^— [^ ]+ [A-Za-z0-9+/=]+\n$'),
  at timestamptz not null,
  primary key (witness, size)
);
create index cosignature_by_size on disclosure.cosignature (size);

create trigger append_only before update or delete or truncate on disclosure.cosignature
  for each statement execute function disclosure.refuse_change();
