import type { FC } from 'hono/jsx';

export interface ButtonProps {
  readonly text: string;
  /** a link that begins something when given, otherwise a button that sends its form */
  readonly href?: string;
  readonly isSecondary?: boolean;
  readonly name?: string;
  readonly value?: string;
}

/** The one strong action of a page, full width at the thumb on a phone; 56 px high. */
export const Button: FC<ButtonProps> = ({ text, href, isSecondary = false, name, value }) => {
  const look = isSecondary ? 'btn two' : 'btn';
  if (href !== undefined) {
    return (
      <a class={look} href={href}>
        {text}
      </a>
    );
  }
  return (
    <button class={look} type="submit" name={name} value={value}>
      {text}
    </button>
  );
};
