import type { Picture } from './read.ts';

/** A picture of at most 256 colours: three bytes each, and one byte a pixel that names one. */
export interface Painted {
  readonly width: number;
  readonly height: number;
  readonly colours: Buffer;
  readonly pixels: Buffer;
}

const most = 256;
/** Surfaces and their text: these stay as they are. */
const exact = 32;
const bits = [16, 8, 0];
const parts = (colour: number): number[] => bits.map((shift) => (colour >> shift) & 255);

/** Keeps the colours that are seen most, a little apart from each other, and gives every other pixel the nearest of them: right for windows, not for photographs. */
export function painted({ width, height, rgb }: Picture, limit = most): Painted {
  const counts = new Map<number, number>();
  for (let at = 0; at < rgb.length; at += 3) {
    const colour = rgb.readUIntBE(at, 3);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const kept = chosen(counts, limit);
  const nearest = new Map<number, number>();
  const pixels = Buffer.alloc(width * height);
  for (let pixel = 0; pixel < pixels.length; pixel += 1) {
    const colour = rgb.readUIntBE(pixel * 3, 3);
    const known = nearest.get(colour) ?? nearestOf(kept, colour);
    nearest.set(colour, known);
    pixels[pixel] = known;
  }
  return { width, height, colours: Buffer.from(kept.flatMap(parts)), pixels };
}

function chosen(counts: ReadonlyMap<number, number>, limit: number): number[] {
  const byCount = [...counts].toSorted((a, b) => b[1] - a[1]).map(([colour]) => colour);
  // The farther apart they have to be, the more of the range they cover: as far as still fills the palette.
  for (const apart of [0, 4, 7, 10, 14, 20]) {
    const kept: number[] = [];
    for (const [rank, colour] of byCount.entries()) {
      if (rank < exact || kept.every((other) => distance(other, colour) >= apart * apart)) kept.push(colour);
      if (kept.length > limit) break;
    }
    if (kept.length <= limit || apart === 20) return kept.slice(0, limit);
  }
  return byCount.slice(0, limit);
}

function distance(a: number, b: number): number {
  return bits.reduce((sum, shift) => sum + (((a >> shift) & 255) - ((b >> shift) & 255)) ** 2, 0);
}

function nearestOf(kept: readonly number[], colour: number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, other] of kept.entries()) {
    const far = distance(other, colour);
    if (far >= least) continue;
    [best, least] = [index, far];
    if (far === 0) break;
  }
  return best;
}
