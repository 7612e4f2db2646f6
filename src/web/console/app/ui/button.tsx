import type { ReactNode } from 'react';
import { useLanguage } from '../language.tsx';

interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress?: () => void;
  readonly kind?: 'main' | 'second' | 'danger' | 'plain';
  readonly isBusy?: boolean;
  readonly isDisabled?: boolean;
  readonly type?: 'button' | 'submit';
}

/** A button; while busy it says so and cannot be pressed again. */
export function Button(props: ButtonProps): ReactNode {
  const { children, onPress, kind = 'second', isBusy = false, type = 'button' } = props;
  const { words } = useLanguage();
  return (
    <button
      type={type}
      className={`btn btn-${kind}`}
      disabled={isBusy || props.isDisabled === true}
      aria-busy={isBusy}
      onClick={onPress}
    >
      {isBusy ? words.shell.parts.working : children}
    </button>
  );
}
