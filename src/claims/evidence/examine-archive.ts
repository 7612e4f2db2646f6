import { strToU8, type Unzipped, unzipSync, zipSync } from 'fflate';

/** What is found in an archive before anything of it is opened. */
export type ArchiveFault = 'cut_off' | 'encrypted' | 'swells';

/** The most an opened spreadsheet may hold: bytes altogether, files, and times its packed size. */
const openBytesMax = 200 * 1024 * 1024;
const fileCountMax = 2_000;
const ratioMax = 250;
const ratioFromBytes = 10 * 1024 * 1024;

/**
 * Looks at the directory of a ZIP archive without opening a file of it.
 *
 * Sizes are those the directory states; a reader that trusts them opens no more than they say.
 *
 * @source PKWARE APPNOTE 4.4.4, bit 0: the file is encrypted
 */
export function findArchiveFault(bytes: Uint8Array): ArchiveFault | undefined {
  let openBytes = 0;
  let fileCount = 0;
  try {
    unzipSync(bytes, {
      filter: ({ originalSize }) => {
        openBytes += originalSize;
        fileCount += 1;
        return false;
      },
    });
  } catch {
    return 'cut_off';
  }
  if (((bytes[6] ?? 0) & 1) === 1) return 'encrypted';
  const isSwollen = openBytes > ratioFromBytes && openBytes > bytes.length * ratioMax;
  if (openBytes > openBytesMax || fileCount > fileCountMax || isSwollen) return 'swells';
  return undefined;
}

const emptyProperties: Readonly<Record<string, string>> = {
  'docProps/core.xml':
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
  'docProps/app.xml':
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
  'docProps/custom.xml':
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
};

/** Gives a spreadsheet without its author, company, editing times and other properties. */
export function stripSpreadsheet(bytes: Uint8Array): Uint8Array {
  const files: Unzipped = unzipSync(bytes);
  for (const [path, text] of Object.entries(emptyProperties)) {
    if (files[path] !== undefined) files[path] = strToU8(text);
  }
  // One fixed time for every part: the times of the archive tell when somebody worked.
  return zipSync(files, { mtime: '1980-01-01T12:00:00' });
}
