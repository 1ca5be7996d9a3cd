import { sliceCharacters } from './reported-test.ts';

/** A longer line is cut. */
const longestLine = 64 * 1024;

/** Gives `take` each line of a text, without its end, and stops now and then. */
export function* eachLine(text: string, take: (line: string) => void): Generator<undefined, void> {
  let slice = 0;
  for (let at = 0; at < text.length; ) {
    const found = text.indexOf('\n', at);
    const end = found < 0 ? text.length : found;
    take(text.slice(at, Math.min(end, at + longestLine)).replace(/\r$/, ''));
    at = end + 1;
    if (at - slice < sliceCharacters) continue;
    slice = at;
    yield undefined;
  }
}
