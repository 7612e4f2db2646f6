import { markdown } from '@codemirror/lang-markdown';
import {
  foldNodeProp,
  HighlightStyle,
  indentNodeProp,
  LanguageSupport,
  LRLanguage,
  syntaxHighlighting,
} from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { styleTags, tags } from '@lezer/highlight';
import { policyParser } from '../../../../../policy/index.ts';

// The statements and the words that join them; whatever the grammar writes in small letters.
const keywordNames = policyParser.nodeSet.types
  .map((type) => type.name)
  .filter((name) => /^[a-z]+$/.test(name))
  .join(' ');

/** The policy language with the colours of its parts, from the grammar that the checker reads. */
export const amendsLanguage = LRLanguage.define({
  name: 'amends',
  parser: policyParser.configure({
    props: [
      styleTags({
        [keywordNames]: tags.keyword,
        'Name/...': tags.definition(tags.variableName),
        'NameRef/... ChoiceValue/...': tags.variableName,
        'Callee/...': tags.function(tags.variableName),
        'TypeWord/... RemedyKind/... Source/... PayableWord/... BurdenName/...': tags.typeName,
        'EvidenceName/... ReasonCode/... ClauseRef': tags.labelName,
        'Number Percent Unit/...': tags.number,
        'DateLiteral InstantLiteral': tags.literal,
        'String Text': tags.string,
      }),
      indentNodeProp.add({ Table: (context) => context.baseIndent + context.unit }),
      foldNodeProp.add({ Table: ({ from, to }) => ({ from, to }) }),
    ],
  }),
  languageData: { closeBrackets: { brackets: ['(', '"'] } },
});

// Dark on white, each at least 4.5:1; what a colour says, its place says too.
const colours = HighlightStyle.define([
  { tag: tags.keyword, color: '#083891', fontWeight: '600' },
  { tag: tags.definition(tags.variableName), color: '#1e2124', fontWeight: '700' },
  { tag: tags.function(tags.variableName), color: '#6b3fa0' },
  { tag: tags.typeName, color: '#00695c' },
  { tag: tags.labelName, color: '#8a3b00' },
  { tag: [tags.number, tags.literal], color: '#9c1c1c' },
  { tag: tags.string, color: '#2e6b1f' },
  { tag: tags.heading, fontWeight: '700' },
  { tag: [tags.processingInstruction, tags.meta], color: '#5b636b' },
]);

/** A policy document: Markdown, with the policy language inside its ```amends blocks. */
export function policySyntax(): Extension {
  const { extension } = markdown({
    codeLanguages: (info) => (info.trim() === 'amends' ? amendsLanguage : null),
  });
  return [extension, new LanguageSupport(amendsLanguage).support, syntaxHighlighting(colours)];
}
