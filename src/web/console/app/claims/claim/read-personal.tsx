import { type ReactNode, useState } from 'react';
import { usePermission } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/field.tsx';
import { type ReadPurpose, readPurposes } from '../claim-data.ts';
import { useClaimWords } from '../claim-words.ts';

/** Asks why what is personal is to be read; it is shown, and written down, once a reason is given. */
export function ReadPersonal(props: {
  readonly isAppealed: boolean;
  readonly onRead: (purpose: ReadPurpose) => void;
}): ReactNode {
  const { texts } = useClaimWords();
  const [purpose, setPurpose] = useState<ReadPurpose>(props.isAppealed ? 'appeal' : 'review');
  if (!usePermission('claim:read_personal')) {
    return <p className="hint">{texts.claim.personalHidden}</p>;
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        props.onRead(purpose);
      }}
    >
      <SelectField
        label={texts.desk.purpose}
        hint={texts.desk.purposeHint}
        value={purpose}
        options={readPurposes.map((value) => ({ value, label: texts.desk.purposes[value] }))}
        onChange={(value) => setPurpose(value as ReadPurpose)}
      />
      <Button type="submit">{texts.desk.read}</Button>
    </form>
  );
}
