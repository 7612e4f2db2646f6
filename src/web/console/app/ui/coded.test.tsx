import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { continuity as en } from '../../../messages/en/console/continuity.ts';
import { continuity as ko } from '../../../messages/ko/console/continuity.ts';
import { Coded } from './coded.tsx';

const html = (text: string): string => renderToStaticMarkup(<Coded>{text}</Coded>);

it('shows commands as code, and no backtick', () => {
  expect(html('Run `amends start`, then look.')).toBe('Run <code>amends start</code>, then look.');
  for (const { none } of [ko.sites, en.sites]) {
    expect(html(none).match(/<code>/g)).toHaveLength(3);
    expect(html(none)).toContain('<code>amends drill publish</code>');
    expect(html(none)).not.toContain('`');
  }
});

it('leaves a sentence without commands, and a backtick that stands alone, as they are', () => {
  expect(html('No drill is kept.')).toBe('No drill is kept.');
  expect(html('5` of 7')).toBe('5` of 7');
});
