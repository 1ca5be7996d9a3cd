import { following, type Lines, lineNumber, type Matcher, placeIn, saidIn } from './matcher.ts';

/** pytest: a heading of underscores, what went wrong behind `E`, and last where: `file:1: Error`. */
export const pytest: Matcher = {
  begins: /^_{3,200} (?:ERROR (?:at (?:setup|teardown) of|collecting) )?([^_\s].{0,300}|_.{0,300})$/,
  read(lines, at, [, heading = '']) {
    const title = / _{3,200}$/.exec(heading) ? heading.slice(0, heading.lastIndexOf(' ')) : undefined;
    if (title === undefined) return undefined;
    const block = following(lines, at, /^_{3,200} |^={3,200} /);
    const places = block.flatMap((line) => {
      const [, file, digits] = /^(?:file )?([^\s:,][^:,]{0,300})(?::|, line )(\d{1,9})(?:: |$)/.exec(line) ?? [];
      return file === undefined || file.includes('site-packages/') ? [] : [{ file, line: lineNumber(digits) }];
    });
    const said = block.filter((line) => /^E {3,}\S/.test(line)).map((line) => line.slice(1).trim());
    return { name: methods(title), ...places.at(-1), message: said.slice(0, 10).join('\n') };
  },
};

/** As its summary writes it: `Class::test[with.dots]`. */
function methods(title: string): string {
  const [name = '', ...parameters] = title.split('[');
  return [name.replaceAll('.', '::'), ...parameters].join('[');
}

/** pytest's summary: `FAILED file::test - message`. */
export const pytestSummary: Matcher = {
  begins: /^(?:FAILED|ERROR) ([^\s:][^:]{0,300})::(\S.*)$/,
  read(_, __, [, file, rest = '']) {
    const end = rest.indexOf(' - ');
    return end < 0 ? { name: rest, file } : { name: rest.slice(0, end), file, message: rest.slice(end + 3) };
  },
};

/** Python's unittest: `FAIL: test (module.Class.test)`, then a traceback, whose last line says what it was. */
export const unittest: Matcher = {
  begins: /^(?:FAIL|ERROR): (\S{1,300}) \(([\w.<>]{1,300})\)/,
  read(lines, at, [, test = '', within = '']) {
    const block = following(lines, at, /^={20,}$|^Ran \d+ tests? in /).filter((line) => !/^-{20,}$/.test(line));
    const place = placeIn(block.toReversed(), /^ {2}File "([^"]{1,300})", line (\d{1,9})/);
    const said = block.filter((line) => /^[^\s-]/.test(line) && !line.startsWith('Traceback '));
    const around = within.split('.').filter((each) => each !== test);
    return { name: [...around.slice(-1), test].join('.'), ...place, message: said.slice(0, 10).join('\n') };
  },
};

/** PHPUnit: `1) Class::test`, the message, and after an empty line where. */
export const phpunit: Matcher = {
  begins: /^\d{1,5}\) ([\w\\]{1,300}::\S.{0,300})$/,
  read(lines, at, [, name = '']) {
    const block = following(lines, at, /^\d{1,5}\) |^--$|^(?:FAILURES|ERRORS)!/);
    return { name, ...placeIn(block, /^([^\s:][^:]{0,300}\.php):(\d{1,9})$/), message: saidIn(block) };
  },
};

/** A frame with a title above it, as oxlint and others draw one: `  x rule: message`, then `,-[file:1:2]`. */
export const framed: Matcher = {
  begins: /^ {2}[x×] (\S.*)$/,
  read(lines: Lines, at, [, message = '']) {
    const place = placeIn(lines.slice(at + 1, at + 4), /^ {1,9}[,╭][-─]\[([^\]:]{1,300}):(\d{1,9}):\d{1,9}\]$/);
    return place.file === undefined ? undefined : { name: message, ...place, message };
  },
};
