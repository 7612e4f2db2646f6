import { autocompletion, type CompletionSource } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentUnit } from '@codemirror/language';
import { type Diagnostic, linter, lintGutter, lintKeymap } from '@codemirror/lint';
import { EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  hoverTooltip,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { type ReactElement, useEffect, useRef } from 'react';
import { completeAt } from './complete-word.ts';
import { explainAt, findProblems, formatText } from './policy-diagnostics.ts';
import { policySyntax } from './policy-syntax.ts';
import { renderWord } from './render-word.ts';

/** What the editor is given; `label` names it for a screen reader. */
export interface PolicyEditorProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly label: string;
  readonly locale: 'ko' | 'en';
  readonly isReadOnly?: boolean;
}

const theme = EditorView.theme({
  '&': { fontSize: '14px', backgroundColor: '#fff', border: '1px solid #8a949e' },
  '&.cm-focused': { outline: '3px solid #0b50d0', outlineOffset: '2px' },
  '.cm-scroller': {
    fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Noto Sans Mono CJK KR", monospace',
    maxHeight: '70vh',
    minHeight: '320px',
    overflow: 'auto',
  },
  '.cm-tooltip': { maxWidth: '560px', padding: '4px 8px', whiteSpace: 'pre-wrap' },
});

function lintSource(locale: 'ko' | 'en'): (view: EditorView) => readonly Diagnostic[] {
  return (view) =>
    findProblems(view.state.doc.toString(), locale).map((problem) => ({ ...problem }));
}

function hover(locale: 'ko' | 'en'): Extension {
  return hoverTooltip((view, at) => {
    const found = explainAt(view.state.doc.toString(), at);
    if (!found) return null;
    const { from, to, word } = found;
    return {
      pos: from,
      end: to,
      create: () => {
        const dom = view.dom.ownerDocument.createElement('div');
        dom.textContent = renderWord(word, locale);
        return { dom };
      },
    };
  });
}

const kinds = { name: 'variable', function: 'function', keyword: 'keyword' } as const;

/** Offers words from the second letter on, or where they are asked for (Ctrl+Space). */
const complete: CompletionSource = ({ state, pos, explicit }) => {
  const found = completeAt(state.doc.toString(), pos, { least: explicit ? 0 : 2 });
  if (!found || found.choices.length === 0) return null;
  const options = found.choices.map(({ label, kind, detail }) => ({
    ...{ label, type: kinds[kind], ...(detail === undefined ? {} : { info: detail }) },
  }));
  return { from: found.from, options, validFor: /^[\p{L}\p{N}_-]*$/u };
};

/** Puts the text into its canonical form; a text that cannot be read is left as it is. */
function formatDocument(view: EditorView): boolean {
  const text = view.state.doc.toString();
  const formatted = formatText(text);
  if (formatted !== undefined && formatted !== text) {
    const anchor = Math.min(view.state.selection.main.anchor, formatted.length);
    view.dispatch({
      changes: { from: 0, to: text.length, insert: formatted },
      selection: { anchor },
    });
  }
  return true;
}

function extensionsFor(
  { label, locale, isReadOnly }: Omit<PolicyEditorProps, 'text' | 'onChange'>,
  changed: (text: string) => void,
): Extension {
  return [
    lineNumbers(),
    history(),
    drawSelection(),
    bracketMatching(),
    highlightActiveLine(),
    indentUnit.of('  '),
    EditorState.tabSize.of(2),
    EditorView.lineWrapping,
    EditorState.readOnly.of(isReadOnly === true),
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    policySyntax(),
    linter(lintSource(locale), { delay: 300 }),
    lintGutter(),
    hover(locale),
    // Nothing is chosen until somebody goes to it: Enter stays the end of a line.
    autocompletion({ override: [complete], selectOnOpen: false, icons: false }),
    keymap.of([
      { key: 'Mod-Shift-f', run: formatDocument, preventDefault: true },
      ...defaultKeymap,
      ...historyKeymap,
      ...lintKeymap,
      indentWithTab,
    ]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) changed(update.state.doc.toString());
    }),
    theme,
  ];
}

/**
 * The editor of policy documents: colours, what is wrong as it is typed, what a word stands for
 * when it is pointed at, words as they are begun, and the formatter (Ctrl+Shift+F). Esc, then Tab, leaves it by keyboard.
 *
 * It lives in a shadow root, where its styles are adopted sheets: the page's
 * Content-Security-Policy allows no style element.
 */
export function PolicyEditor(props: PolicyEditorProps): ReactElement {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props.onChange);
  latest.current = props.onChange;
  const { text, label, locale, isReadOnly = false } = props;

  // The editor is opened once for a label, language and mode; texts from outside are put into it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new text does not open a new editor
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    const extensions = extensionsFor({ label, locale, isReadOnly }, (now) => latest.current(now));
    const opened = new EditorView({
      state: EditorState.create({ doc: text, extensions }),
      parent: root,
      root,
    });
    view.current = opened;
    return () => {
      view.current = null;
      opened.destroy();
    };
  }, [label, locale, isReadOnly]);

  useEffect(() => {
    const opened = view.current;
    if (!opened || opened.state.doc.toString() === text) return;
    opened.dispatch({ changes: { from: 0, to: opened.state.doc.length, insert: text } });
  }, [text]);

  return <div ref={host} className="policy-editor" />;
}
