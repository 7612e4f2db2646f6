import { assert } from '../../kernel/index.ts';
import type { ReadingDeclaration } from '../statement.ts';
import {
  childNamed,
  childrenNamed,
  labelOf,
  namedOf,
  type Syntax,
  spanOf,
  textOf,
} from './syntax-node.ts';

/** Gives the readings that an error-free Reading node stands for. */
export function lowerReading(syntax: Syntax): ReadingDeclaration {
  const nameNode = childNamed(syntax, 'Name');
  assert(nameNode, 'policy: a reading has a name');
  const label = childNamed(syntax, 'Text');
  const choices = childrenNamed(syntax, 'Choice').map((choice) => {
    const value = childNamed(choice, 'ChoiceValue');
    const text = childNamed(choice, 'Text');
    return { name: value ? textOf(value) : '', ...(text ? { label: labelOf(text) } : {}) };
  });
  const labels = choices.flatMap(({ name, label: own }) => (own ? [[name, own] as const] : []));
  const taken = lowerTaken(syntax);
  const { name, span } = namedOf(nameNode);
  return {
    kind: 'reading',
    name,
    nameSpan: span,
    ...(label ? { label: labelOf(label) } : {}),
    choices: choices.map((choice) => choice.name),
    choiceLabels: new Map(labels),
    ...(taken ? { taken } : {}),
    span: spanOf(syntax),
  };
}

function lowerTaken(syntax: Syntax): ReadingDeclaration['taken'] {
  const node = childNamed(syntax, 'Taken');
  const value = node && childNamed(node, 'ChoiceValue');
  const because = node && childNamed(node, 'Text');
  return value && because ? { ...namedOf(value), because: labelOf(because) } : undefined;
}
