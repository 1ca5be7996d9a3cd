import { findTokens } from './token-search.ts';

/** A secret that stands in a text: never the secret itself. */
export interface Secret {
  /** Lines start at 1. */
  readonly line: number;
  /** What it looks like, after “looks like”: `a private key`. */
  readonly kind: string;
}

/** The tokens of known formats in a text, in order, each kind once a line. */
export function findSecrets(text: string): readonly Secret[] {
  const found = findTokens(text, '', [], 0).named.toSorted((a, b) => a.at - b.at);
  const secrets: Secret[] = [];
  let [line, counted] = [1, 0];
  for (const { at, name } of found) {
    for (; counted < at; counted += 1) if (text.charCodeAt(counted) === 0x0a) line += 1;
    if (!secrets.some((each) => each.line === line && each.kind === name)) secrets.push({ line, kind: name });
  }
  return secrets;
}
