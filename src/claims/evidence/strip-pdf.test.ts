import { deflateSync } from 'node:zlib';
import PDFKit from 'pdfkit';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { examineDocument, stripDocument } from './examine-document.ts';

const strip = (bytes: Uint8Array) => stripDocument({ mediaType: 'application/pdf', bytes });

/** A PDF as an office program or a scanner makes it: one page with words and a photograph. */
async function makePdf(): Promise<Buffer> {
  const photo = await sharp({
    create: { width: 64, height: 48, channels: 3, background: '#b04020' },
  })
    .jpeg()
    .withExif({ IFD0: { Artist: 'canary-camera' }, IFD3: { GPSLatitudeRef: 'N' } })
    .toBuffer();
  const made = new PDFKit({
    compress: false,
    info: { Author: 'canary-author', Title: 'canary-title', Producer: 'canary-program' },
  });
  const parts: Buffer[] = [];
  made.on('data', (part: Buffer) => parts.push(part));
  made.text('Receipt 12,000', { link: 'https://canary-link.example/' });
  made.image(photo, 100, 100);
  made.file(Buffer.from('canary-attached'), { name: 'canary-attached.txt' });
  const done = new Promise((resolve) => made.on('end', resolve));
  made.end();
  await done;
  return Buffer.concat(parts);
}

const withScript = `%PDF-1.7
1 0 obj <</Type /Catalog /Pages 2 0 R /OpenAction <</S /JavaScript /JS (app.alert\\(1\\))>> /Names <</JavaScript <</Names [(a) 5 0 R]>>>>>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /AA <</O <</S /Launch /F (cmd.exe)>>>> /Annots [4 0 R]>> endobj
4 0 obj <</Type /Annot /Subtype /Link /Rect [0 0 9 9] /A <</S /Launch /F (canary.exe)>>>> endobj
5 0 obj <</S /JavaScript /JS (canary-script)>> endobj
6 0 obj <</Type /Metadata /Subtype /XML /Length 12>> stream
canary-xmp12
endstream endobj
trailer <</Root 1 0 R /Info 7 0 R /Size 8>>
7 0 obj <</Author (canary-info)>> endobj
%%EOF
`;

describe('a PDF as staff see it', () => {
  it('has no author, program, attachment, link or camera, and its pages are the same (A40)', async () => {
    const sent = await makePdf();
    const text = sent.toString('latin1');
    for (const part of ['author', 'title', 'program', 'attached', 'link', 'camera']) {
      expect(text).toContain(`canary-${part}`);
    }
    const shown = Buffer.from((await strip(sent)) ?? []).toString('latin1');
    expect(/canary-[a-z]+/.exec(shown)?.[0]).toBeUndefined();
    expect(shown).not.toContain('Exif');
    // The words on the page are drawn by the same operators, and the picture is still there.
    const drawn = /BT[\s\S]*?ET/.exec(text)?.[0] ?? '-';
    expect(shown).toContain(drawn);
    expect(shown).toContain('/DCTDecode');
    expect(await strip(Buffer.from(shown, 'latin1'))).toBeDefined();
  });

  it('does nothing when it is opened (A38)', async () => {
    const sent = Buffer.from(withScript);
    expect(await examineDocument({ filename: 'a.pdf', bytes: sent })).toMatchObject({ ok: true });
    const shown = Buffer.from((await strip(sent)) ?? []).toString('latin1');
    expect(shown).toContain('/MediaBox');
    expect(shown).not.toMatch(/canary|OpenAction|\/JS\b|app\.alert|cmd\.exe|\/AA\b/);
  });

  it.each([
    ['/Type /ObjStm'],
    ['/Type /#4fbjStm'],
  ])('is not given when its objects swell (%s), and little of it is opened (A39)', async (type) => {
    const bomb = deflateSync(Buffer.alloc(80 * 1024 * 1024));
    const sent = Buffer.concat([
      Buffer.from(
        `%PDF-1.7\n1 0 obj <<${type} /N 1 /First 4 /Filter /FlateDecode /Length ${bomb.length}>> stream\n`,
      ),
      bomb,
      Buffer.from('\nendstream endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n'),
    ]);
    expect(await strip(sent)).toBeUndefined();
  });

  it('is not given when it cannot be read', async () => {
    expect(await strip(Buffer.from('%PDF-1.7\nnothing\n%%EOF\n'))).toBeUndefined();
  });
});
