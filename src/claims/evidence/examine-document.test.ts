import { strToU8, unzipSync, zipSync } from 'fflate';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { packWorkbook } from '../sales/workbook.fixture.ts';
import {
  documentBytesMax,
  examineDocument,
  spreadsheetType,
  stripDocument,
} from './examine-document.ts';

const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer << /Size 1 >>\n%%EOF\n');
const workbook = packWorkbook([
  [
    ['날짜', '매출'],
    ['2022-10-15', { number: '1' }],
  ],
]);
let photo: Uint8Array;
let pages: Record<'jpeg' | 'png' | 'webp', Uint8Array>;

beforeAll(async () => {
  const drawn = sharp({ create: { width: 640, height: 480, channels: 3, background: '#b04020' } });
  photo = await drawn
    .clone()
    .jpeg()
    .withExif({
      IFD0: { Artist: 'Kim-canary' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '37/1 33/1 0/1' },
    })
    .toBuffer();
  pages = {
    jpeg: await drawn.clone().jpeg().toBuffer(),
    png: await drawn.clone().png().toBuffer(),
    webp: await drawn.clone().webp().toBuffer(),
  };
});

const codeOf = async (bytes: Uint8Array, filename = '자료'): Promise<string> => {
  const examined = await examineDocument({ filename, bytes });
  return examined.ok ? examined.value.mediaType : examined.refusal.code;
};

describe('the type of a document', () => {
  it('is what its content says, whatever its name', async () => {
    expect(await codeOf(pdf, 'photo.jpg')).toBe('application/pdf');
    expect(await codeOf(pages.jpeg, 'a.pdf')).toBe('image/jpeg');
    expect(await codeOf(pages.png)).toBe('image/png');
    expect(await codeOf(pages.webp)).toBe('image/webp');
    expect(await codeOf(workbook, '매출.csv')).toBe(spreadsheetType);
    expect(await codeOf(Buffer.from('날짜,매출\n2022-10-15,1\n'))).toBe('text/csv');
  });

  it.each([
    ['a program', Buffer.from('MZ\u0090\u0000\u0003\u0000\u0000\u0000')],
    ['bytes of no kind', new Uint8Array([0, 1, 2, 3])],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ['SVG with a prologue', Buffer.from('<?xml version="1.0"?><svg/>')],
    ['HTML', Buffer.from('\n<!doctype html><script>alert(1)</script>')],
    ['an archive of other files', zipSync({ 'a.txt': strToU8('a') })],
    [
      'an old Excel file',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), new Uint8Array(600)]),
    ],
    [
      'a workbook with macros',
      packWorkbook([[['a']]], {
        '[Content_Types].xml':
          '<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>',
      }),
    ],
  ])('%s is not taken', async (_name, bytes) =>
    expect(await codeOf(bytes)).toBe('evidence_type_refused'));
});

describe('a document that cannot be used says why', () => {
  it('nothing in it, or too much', async () => {
    expect(await codeOf(new Uint8Array())).toBe('evidence_empty');
    expect(await codeOf(new Uint8Array(documentBytesMax + 1))).toBe('evidence_too_large');
  });

  it('cut off on the way', async () => {
    for (const whole of [photo, pages.jpeg, pages.png, pages.webp, workbook, pdf]) {
      expect(await codeOf(whole.slice(0, Math.floor(whole.length * 0.6)))).toBe('evidence_cut_off');
    }
  });

  it('under a password', async () => {
    const locked = Buffer.from(`${pdf.toString().replace('/Size 1', '/Size 1 /Encrypt 5 0 R')}`);
    expect(await codeOf(locked)).toBe('evidence_encrypted');
    const office = Buffer.concat([
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      new Uint8Array(600),
      Buffer.from('EncryptedPackage', 'utf16le'),
    ]);
    expect(await codeOf(office)).toBe('evidence_encrypted');
    const zipped = new Uint8Array(zipSync({ 'a.txt': strToU8('a') }));
    zipped[6] = 1;
    expect(await codeOf(zipped)).toBe('evidence_encrypted');
  });

  it('far larger inside than outside', async () => {
    const swollen = new Uint8Array(40 * 1024 * 1024);
    expect(await codeOf(packWorkbook([[['a']]], { 'xl/media/a.bin': swollen }))).toBe(
      'evidence_swells',
    );
    const first = zipSync({ '[Content_Types].xml': swollen });
    expect(await codeOf(first)).toBe('evidence_swells');
    const many = Object.fromEntries(
      Array.from({ length: 2_100 }, (_unused, index) => [`${index}`, strToU8('')] as const),
    );
    expect(await codeOf(zipSync(many))).toBe('evidence_swells');
    const wide = await sharp({
      create: { width: 12_500, height: 10_000, channels: 3, background: 'white' },
      limitInputPixels: false,
    })
      .png({ compressionLevel: 9 })
      .toBuffer();
    expect(wide.length).toBeLessThan(documentBytesMax);
    expect(await codeOf(wide)).toBe('evidence_swells');
  });
});

describe('what staff see', () => {
  it('of a photograph has no place, person or device beside its pixels, and is upright', async () => {
    const turned = await sharp(photo).withMetadata({ orientation: 6 }).toBuffer();
    expect(Buffer.from(photo).includes('Kim-canary')).toBe(true);
    const shown =
      (await stripDocument({ mediaType: 'image/jpeg', bytes: turned })) ?? new Uint8Array();
    const { exif, width, height, format } = await sharp(shown).metadata();
    expect({ exif, width, height, format }).toEqual({
      exif: undefined,
      ...{ width: 480, height: 640, format: 'jpeg' },
    });
    expect(Buffer.from(shown).includes('Kim-canary')).toBe(false);
  });

  it('of a picture ends with the picture: what was hung on behind is gone', async () => {
    const both = Buffer.concat([pages.png, Buffer.from('<script>canary</script>')]);
    const shown = await stripDocument({ mediaType: 'image/png', bytes: both });
    expect(Buffer.from(shown ?? []).includes('canary')).toBe(false);
  });

  it('of a workbook has no author, and its cells as they were', async () => {
    const named = packWorkbook([[['날짜', '매출']]], {
      'docProps/core.xml':
        '<cp:coreProperties><dc:creator>Kim-canary</dc:creator></cp:coreProperties>',
    });
    const shown = await stripDocument({ mediaType: 'application/zip', bytes: named });
    const files = unzipSync(shown ?? new Uint8Array());
    expect(Buffer.from(files['docProps/core.xml'] ?? []).toString()).not.toContain('canary');
    expect(files['xl/worksheets/sheet1.xml']).toEqual(unzipSync(named)['xl/worksheets/sheet1.xml']);
  });

  it('of a picture that cannot be drawn is nothing', async () => {
    const bytes = pages.jpeg.slice(0, 40);
    expect(await stripDocument({ mediaType: 'image/jpeg', bytes })).toBeUndefined();
  });

  it('of text is what was sent', async () => {
    const bytes = Buffer.from('날짜,매출\n');
    expect(await stripDocument({ mediaType: 'text/csv', bytes })).toBe(bytes);
  });
});
