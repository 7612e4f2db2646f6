import { expect, test } from 'vitest';
import { portalStyle } from './style.ts';

test('text follows the size that the reader set: no size of text is fixed in pixels', () => {
  const onScreen = portalStyle.slice(0, portalStyle.indexOf('@media print'));
  expect(onScreen).toContain('font:1.0625rem/1.6');
  expect(onScreen.match(/font(?:-size)?:[^;}]*\dpx/g)).toBeNull();
});
