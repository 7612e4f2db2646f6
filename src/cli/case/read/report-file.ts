import { z } from 'zod';
import { textParts } from '../../../disclosure/reports/index.ts';
import { instantField, titlesField } from './case-fields.ts';

/** report.yaml: what the editor of the public report writes, and when it is published. */
export const reportFileSchema = z.strictObject({
  publishedAt: instantField.exactOptional(),
  text: z.strictObject(
    Object.fromEntries(textParts.map((part) => [part, titlesField.exactOptional()])),
  ),
});
