import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useLanguage } from '../language.tsx';
import { Button } from './button.tsx';

interface ConfirmDialogProps {
  readonly isOpen: boolean;
  readonly title: string;
  /** what will happen, to whom, for how much, and whether it can be undone */
  readonly children: ReactNode;
  readonly confirmLabel: string;
  readonly isBusy?: boolean;
  readonly isDanger?: boolean;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Asks before a write, with its consequences; Escape and Cancel do nothing. */
export function ConfirmDialog(props: ConfirmDialogProps): ReactNode {
  const { isOpen, title, children, confirmLabel, onConfirm, onCancel } = props;
  const { words } = useLanguage();
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    if (isOpen && dialog.current?.open === false) dialog.current.showModal();
    if (!isOpen && dialog.current?.open === true) dialog.current.close();
  }, [isOpen]);
  return (
    <dialog ref={dialog} aria-labelledby={titleId} onClose={onCancel}>
      <h2 id={titleId}>{title}</h2>
      {isOpen ? children : null}
      <div className="actions">
        <Button
          kind={props.isDanger === true ? 'danger' : 'main'}
          isBusy={props.isBusy === true}
          onPress={onConfirm}
        >
          {confirmLabel}
        </Button>
        <Button onPress={onCancel}>{words.shell.parts.cancel}</Button>
      </div>
    </dialog>
  );
}
