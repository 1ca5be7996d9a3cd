import { cut } from '../../../reports/bounded.ts';
import { plain } from '../../../reports/clean-log.ts';
import { masked } from '../../../secrecy/mask.ts';

const longest = 200;

/** What a run is called where others see it: one line, without tokens, as long as the wire takes. */
export const toldName = (name: string): string =>
  cut(
    masked(
      plain(name.slice(0, 4 * longest))
        .replaceAll(/\s+/g, ' ')
        .trim(),
    ),
    longest,
  ) || 'tests';
