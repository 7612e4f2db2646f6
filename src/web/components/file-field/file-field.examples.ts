import type { FileFieldProps } from './file-field.tsx';

/** A sales file, and documents with a problem. */
export const fileFieldExamples = {
  sales: { id: 'sales', name: 'sales', label: '매출 파일', accept: '.csv', hint: 'CSV 파일' },
  documents: {
    id: 'documents',
    name: 'documents',
    label: 'Documents',
    accept: '.pdf,.jpg,.png',
    isMultiple: true,
    problem: '“a.pdf” is empty. Choose another file.',
  },
} satisfies Record<string, FileFieldProps>;
