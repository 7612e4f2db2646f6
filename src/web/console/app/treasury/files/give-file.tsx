import { type FormEvent, type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import type { components } from '../../api/schema.generated.ts';
import { useCommand } from '../../api/use-command.ts';
import { useLanguage } from '../../language.tsx';
import { Button } from '../../ui/button.tsx';
import { Field, SelectField } from '../../ui/field.tsx';
import { Notice } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { type RailSummary, treasuryKeys } from '../treasury-data.ts';
import { FileProblemText } from './file-problem.tsx';

type Imported = components['schemas']['ImportedFile'];
type Kind = 'statement' | 'result' | 'names';

function Result({ imported }: { readonly imported: Imported }): ReactNode {
  const { words, format } = useLanguage();
  const texts = words.treasury.files;
  const { count } = format;
  if (imported.problem !== null) {
    return (
      <Notice tone="warn" title={texts.quarantined}>
        <p>
          <FileProblemText problem={imported.problem} />
        </p>
      </Notice>
    );
  }
  const { lineCount, confirmedCount, returnedCount, exceptionCount } = imported;
  return (
    <Notice tone="good">
      {imported.isRepeated
        ? texts.repeated
        : texts.applied({
            lines: count(lineCount),
            confirmed: count(confirmedCount),
            returned: count(returnedCount),
            exceptions: count(exceptionCount),
          })}
    </Notice>
  );
}

/** Takes a file the bank gave and says what became of it. */
export function GiveFile({ rail }: { readonly rail: RailSummary }): ReactNode {
  const { words } = useLanguage();
  const texts = words.treasury.files;
  const kinds: readonly Kind[] =
    rail.kind === 'bulk' ? ['result', 'names', 'statement'] : ['statement'];
  const [kind, setKind] = useState<Kind>(kinds[0] ?? 'statement');
  const [file, setFile] = useState<File>();
  const [isTried, setTried] = useState(false);
  const [imported, setImported] = useState<Imported>();
  const give = useCommand({
    request: (chosen: File) =>
      unwrap(
        api.POST('/api/v1/rails/{rail}/inbound-files', {
          params: {
            path: { rail: rail.rail },
            query: { kind, currency: 'KRW', name: chosen.name.slice(0, 200) },
          },
          body: chosen as unknown as string,
          bodySerializer: (body: unknown) => body as Blob,
          headers: { 'content-type': 'application/octet-stream' },
        }),
      ),
    refresh: treasuryKeys,
  });
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (file === undefined) return;
    setImported(await give.run(file));
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      {kinds.length === 1 ? null : (
        <SelectField
          label={texts.kind}
          value={kind}
          options={kinds.map((value) => ({ value, label: texts.kinds[value] }))}
          onChange={(value) => setKind(kinds.find((known) => known === value) ?? 'statement')}
        />
      )}
      <Field
        label={texts.file}
        hint={kinds.length === 1 ? texts.kinds.statement : undefined}
        error={isTried && file === undefined ? texts.fileMissing : undefined}
      >
        {(ids) => (
          <input
            {...ids}
            type="file"
            onChange={(event) => {
              setImported(undefined);
              setFile(event.target.files?.[0]);
            }}
          />
        )}
      </Field>
      <ProblemNotice problem={give.problem} />
      {imported === undefined ? null : <Result imported={imported} />}
      <Button type="submit" kind="main" isBusy={give.isRunning}>
        {texts.submit}
      </Button>
    </form>
  );
}
