import type { FC } from 'hono/jsx';
import { describedBy, FormGroup, type FormGroupProps } from '../form-group/form-group.tsx';

export interface FileFieldProps extends Omit<FormGroupProps, 'isSet' | 'isHeading' | 'children'> {
  readonly name: string;
  /** what the chooser offers first: '.csv,.pdf'; the server looks at the content */
  readonly accept: string;
  readonly isMultiple?: boolean;
}

/** Chooses files to send with the form; works without a script. */
export const FileField: FC<FileFieldProps> = (props) => {
  const { id, name, accept, isMultiple = false, problem } = props;
  return (
    <FormGroup {...props}>
      <input
        class="in"
        type="file"
        id={id}
        name={name}
        accept={accept}
        multiple={isMultiple}
        aria-describedby={describedBy(props)}
        aria-invalid={problem === undefined ? undefined : 'true'}
      />
    </FormGroup>
  );
};
