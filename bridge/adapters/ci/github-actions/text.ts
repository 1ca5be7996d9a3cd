import { cut } from '../../../../reports/bounded.ts';
import { plain } from '../../../../reports/clean-log.ts';

/** One line of text for people: without control characters, and as long as it may be. */
export const line = (text: string | null | undefined, most: number): string =>
  cut(
    plain(cut(text ?? '', most * 4))
      .replaceAll(/\s+/g, ' ')
      .trim(),
    most,
  );

/** An instant by its ISO time; undefined where there is none, or it is nonsense. */
export function instant(text: string | null | undefined): number | undefined {
  const at = Date.parse(text ?? '');
  return at > 0 ? at : undefined;
}

/** A page that may be opened; undefined where it is none. */
export const page = (url: string | null | undefined): string | undefined =>
  url && url.length <= 2000 && /^https?:\/\/\S+$/.test(url) ? url : undefined;
