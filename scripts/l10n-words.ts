import { commands } from '../extension/contributions.ts';
import { refusals } from '../client/refusals.ts';
import { reasons } from '../client/words.ts';
import { wrongLinks } from '../extension/connection/address.ts';
import { healthWords, turnWords } from '../media/words.ts';
import { ciWords } from '../protocol/model/health.ts';

/** VS Code's own, and the panel's. */
const call = /(?<![\w.\\])(?:vscode\.)?(?:l10n\.)?t\(\s*/g;
const literal = /^(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\$]|\\.)*)`)/;
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t' };

/** The texts that a source file says by `l10n.t('…')`, or in the panel by `t('…')`; undefined stands for a call whose text is not written out there. */
export function textsIn(source: string): readonly (string | undefined)[] {
  return [...source.matchAll(call)].map((found) => {
    const [, single, double, template] = literal.exec(source.slice(found.index + found[0].length)) ?? [];
    return (single ?? double ?? template)?.replace(/\\(.)/gs, (_, letter: string) => escapes[letter] ?? letter);
  });
}

/** What `l10n/bundle.l10n.json` holds: each text of the sources, the commands' titles, which are words of buttons too, and what the panel looks up by a word of the model. */
export function bundleOf(sources: readonly string[]): Readonly<Record<string, string>> {
  const titles = Object.values(commands).map(({ title }) => title);
  const states = [...Object.values(healthWords), ...Object.values(turnWords), ...Object.values(ciWords)];
  // The layers that see no VS Code say these; extension/own-words.ts looks them up.
  const fromBelow = [...reasons, ...refusals(), ...wrongLinks];
  const texts = new Set([
    ...sources.flatMap(textsIn).filter((text) => text !== undefined),
    ...titles,
    ...states,
    ...fromBelow,
  ]);
  return Object.fromEntries([...texts].toSorted((a, b) => (a < b ? -1 : 1)).map((text) => [text, text]));
}
