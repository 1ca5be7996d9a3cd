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
  /** How every name that fits begins: most names are told from it by that. */
  readonly head: string;
}

/** How much may still be looked through: each character costs a little more than the pattern is long. Below 0, nothing found means nothing. */
export interface Effort {
  left: number;
}

/** So long may a pattern be: each character of a name costs as many steps. */
const longestGlob = 300;

/**
 * A pattern of file names: `*` stands for any characters of one name, `?` for one, `**` for any folders, or none. All else stands for itself, and
 * what follows a backslash.
 */
export const pathGlob = (pattern: string): Glob => globOf(pattern, '/');

/** A pattern of a name that has no parts, as of a branch: `*` stands for any characters, `?` for one. */
export const nameGlob = (pattern: string): Glob => globOf(pattern, undefined);

function globOf(pattern: string, separator: string | undefined): Glob {
  const steps = stepsOf(pattern, separator);
  const plain = steps.map((step) =>
    step.type === 'one' && step.character?.isWellFormed() ? step.character : undefined,
  );
  const end = plain.indexOf(undefined);
  return { steps, separator, head: plain.slice(0, end < 0 ? plain.length : end).join('') };
}

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

/** Whether a whole name fits a pattern. Each character costs at most as much as the pattern is long, whatever both are. */
export function fitsGlob({ steps, separator, head }: Glob, name: string, effort?: Effort): boolean {
  if (!name.startsWith(head)) return false;
  // Those places in the pattern that may have been reached, one flag each.
  let now = new Uint8Array(steps.length + 3);
  let next = new Uint8Array(steps.length + 3);
  now[0] = 1;
  goOn(steps, now);
  for (const character of name) {
    if (effort && (effort.left -= steps.length + 8) < 0) return false;
    next.fill(0);
    for (let place = 0; place < steps.length; place += 1) {
      const step = steps[place];
      if (step && now[place] === 1) follow(step, place, character, separator, next);
    }
    if (!next.includes(1)) return false;
    goOn(steps, next);
    [now, next] = [next, now];
  }
  return now[steps.length] === 1;
}

/** Which places one character leads to. */
function follow(step: Step, place: number, character: string, separator: string | undefined, next: Uint8Array): void {
  const parts = character === separator;
  switch (step.type) {
    case 'one':
      if (step.character === undefined ? !parts : step.character === character) next[place + 1] = 1;
      return;
    case 'many':
      if (!parts) next[place] = 1;
      return;
    case 'all':
      next[place] = 1;
      return;
    case 'inside':
      next[place] = 1;
      if (parts) next[place + 1] = 1;
      return;
    case 'folders':
  }
}

/** The places that are reached from these for nothing: always later ones. */
function goOn(steps: readonly Step[], places: Uint8Array): void {
  for (let place = 0; place < steps.length; place += 1) {
    const type = places[place] === 1 ? steps[place]?.type : undefined;
    if (type === undefined || type === 'one') continue;
    if (type === 'many' || type === 'all' || type === 'folders') places[place + 1] = 1;
    if (type === 'folders') places[place + 2] = 1;
  }
}
