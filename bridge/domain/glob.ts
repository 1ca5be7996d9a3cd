/**
 * One step of a pattern. `many` goes on over any characters that are not the separator, `all` over any, `folders` over whole folders, or over
 * none. `inside` is a folder that has begun.
 */
type Step =
  | { readonly type: 'one'; readonly character: string | undefined }
  | { readonly type: 'many' | 'all' | 'folders' | 'inside' };

/** A pattern, taken apart once. */
export interface Glob {
  readonly steps: readonly Step[];
  readonly separator: string | undefined;
}

/** So long may a pattern be: each character of a name costs as many steps. */
const longestGlob = 300;

/**
 * A pattern of file names: `*` stands for any characters of one name, `?` for one, `**` for any folders, or none. All else stands for itself, and
 * what follows a backslash.
 */
export const pathGlob = (pattern: string): Glob => ({ steps: stepsOf(pattern, '/'), separator: '/' });

/** A pattern of a name that has no parts, as of a branch: `*` stands for any characters, `?` for one. */
export const nameGlob = (pattern: string): Glob => ({ steps: stepsOf(pattern, undefined), separator: undefined });

function stepsOf(pattern: string, separator: string | undefined): Step[] {
  const steps: Step[] = [];
  const characters = Array.from(pattern).slice(0, longestGlob);
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at];
    if (character === '\\' && at + 1 < characters.length) {
      at += 1;
      steps.push({ type: 'one', character: characters[at] });
    } else if (character === '?') steps.push({ type: 'one', character: undefined });
    else if (character !== '*') steps.push({ type: 'one', character });
    else {
      const stars = characters.slice(at).findIndex((each) => each !== '*');
      const length = stars < 0 ? characters.length - at : stars;
      const before = at === 0 || characters[at - 1] === separator;
      const next = characters[at + length];
      at += length - 1;
      if (separator === undefined || length === 1 || !before) steps.push({ type: 'many' });
      else if (next === undefined) steps.push({ type: 'all' });
      else if (next !== separator) steps.push({ type: 'many' });
      else {
        at += 1;
        steps.push({ type: 'folders' }, { type: 'inside' });
      }
    }
  }
  return steps;
}

/** Whether a whole name fits a pattern. Each character costs at most as much as the pattern is long, whatever both are ([F28]). */
export function fitsGlob({ steps, separator }: Glob, name: string): boolean {
  let places = reached(steps, [0]);
  for (const character of name) {
    const next: number[] = [];
    for (const place of places) {
      const step = steps[place];
      if (step) next.push(...after(step, place, character, separator));
    }
    if (next.length === 0) return false;
    places = reached(steps, next);
  }
  return places.has(steps.length);
}

function after(step: Step, place: number, character: string, separator: string | undefined): number[] {
  switch (step.type) {
    case 'one':
      if (step.character === undefined) return character === separator ? [] : [place + 1];
      return step.character === character ? [place + 1] : [];
    case 'many':
      return character === separator ? [] : [place];
    case 'all':
      return [place];
    case 'folders':
      return [];
    case 'inside':
      return character === separator ? [place, place + 1] : [place];
  }
}

/** The places, with those that are reached from them for nothing. */
function reached(steps: readonly Step[], places: readonly number[]): Set<number> {
  const all = new Set<number>();
  const waiting = [...places];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    if (all.has(place)) continue;
    all.add(place);
    const type = steps[place]?.type;
    if (type === 'many' || type === 'all') waiting.push(place + 1);
    if (type === 'folders') waiting.push(place + 1, place + 2);
  }
  return all;
}
