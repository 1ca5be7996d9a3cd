import type { ArgumentSpec, CommandSpec, OptionSpec } from '../../protocol/model/command.ts';
import { hereOption } from './line.ts';
import { scan, type Word } from './line-words.ts';

/** A stretch of a text that an offer takes the place of, and the part of it before the caret, as it is read. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly begun: string;
}

/** What may stand at a caret. */
export type Caret =
  /** A command's name, of which `begun` is there already, blanks and all. */
  | (Stretch & { readonly type: 'command' })
  /** A word of a command's line: an argument, an option, or the value of one. */
  | (Stretch & {
      readonly type: 'word';
      readonly command: CommandSpec;
      readonly argument?: ArgumentSpec | undefined;
      readonly value?: OptionSpec | undefined;
      /** The options that may stand here. */
      readonly options: readonly OptionSpec[];
      /** The words between the command and the caret. */
      readonly before: readonly string[];
    })
  | (Stretch & { readonly type: 'mention' });

/** Reads what a text wants at its caret: a line of the bot begins with a slash, a mention with an at sign. Undefined: nothing. */
export function caretIn(text: string, caret: number, catalog: readonly CommandSpec[]): Caret | undefined {
  return text.startsWith('/') ? inLine(text, caret, catalog) : inProse(text, caret);
}

function inLine(text: string, caret: number, catalog: readonly CommandSpec[]): Caret | undefined {
  if (caret === 0) return undefined;
  const stands = standing(text, caret);
  if (!stands) return undefined;
  const { before, begun, from } = stands;
  const to = endOf(text, caret, from);
  const [first, second] = before.map((word) => word.text.toLowerCase());
  const two = catalog.find(({ name }) => name === `${first} ${second}`);
  const command = two ?? catalog.find(({ name }) => name === first);
  if (command) {
    const rest = before.slice(two ? 2 : 1);
    return { type: 'word', from, to, begun, command, before: rest.map((word) => word.text), ...slot(command, rest) };
  }
  if (text.slice(to).trim() !== '') return undefined;
  const head = [...before.map((word) => word.text), begun].join(' ').toLowerCase();
  return { type: 'command', from: 0, to, begun: head };
}

/** The words before the caret, and the one that it stands in or behind. Undefined right behind a closing quote. */
function standing(
  text: string,
  caret: number,
): { readonly before: readonly Word[]; readonly begun: string; readonly from: number } | undefined {
  const { words, open } = scan(text.slice(1, caret));
  if (open) return { before: words, begun: open.text, from: open.at + 1 };
  const last = words.at(-1);
  if (!last || last.end + 1 < caret) return { before: words, begun: '', from: caret };
  return last.quoted ? undefined : { before: words.slice(0, -1), begun: last.text, from: last.at + 1 };
}

/** Where the word at the caret ends, with the one blank after it, since an offer brings its own. */
function endOf(text: string, caret: number, from: number): number {
  const whole = scan(text.slice(from)).words[0];
  const to = whole?.quoted && from + whole.end > caret ? from + whole.end : plainEnd(text, caret);
  return text.charAt(to) === ' ' ? to + 1 : to;
}

const plainEnd = (text: string, caret: number): number => caret + (/^\S*/.exec(text.slice(caret))?.[0].length ?? 0);

/** What comes next in a line: as `readLine` takes its words. */
function slot(command: CommandSpec, before: readonly Word[]) {
  const known = [...(command.options ?? []), hereOption];
  const used = new Set<string>();
  let value: OptionSpec | undefined;
  let plain = 0;
  for (const { text, quoted } of before) {
    const option = quoted || !text.startsWith('--') ? undefined : known.find(({ name }) => `--${name}` === text);
    if (value) value = undefined;
    else if (option) {
      if (option.kind !== 'pair') used.add(option.name);
      value = option.kind === 'flag' ? undefined : option;
    } else plain += 1;
  }
  if (value) return { value, options: [] };
  const last = command.arguments.at(-1);
  // A text that comes last goes on to the end of the line.
  const argument = command.arguments[plain] ?? (last?.kind === 'text' ? last : undefined);
  return { argument, options: known.filter(({ name }) => !used.has(name)) };
}

const mention = /(?:^|\s)@([\p{L}\p{N}_.-]*)$/u;

function inProse(text: string, caret: number): Caret | undefined {
  const begun = mention.exec(text.slice(0, caret))?.[1];
  if (begun === undefined) return undefined;
  const to = plainEnd(text, caret);
  return { type: 'mention', begun, from: caret - begun.length - 1, to: text.charAt(to) === ' ' ? to + 1 : to };
}
