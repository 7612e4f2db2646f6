import { type ReactNode, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import { useCommand } from '../api/use-command.ts';
import { useLanguage } from '../language.tsx';
import { Button } from '../ui/button.tsx';
import { Facts, Notice, Progress } from '../ui/parts.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { readVerification, type Verification } from './read-verification.ts';

type Fault = Verification['faults'][number];

function placeOf({ level, index, size }: Fault): string {
  if (level !== null) return `${level}/${index}`;
  return String(index ?? size ?? '');
}

function Result({ result }: { readonly result: Verification }): ReactNode {
  const { words, format } = useLanguage();
  const texts = words.disclosure.log;
  return (
    <>
      {result.isVerified ? (
        <Notice tone="good">{texts.verified}</Notice>
      ) : (
        <div className="notice notice-bad" role="alert">
          <p>{texts.faulty(format.count(result.faults.length))}</p>
          <ul>
            {result.faults.map((fault) => (
              <li key={`${fault.code} ${placeOf(fault)}`}>
                {texts.fault[fault.code]?.(placeOf(fault)) ?? fault.code}
              </li>
            ))}
          </ul>
        </div>
      )}
      <Facts
        facts={[
          { name: texts.size, value: format.count(result.size) },
          { name: texts.signedSize, value: format.count(result.signedSize ?? 0) },
          { name: texts.checkpoints, value: format.count(result.checkpointCount) },
          { name: texts.root, value: <code>{result.root}</code> },
        ]}
      />
    </>
  );
}

/** Has the server recompute the whole log; says how far it is, then what it found. */
export function VerifyLog(): ReactNode {
  const { words, format } = useLanguage();
  const texts = words.disclosure.log;
  const [progress, setProgress] = useState<{ done: number; total: number }>();
  const [result, setResult] = useState<Verification>();
  const [hasFailed, setFailed] = useState(false);
  const command = useCommand({
    request: async () => {
      const stream = await unwrap(api.POST('/api/v1/log/verification', { parseAs: 'stream' }));
      const isOver = await readVerification(stream as ReadableStream<Uint8Array>, (line) => {
        if (line.kind === 'progress') setProgress({ done: line.done, total: line.total });
        if (line.kind === 'result') setResult(line.result);
        if (line.kind === 'failed') setFailed(true);
      });
      if (!isOver) setFailed(true);
    },
    refresh: [['log', 'head']],
  });
  const verify = (): void => {
    setProgress(undefined);
    setResult(undefined);
    setFailed(false);
    void command.run(undefined);
  };
  return (
    <>
      <div className="actions">
        <Button kind="main" isBusy={command.isRunning} onPress={verify}>
          {texts.verify}
        </Button>
      </div>
      {command.isRunning && progress !== undefined ? (
        <Progress
          label={texts.verifying(format.count(progress.done), format.count(progress.total))}
          value={progress.done}
          max={progress.total}
        />
      ) : null}
      <ProblemNotice problem={command.problem} />
      {hasFailed ? (
        <div className="notice notice-bad" role="alert">
          {texts.failed}
        </div>
      ) : null}
      {result === undefined ? null : <Result result={result} />}
    </>
  );
}
