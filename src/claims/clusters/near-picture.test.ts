import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { likenessOf, markPicture, nearSamePictureFrom } from './near-picture.ts';
import { drawPhoto, drawReceipt, edits } from './picture.fixture.ts';

async function marksOf(bytes: Buffer) {
  const marks = await markPicture(bytes);
  if (marks === undefined) throw new Error('a picture with something on it has marks');
  return marks;
}

type Marks = Awaited<ReturnType<typeof marksOf>>;

const sharesBand = (one: Marks, other: Marks): boolean =>
  one.whole.some((band) => other.parts.includes(band)) ||
  other.whole.some((band) => one.parts.includes(band));

describe.each([
  ['a photo', drawPhoto],
  ['a receipt', drawReceipt],
])('%s', (_what, draw) => {
  it.each(Object.keys(edits))('%s is near-same, and meets what it was', async (name) => {
    const picture = await draw(3);
    const edited = await edits[name]?.(picture);
    const [one, other] = [await marksOf(picture), await marksOf(edited ?? picture)];
    expect(likenessOf(one.thumbnail, other.thumbnail)).toBeGreaterThan(nearSamePictureFrom);
    expect(sharesBand(one, other)).toBe(true);
  });

  it('is not near-same with another of its kind', async () => {
    const marks: Marks[] = [];
    for (let seed = 20; seed < 26; seed += 1) marks.push(await marksOf(await draw(seed)));
    const likenesses = marks.flatMap((one, place) =>
      marks.slice(place + 1).map((other) => likenessOf(one.thumbnail, other.thumbnail)),
    );
    expect(likenesses).toHaveLength(15);
    for (const likeness of likenesses) expect(likeness).toBeLessThan(nearSamePictureFrom);
  });
});

it('has no marks when it is blank, or no picture', async () => {
  const blank = sharp({ create: { width: 90, height: 60, channels: 3, background: '#eee' } });
  expect(await markPicture(await blank.png().toBuffer())).toBeUndefined();
  expect(await markPicture(Buffer.from('no picture at all'))).toBeUndefined();
});
