import { type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import type { components } from '../../api/schema.generated.ts';
import { useCommand } from '../../api/use-command.ts';
import { useLanguage } from '../../language.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { type RailDraft, setupOf } from './rail-draft.ts';

type Preview = components['schemas']['TemplatePreview'];

function Shown({ preview }: { readonly preview: Preview }): ReactNode {
  const { words } = useLanguage();
  const texts = words.treasury.rails;
  return (
    <>
      {preview.lost.length === 0 ? (
        <Notice tone="good">{texts.previewGood}</Notice>
      ) : (
        <Notice tone="warn">
          <ul>
            {preview.lost.map(({ text, characters }) => (
              <li key={text}>{texts.previewLost(text, characters)}</li>
            ))}
          </ul>
        </Notice>
      )}
      <div className="treasury-scroll">
        <table>
          <caption>{texts.previewCaption}</caption>
          {preview.titles.length === 0 ? null : (
            <thead>
              <tr>
                {preview.titles.map((title, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one title
                  <th key={at} scope="col">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
          )}
          <tbody>
            {preview.rows.map((row) => (
              <tr key={row.join('|')}>
                {row.map((cell, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: cells have no name of their own
                  <td key={at}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** Shows what a template writes before it is used, and the characters it cannot carry. */
export function TemplatePreview({ draft }: { readonly draft: RailDraft }): ReactNode {
  const { words } = useLanguage();
  const texts = words.treasury.rails;
  const [names, setNames] = useState('');
  const [preview, setPreview] = useState<Preview>();
  const command = useCommand({
    request: () =>
      unwrap(
        api.POST('/api/v1/rails/template-previews', {
          body: {
            setup: setupOf(draft),
            names: names
              .split(',')
              .map((name) => name.trim())
              .filter((name) => name !== ''),
          },
        }),
      ),
  });
  return (
    <>
      <TextField label={texts.tryNames} value={names} onChange={setNames} />
      <ProblemNotice problem={command.problem} />
      {preview === undefined ? null : <Shown preview={preview} />}
      <Button
        isBusy={command.isRunning}
        onPress={() => void command.run(undefined).then((found) => setPreview(found))}
      >
        {texts.preview}
      </Button>
    </>
  );
}
