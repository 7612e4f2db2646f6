import type { ReactNode } from 'react';
import { Section } from '../../ui/parts.tsx';
import type { Clause } from '../policy-data.ts';
import { usePolicyWords } from '../policy-words.ts';

function Part({ part }: { readonly part: Clause['parts'][number] }): ReactNode {
  const { texts } = usePolicyWords();
  if (part.kind === 'prose') {
    return part.text.split(/\n\s*\n/).map((paragraph) => <p key={paragraph}>{paragraph}</p>);
  }
  const title = part.kind === 'cases' ? texts.examples : texts.code;
  return (
    <details className="policy-code">
      <summary>{title}</summary>
      <pre>
        <code>{part.text}</code>
      </pre>
    </details>
  );
}

/** The document clause by clause: the prose as people read it, the code under it on demand. */
export function ClauseTexts({ clauses }: { readonly clauses: readonly Clause[] }): ReactNode {
  const { texts } = usePolicyWords();
  return (
    <Section title={texts.text}>
      {clauses.map((clause) => (
        <article key={clause.line} className="policy-clause">
          <h3>{clause.title}</h3>
          {clause.parts.map((part) => (
            <Part key={part.line} part={part} />
          ))}
        </article>
      ))}
    </Section>
  );
}
