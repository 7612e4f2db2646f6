import { type FormEvent, type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { usePermission } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Section } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { type ClaimDetail, claimKeys } from '../claim-data.ts';
import { useClaimWords } from '../claim-words.ts';
import { newId } from '../new-id.ts';

function WriteNote({ claimId }: { readonly claimId: string }): ReactNode {
  const { texts } = useClaimWords();
  const [text, setText] = useState('');
  const [noteId, setNoteId] = useState(newId);
  const [isTried, setTried] = useState(false);
  const isEmpty = text.trim() === '';
  const write = useCommand({
    request: () =>
      unwrap(
        api.POST('/api/v1/claims/{claimId}/notes', {
          params: { path: { claimId } },
          body: { noteId, text: text.trim() },
        }),
      ),
    refresh: claimKeys,
  });
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (isEmpty || (await write.run(undefined)) === undefined) return;
    setText('');
    setNoteId(newId());
    setTried(false);
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <ProblemNotice problem={write.problem} />
      <TextField
        label={texts.desk.note}
        hint={texts.desk.noteHint}
        error={isTried && isEmpty ? texts.desk.noteMissing : undefined}
        rows={2}
        value={text}
        onChange={setText}
      />
      <Button type="submit" isBusy={write.isRunning}>
        {texts.desk.writeNote}
      </Button>
    </form>
  );
}

/** What colleagues wrote about a claim; it is as personal as the claim itself. */
export function Notes({ claim }: { readonly claim: ClaimDetail }): ReactNode {
  const { texts, format, person } = useClaimWords();
  const mayRead = usePermission('claim:read_personal');
  if (!claim.isPersonalShown) {
    return (
      <Section title={texts.desk.notes}>
        <p className="hint">{mayRead ? texts.desk.notesHidden : texts.claim.personalHidden}</p>
      </Section>
    );
  }
  return (
    <Section title={texts.desk.notes}>
      {claim.notes.length === 0 ? <p className="empty">{texts.desk.noNotes}</p> : null}
      {claim.notes.map(({ noteId, text, writtenBy, writtenAt }) => (
        <div key={noteId}>
          <p className="claims-text">{text}</p>
          <p className="hint">
            {person(writtenBy)} · {format.instant(writtenAt)}
          </p>
        </div>
      ))}
      {claim.erasedAt === undefined ? <WriteNote claimId={claim.claimId} /> : null}
    </Section>
  );
}
