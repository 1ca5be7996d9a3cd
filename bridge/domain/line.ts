import type { ArgumentSpec, CommandSpec, OptionSpec } from '../../protocol/model/command.ts';
import { type Mistake, split, type Word } from './line-words.ts';

/** The values of options, by name. */
export type Options = Readonly<Record<string, readonly string[]>>;

/** A command line, read. `here` asks that everybody sees the answer. */
export interface Line {
  readonly command: CommandSpec;
  readonly values: Readonly<Record<string, string>>;
  /** The values of each option that stands there, by its name without the hyphens; a flag has none. */
  readonly options: Options;
  readonly here: boolean;
}

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
  const read = readOptions(command, words);
  if ('message' in read) return read;
  const { options } = read;
  const plain = gathered(command, read.plain);
  const values: Record<string, string> = {};
  for (const [index, spec] of command.arguments.entries()) {
    const word = plain[index];
    if (!word) {
      if (spec.required) return { at: end + 1, message: `“${command.name}” needs ${article(spec)}: ${usage(command)}` };
      continue;
    }
    const wrong = mistyped(spec.kind, word);
    if (wrong) return wrong;
    values[spec.name] = word.text;
  }
  const extra = plain[command.arguments.length];
  if (extra) return { at: extra.at + 1, message: `“${command.name}” takes no more than this: ${usage(command)}` };
  const { here, ...rest } = options;
  return { command, values, options: rest, here: here !== undefined };
}

/** A text that comes last goes on to the end of the line. */
function gathered({ arguments: specs }: CommandSpec, plain: readonly Word[]): readonly Word[] {
  const last = specs.length - 1;
  const [first, ...rest] = plain.slice(last);
  if (specs[last]?.kind !== 'text' || !first) return plain;
  return [...plain.slice(0, last), { ...first, text: [first, ...rest].map(({ text }) => text).join(' ') }];
}

/** What every command takes. */
export const hereOption: OptionSpec = { name: 'here', summary: 'Lets everybody read the answer', kind: 'flag' };

/** Parts the options, with their values, from the other words. */
function readOptions(
  command: CommandSpec,
  words: readonly Word[],
): { readonly plain: readonly Word[]; readonly options: Options } | Mistake {
  const known = [hereOption, ...(command.options ?? [])];
  const plain: Word[] = [];
  const options: Record<string, string[]> = {};
  const rest = [...words];
  for (let word = rest.shift(); word; word = rest.shift()) {
    if (word.quoted || !word.text.startsWith('--')) {
      plain.push(word);
      continue;
    }
    const name = word.text.slice(2);
    const spec = known.find((each) => each.name === name);
    if (!spec) return { at: word.at + 1, message: `“${command.name}” has no option ${word.text}.` };
    const value = spec.kind === 'flag' ? undefined : rest.shift();
    const wrong = spec.kind === 'flag' ? undefined : wrongValue(spec, word, value);
    if (wrong) return wrong;
    const earlier = options[name];
    if (earlier !== undefined && spec.kind !== 'pair')
      return { at: word.at + 1, message: `${word.text} stands there twice.` };
    options[name] = [...(earlier ?? []), ...(value ? [value.text] : [])];
  }
  return { plain, options };
}

function wrongValue(spec: OptionSpec, option: Word, value: Word | undefined): Mistake | undefined {
  if (!value) return { at: option.at + 1, message: `${option.text} needs a value after it.` };
  if (spec.kind === 'commit') return mistyped('commit', value);
  if (spec.kind !== 'pair' || /^[^=]+=/.test(value.text)) return undefined;
  return { at: value.at + 1, message: `“${value.text}” is not name=value, as ${option.text} needs it.` };
}

const shapes: Partial<Record<ArgumentSpec['kind'], { readonly fits: RegExp; readonly is: string }>> = {
  commit: { fits: /^[0-9a-f]{7,64}$/i, is: 'a commit: 7 to 64 hexadecimal digits' },
  run: { fits: /^[A-Za-z0-9_:./#-]{1,200}$/, is: 'a run, as “ci status” names it' },
};

/** Whether a word can stand where this is wanted. */
export const fitsKind = (kind: ArgumentSpec['kind'], text: string): boolean => shapes[kind]?.fits.test(text) ?? true;

function mistyped(kind: ArgumentSpec['kind'], word: Word): Mistake | undefined {
  const shape = shapes[kind];
  if (!shape || shape.fits.test(word.text)) return undefined;
  return { at: word.at + 1, message: `“${word.text}” is not ${shape.is}.` };
}

const article = (spec: ArgumentSpec): string => `${/^[aeiou]/.test(spec.name) ? 'an' : 'a'} ${spec.name}`;

/** How a command is written: `ci run [branch]`. */
export const usage = (command: CommandSpec): string =>
  [
    command.name,
    ...command.arguments.map((each) => (each.required ? `<${each.name}>` : `[${each.name}]`)),
    ...(command.options ?? []).map(({ name, kind }) => `[--${name}${kind === 'flag' ? '' : ` ${valueWords[kind]}`}]`),
  ].join(' ');

const valueWords: Readonly<Record<Exclude<OptionSpec['kind'], 'flag'>, string>> = {
  word: '…',
  commit: 'SHA',
  person: 'PERSON',
  pair: 'name=value',
};

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
