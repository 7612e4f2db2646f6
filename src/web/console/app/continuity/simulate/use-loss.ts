import { useEffect, useRef, useState } from 'react';
import type { LossAnswer, LossRequest } from './loss.worker.ts';
import { openLossWorker } from './trusted.ts';

/** What the worker last answered, and whether it failed. */
export interface LossView {
  readonly answer: LossAnswer | undefined;
  readonly hasFailed: boolean;
}

/** Asks the worker again whenever the question changes; an answer to an older question is dropped. */
export function useLoss(request: Omit<LossRequest, 'turn'>): LossView {
  const worker = useRef<Worker>(undefined);
  const turn = useRef(0);
  const [view, setView] = useState<LossView>({ answer: undefined, hasFailed: false });
  useEffect(() => {
    const made = openLossWorker();
    worker.current = made;
    made.onmessage = (event: MessageEvent<LossAnswer>) => {
      if (event.data.turn === turn.current) setView({ answer: event.data, hasFailed: false });
    };
    made.onerror = () => setView((before) => ({ ...before, hasFailed: true }));
    return () => made.terminate();
  }, []);
  const key = JSON.stringify(request);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the whole question
  useEffect(() => {
    turn.current += 1;
    worker.current?.postMessage({ ...request, turn: turn.current });
  }, [key]);
  return view;
}
