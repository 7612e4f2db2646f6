import {
  likenessOf,
  markPicture,
  nearSamePictureFrom,
  type PictureMarks,
} from '../src/claims/clusters/near-picture.ts';
import { drawPhoto, drawReceipt, edits } from '../src/claims/clusters/picture.fixture.ts';
import type { Figure } from './measure.ts';

const kinds = { photo: drawPhoto, receipt: drawReceipt };

const sharesBand = (one: PictureMarks, other: PictureMarks): boolean =>
  one.whole.some((band) => other.parts.includes(band)) ||
  other.whole.some((band) => one.parts.includes(band));

/** As the platform does it: what shares a band is compared exactly. */
const isFound = (one: PictureMarks, other: PictureMarks): boolean =>
  sharesBand(one, other) && likenessOf(one.thumbnail, other.thumbnail) >= nearSamePictureFrom;

async function marksOf(bytes: Buffer): Promise<PictureMarks> {
  const marks = await markPicture(bytes);
  if (marks === undefined) throw new Error('a drawn picture shows too little to be compared');
  return marks;
}

interface Found {
  planted: number;
  found: number;
  wrong: number;
}

/** Edits each picture in every way and looks for it; then looks for every other one of its kind. */
async function measureKind(draw: (seed: number) => Promise<Buffer>, count: number): Promise<Found> {
  const score: Found = { planted: 0, found: 0, wrong: 0 };
  const all: PictureMarks[] = [];
  for (let seed = 1; seed <= count; seed += 1) {
    const bytes = await draw(seed);
    const marks = await marksOf(bytes);
    for (const edit of Object.values(edits)) {
      score.planted += 1;
      if (isFound(marks, await marksOf(await edit(bytes)))) score.found += 1;
    }
    score.wrong += all.filter((other) => isFound(marks, other)).length;
    all.push(marks);
  }
  return score;
}

/**
 * Recall of pictures that were saved anew or cut, photos and receipts made up from a seed, with how
 * many pairs of different pictures were taken for one; by kind on standard error.
 */
export async function benchPictures(count = 50): Promise<Figure> {
  const whole: Found = { planted: 0, found: 0, wrong: 0 };
  for (const [kind, draw] of Object.entries(kinds)) {
    const { planted, found, wrong } = await measureKind(draw, count);
    const pairs = (count * (count - 1)) / 2;
    process.stderr.write(
      `${kind}: ${found} of ${planted} edited ones found; ${wrong} of ${pairs} pairs of others taken for one\n`,
    );
    whole.planted += planted;
    whole.found += found;
    whole.wrong += wrong;
  }
  const value = whole.found / whole.planted;
  const [aim, peer] = [0.95, `aim; ${whole.wrong} other pairs taken for one`];
  return {
    name: 'pictures',
    value,
    unit: 'recall',
    peer,
    peerValue: aim,
    ratio: value / aim,
    runs: 1,
  };
}
