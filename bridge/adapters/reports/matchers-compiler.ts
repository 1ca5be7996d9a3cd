import { lineNumber, type Lines, type Matcher } from './matcher.ts';

/** `tsc`: `src/a.ts(3,7): error TS2322: …`, and with `--pretty` `src/a.ts:3:7 - error TS2322: …`. */
export const tsc: Matcher = {
  begins: /^([^\s(:][^(:]{0,300})(?:\((\d{1,9}),\d{1,9}\): |:(\d{1,9}):\d{1,9} - )error (TS\d{1,6}): (.*)$/,
  read: (_, __, [, file, inBrackets, pretty, code = '', message = '']) => ({
    name: `${code}: ${message}`,
    file,
    line: lineNumber(inBrackets ?? pretty),
    message: `${code}: ${message}`,
  }),
};

/** gcc, clang and whoever speaks as they do: `file:line:col: error: …`. */
export const gcc: Matcher = {
  begins: /^((?:[A-Za-z]:)?[^\s:][^:]{0,300}):(\d{1,9}):(?:\d{1,9}:)? (?:fatal )?error: (.*)$/,
  read: (_, __, [, file, line, message = '']) => ({ name: message, file, line: lineNumber(line), message }),
};

/** ESLint's `stylish`: a path on a line, then its problems. */
export const eslint: Matcher = {
  begins: /^ {2}(\d{1,9}):\d{1,9} {1,9}error {2}(\S.*)$/,
  read(lines, at, [, line, said = '']) {
    const file = pathAbove(lines, at);
    const message = said.replaceAll(/ {2,20}/g, '  ').trim();
    return file === undefined ? undefined : { name: message, file, line: lineNumber(line), message };
  },
};

/** The heading of a list of problems. */
function pathAbove(lines: Lines, at: number): string | undefined {
  for (let above = at - 1; above >= Math.max(0, at - 500); above -= 1) {
    const line = lines[above] ?? '';
    if (/^ {2}\d{1,9}:\d{1,9} {1,9}/.test(line)) continue;
    return /^\S.{0,398}$/.test(line) ? line : undefined;
  }
  return undefined;
}
