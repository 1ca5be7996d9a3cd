import type { ArgumentSpec, CommandSpec } from '../../protocol/model/command.ts';

/** A command line, read. `here` asks that everybody sees the answer. */
export interface Line {
  readonly command: CommandSpec;
  readonly values: Readonly<Record<string, string>>;
  readonly here: boolean;
}

/** Why a line cannot be read: `at` is the position of the mistake, counted from 1. */
export interface Mistake {
  readonly at: number;
  readonly message: string;
}

interface Word {
  readonly text: string;
  /** From 0. */
  readonly at: number;
}

/** Chat clients turn quotes into curly ones while one types. */
const quotes: Readonly<Record<string, string>> = { '"': '"', "'": "'", '“': '”', '‘': '’', '”': '”', '’': '’' };

/** Reads one line against the catalog: `name [arguments] [--here]`, where quotes hold words together. */
export function readLine(text: string, catalog: readonly CommandSpec[]): Line | Mistake {
  const words = split(text);
  if ('message' in words) return words;
  const [first, second] = words;
  if (!first) return { at: 1, message: 'There is no command. Try “help”.' };
  const two = second && catalog.find((each) => each.name === `${first.text} ${second.text}`.toLowerCase());
  const command = two ?? catalog.find((each) => each.name === first.text.toLowerCase());
  if (!command) return unknown(first, second, catalog);
  return bind(command, words.slice(two ? 2 : 1), text.length);
}

function bind(command: CommandSpec, words: readonly Word[], end: number): Line | Mistake {
  const flags = words.filter((word) => word.text.startsWith('--'));
  const plain = words.filter((word) => !word.text.startsWith('--'));
  const strange = flags.find((flag) => flag.text !== '--here');
  if (strange) return { at: strange.at + 1, message: `“${command.name}” has no option ${strange.text}.` };
  const values: Record<string, string> = {};
  for (const [index, spec] of command.arguments.entries()) {
    const word = plain[index];
    if (!word) {
      if (spec.required) return { at: end + 1, message: `“${command.name}” needs ${article(spec)}: ${usage(command)}` };
      continue;
    }
    const wrong = mistyped(spec, word);
    if (wrong) return wrong;
    values[spec.name] = word.text;
  }
  const extra = plain[command.arguments.length];
  if (extra) return { at: extra.at + 1, message: `“${command.name}” takes no more than this: ${usage(command)}` };
  return { command, values, here: flags.length > 0 };
}

const shapes: Partial<Record<ArgumentSpec['kind'], { readonly fits: RegExp; readonly is: string }>> = {
  commit: { fits: /^[0-9a-f]{7,64}$/i, is: 'a commit: 7 to 64 hexadecimal digits' },
  run: { fits: /^[A-Za-z0-9_:./-]{1,120}$/, is: 'a run, as “ci status” names it' },
};

function mistyped(spec: ArgumentSpec, word: Word): Mistake | undefined {
  const shape = shapes[spec.kind];
  if (!shape || shape.fits.test(word.text)) return undefined;
  return { at: word.at + 1, message: `“${word.text}” is not ${shape.is}.` };
}

const article = (spec: ArgumentSpec): string => `${/^[aeiou]/.test(spec.name) ? 'an' : 'a'} ${spec.name}`;

/** How a command is written: `ci run [branch]`. */
export const usage = (command: CommandSpec): string =>
  [command.name, ...command.arguments.map((each) => (each.required ? `<${each.name}>` : `[${each.name}]`))].join(' ');

function unknown(first: Word, second: Word | undefined, catalog: readonly CommandSpec[]): Mistake {
  const family = catalog.filter((each) => each.name.startsWith(`${first.text.toLowerCase()} `));
  if (family.length > 0 && !second) {
    const names = family.map((each) => `“${each.name}”`).join(', ');
    return { at: first.at + first.text.length + 1, message: `“${first.text}” goes on in one of these ways: ${names}.` };
  }
  const said = family.length > 0 && second ? `${first.text} ${second.text}` : first.text;
  const near = nearest(said, family.length > 0 ? family : catalog);
  const hint = near ? ` Did you mean “${near}”?` : ' Try “help”.';
  const at = family.length > 0 && second ? second.at : first.at;
  return { at: at + 1, message: `There is no command “${said}”.${hint}` };
}

function nearest(said: string, catalog: readonly CommandSpec[]): string | undefined {
  const ranked = catalog
    .map((each) => ({ name: each.name, distance: distance(said.toLowerCase(), each.name) }))
    .toSorted((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= Math.max(2, Math.ceil(best.name.length / 2)) ? best.name : undefined;
}

/** How many letters have to be put in, left out or changed to come from one word to the other (Levenshtein). */
function distance(a: string, b: string): number {
  const short = a.slice(0, 40);
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of short.split('').entries()) {
    const next = [i + 1];
    for (const [j, other] of b.split('').entries()) {
      next.push(Math.min((row[j] ?? 0) + (letter === other ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

function split(text: string): Word[] | Mistake {
  const words: Word[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    const close = quotes[text.charAt(at)];
    if (close === undefined) {
      const end = text.slice(at).search(/\s/);
      const stop = end < 0 ? text.length : at + end;
      words.push({ text: dashes(text.slice(at, stop)), at });
      at = stop;
      continue;
    }
    const end = text.indexOf(close, at + 1);
    if (end < 0) return { at: at + 1, message: 'This quote is not closed.' };
    words.push({ text: text.slice(at + 1, end), at });
    at = end + 1;
  }
  return words;
}

/** Chat clients turn two hyphens into a dash while one types. */
const dashes = (word: string): string => word.replace(/^[—–](?=\w)/, '--');
