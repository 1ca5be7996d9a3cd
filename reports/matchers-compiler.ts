import { lineNumber, type Lines, type Matcher } from './matcher.ts';

/**
 * `tsc`: `src/a.ts(3,7): error TS2322: …`, and with `--pretty` `src/a.ts:3:7 - error TS2322: …`. Microsoft's other compilers speak as the
 * first.
 */
export const tsc: Matcher = {
  begins:
    /^ {0,4}([^\s(:](?::\\)?[^(:]{0,300})(?:\((\d{1,9})(?:,\d{1,9}){0,3}\): |:(\d{1,9}):\d{1,9} - )(?:fatal )?error ([A-Z]{1,6}\d{1,6}): (.*)$/,
  read: (_, __, [, file, inBrackets, pretty, code = '', said = '']) => {
    const message = `${code}: ${said.replace(/ \[[^\]]{1,300}proj\]$/, '')}`;
    return { name: message, file, line: lineNumber(inBrackets ?? pretty), message };
  },
};

/** gcc, clang and whoever speaks as they do: `file:line:col: error: …`. */
export const gcc: Matcher = {
  begins: /^((?:[A-Za-z]:)?[^\s:][^:]{0,300}):(\d{1,9}):(?:\d{1,9}:)? (?:fatal )?error: (.*)$/,
  read: (_, __, [, file, line, message = '']) => ({ name: message, file, line: lineNumber(line), message }),
};

/** Linters' `unix`: `file:line:col: message [Error/rule]`. */
export const unixLint: Matcher = {
  begins: /^([^\s:][^:]{0,300}):(\d{1,9}):\d{1,9}: ([^[]{1,600}) \[Error(?:\/([^\]]{1,100}))?\]$/,
  read: (_, __, [, file, line, said = '', rule]) => {
    const message = rule === undefined ? said : `${said} (${rule})`;
    return { name: message, file, line: lineNumber(line), message };
  },
};

/** ESLint's `stylish`: a path on a line, then its problems. */
export const eslint: Matcher = {
  begins: /^ {2,4}(\d{1,9}):\d{1,9} {1,9}error {2,9}(\S.*)$/,
  read(lines, at, [, line, said = '']) {
    const file = pathAbove(lines, at);
    const message = said.split(/ {2,}/).join('  ').trim();
    return file === undefined ? undefined : { name: message, file, line: lineNumber(line), message };
  },
};

/** The heading of a list of problems. */
function pathAbove(lines: Lines, at: number): string | undefined {
  for (let above = at - 1; above >= Math.max(0, at - 500); above -= 1) {
    const line = lines[above] ?? '';
    if (line.startsWith('  ')) continue;
    return /^\S.{0,398}$/.test(line) ? line : undefined;
  }
  return undefined;
}
