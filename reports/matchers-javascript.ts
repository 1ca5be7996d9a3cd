import { following, lineNumber, type Lines, type Matcher, placeIn, saidIn } from './matcher.ts';

const path = '([^\\s():][^():]{0,300})';

/** In a stack trace: `at f (file:1:2)`, or `at file:1:2`. */
const frame = new RegExp(`^ {0,40}at (?:[^()]{0,200}\\()?(?:file://)?${path}:(\\d{1,9}):\\d{1,9}\\)?`);

/** Vitest: ` FAIL  file > suite > test`, or ` FAIL  file [ file ]` where it could not be read. */
export const vitest: Matcher = {
  begins: /^ {0,3}FAIL {2}(?:\|[^|]{1,60}\| )?(\S{1,300}) (?:> (\S.*)|\[ \S{1,300} \])$/,
  read(lines, at, [, file = '', test]) {
    // Some are told together, as they failed alike.
    const first = lines.slice(at + 1, at + 21).findIndex((line) => !/^ {0,3}FAIL {2}/.test(line));
    const block = following(lines, at + Math.max(first, 0), /^⎯{3}| FAIL {2}/);
    const { line } = placeIn(block, new RegExp(`^ {1,3}❯ (?:\\S{1,200} )?(${escaped(file)}):(\\d{1,9}):\\d{1,9}$`));
    return { name: test?.replaceAll(' > ', ' › ') ?? file, file, line, message: saidIn(block) };
  },
};

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Jest: `  ● suite › test`, below `FAIL file`. */
export const jest: Matcher = {
  begins: /^ {2}● (\S.{0,400})$/,
  read(lines, at, [, name = '']) {
    if (name.startsWith('Console') || name.startsWith('Validation ')) return undefined;
    const block = following(lines, at, /^ {2}● |^(?:FAIL|PASS) |^Test Suites: /);
    const traced = placeIn(block, frame);
    const file = fileAbove(lines, at) ?? traced.file;
    const line = `/${file}`.endsWith(`/${traced.file}`) ? traced.line : undefined;
    const code = block.findIndex((each) => /^ {4,8}(?:> )? {0,6}\d{1,6} \|/.test(each) || frame.test(each));
    const said = (code < 0 ? block : block.slice(0, code)).filter((each) => each.trim() !== '');
    return { name, file, line, message: saidIn(said) };
  },
};

function fileAbove(lines: Lines, at: number): string | undefined {
  for (let above = at - 1; above >= Math.max(0, at - 2000); above -= 1) {
    const line = lines[above] ?? '';
    if (line.startsWith('FAIL ')) return /^FAIL (?:[\w-]{1,60} )?(\S{1,300})/.exec(line)?.[1];
  }
  return undefined;
}

/** What Mocha, RSpec and Playwright number: `  1) …`. */
export const numbered: Matcher = {
  begins: /^ {2}\d{1,5}\) (\S.{0,500})$/,
  read(lines, at, [, title = '']) {
    const block = following(lines, at, /^ {2}\d{1,5}\) |^Finished in /);
    const playwright = /^(?:\[[^\]]{1,60}\] › )?([^\s:›]{1,300}):(\d{1,9}):\d{1,9} › ([^─]{1,400})/.exec(title);
    if (playwright) {
      const [, file, line, name = ''] = playwright;
      return { name: name.trim(), file, line: lineNumber(line), message: saidIn(block) };
    }
    const [first = ''] = block;
    if (/^ {5}(?:Failure\/Error|Got \d+ failure)/.test(first)) {
      const place = placeIn(block, /^ {5}# (\.?\/?[^:]{1,300}):(\d{1,9}):in /);
      const said = [first.replace('Failure/Error:', ''), ...block.slice(1)].filter((line) => line.trim() !== '');
      return { name: title, ...place, message: saidIn(said.filter((line) => !/^ {5}#/.test(line))) };
    }
    return mocha(title, block);
  },
};

/** A title goes on over lines, each deeper than the last, to a colon. */
function mocha(title: string, block: Lines): ReturnType<Matcher['read']> {
  const all = [title, ...block.slice(0, 10)];
  const end = all.findIndex((line) => line.endsWith(':'));
  const titles = all.slice(0, end + 1);
  if (end < 0 || titles.slice(1).some((line) => !/^ {6,40}\S/.test(line))) return undefined;
  const name = titles.map((line) => line.trim()).join(' › ');
  const rest = block.slice(end);
  return { name: name.slice(0, -1), ...placeIn(rest, frame), message: saidIn(rest) };
}

/** Node's own, at the end of `spec`: where a test is, then what it is called. */
export const nodeSpec: Matcher = {
  begins: /^test at ([^:]{1,300}|[A-Z]:[^:]{1,300}):(\d{1,9}):\d{1,9}$/,
  read(lines, at, [, file, line]) {
    const title = /^✖ (.{1,500})$/.exec(lines[at + 1] ?? '')?.[1];
    const block = following(lines, at + 1, /^test at |^ {4,}at /);
    const name = title?.replace(/ \([\d.]{1,20}ms\)$/, '');
    return name === undefined ? undefined : { name, file, line: lineNumber(line), message: saidIn(block) };
  },
};

/** The Test Anything Protocol, with what Node and others add in YAML. */
export const tap: Matcher = {
  begins: /^ {0,40}not ok \d{1,9}(?: - | )(\S.*)$/,
  read(lines, at, [, title = '']) {
    const block = following(lines, at, /^ {0,40}(?:\.\.\.$|ok \d|not ok \d)/);
    const field = (name: string) => yamlField(block, name);
    if (/ # (?:skip|todo)\b/i.test(title) || field('failureType') === 'subtestsFailed') return undefined;
    const written = field('location') ?? field('at') ?? '';
    const [, file, line] =
      new RegExp(`^(?:[^()]{0,200}\\()?(?:file://)?${path}:(\\d{1,9})(?::\\d{1,9})?\\)?$`).exec(written) ?? [];
    return { name: title, file, line: lineNumber(line), message: field('error') ?? field('message') };
  },
};

/** The text of one field, of which only the first line is taken where it has several. */
function yamlField(block: Lines, name: string): string | undefined {
  const at = block.findIndex((line) => line.trimStart().startsWith(`${name}: `));
  if (at < 0) return undefined;
  const text = (block[at] ?? '').trimStart().slice(name.length + 2);
  return /^[|>]-?$/.test(text) ? (block[at + 1] ?? '').trim() : text.replace(/^(['"])(.*)\1$/, '$2');
}
