import { following, lineNumber, type Lines, type Matcher, placeIn, saidIn } from './matcher.ts';

/** `go test`: `--- FAIL: TestX/sub (0.00s)`, below it `file_test.go:1: message`; the package is told at its end. */
export const goTest: Matcher = {
  begins: /^( {0,40})--- FAIL: (\S{1,300}) \([\d.]{1,20}s\)$/,
  read(lines, at, [, indentation = '', name = '']) {
    const block = following(lines, at, /^ {0,40}--- |^(?:FAIL|ok|PASS|=== )/);
    const told = block.findIndex((line) => /^ {1,44}[\w.-]{1,200}\.go:\d{1,9}:(?: |$)/.test(line));
    const next = lines[at + 1 + block.length] ?? '';
    if (told < 0 && next.startsWith(`${indentation}    --- FAIL: ${name}/`)) return undefined;
    const [, file, line, message] = /^ {1,44}([\w.-]{1,200}):(\d{1,9}): ?(.*)$/.exec(block[told] ?? '') ?? [];
    const folder = file === undefined ? undefined : packageBelow(lines, at);
    const path = folder === undefined ? file : `${folder}${file}`;
    const more = block.slice(told + 1).map((each) => each.trim());
    const said =
      told < 0
        ? saidIn(block)
        : [message, ...more]
            .filter((each) => each !== '')
            .slice(0, 10)
            .join('\n');
    return { name, file: path, line: lineNumber(line), message: said };
  },
};

/** The folder of the package whose tests these are: its path without the module's, which is `host/owner/name` or one word. */
function packageBelow(lines: Lines, at: number): string | undefined {
  for (let below = at + 1; below < Math.min(lines.length, at + 2000); below += 1) {
    const line = lines[below] ?? '';
    const [, path] = (line.startsWith('FAIL\t') && /^FAIL\t(\S{1,300})\t[\d.]{1,20}s$/.exec(line)) || [];
    if (path === undefined) continue;
    const parts = path.split('/');
    return parts
      .slice(parts[0]?.includes('.') ? 3 : 1)
      .map((part) => `${part}/`)
      .join('');
  }
  return undefined;
}

/** The Go compiler, and `go vet`: `./file.go:1:2: message`. */
export const goBuild: Matcher = {
  begins: /^(?:vet: )?([\w./-]{1,300}\.go):(\d{1,9}):\d{1,9}: (\S.*)$/,
  read: (_, __, [, file, line, message = '']) => ({ name: message, file, line: lineNumber(line), message }),
};

/** `cargo test`: a heading for what a test printed, and in that where it panicked. */
export const cargoTest: Matcher = {
  begins: /^---- (\S.{0,300}) stdout ----$/,
  read(lines, at, [, name = '']) {
    const block = following(lines, at, /^---- |^failures:$/);
    const panicked = /^thread '.{1,300} panicked at (?:'.{0,600}', )?([^\s':][^':]{0,300}):(\d{1,9}):\d{1,9}:?$/;
    const where = block.findIndex((line) => panicked.test(line));
    const quoted = / panicked at '(.{1,600})', /.exec(block[where] ?? '')?.[1];
    const after = block.slice(where + 1).filter((line) => !line.startsWith('note: '));
    const trace = after.findIndex((line) => line.startsWith('stack backtrace:'));
    const message = quoted ?? saidIn(trace < 0 ? after : after.slice(0, trace));
    return { name, ...placeIn(block, panicked), message };
  },
};

/** The Rust compiler: `error[E0308]: message`, then ` --> file:1:2`. */
export const rustc: Matcher = {
  begins: /^error(?:\[E\d{4}\])?: (\S.*)$/,
  read(lines, at, [, message = '']) {
    const place = placeIn(lines.slice(at + 1, at + 3), /^ {1,12}--> ([^:]{1,300}):(\d{1,9}):\d{1,9}$/);
    return place.file === undefined ? undefined : { name: message, ...place, message };
  },
};

/** Maven's Surefire: `[ERROR] class.test -- Time elapsed: 1 s <<< FAILURE!`, and as it was before. */
export const surefire: Matcher = {
  begins: /^\[ERROR\] {1,4}(\S{1,300}) {1,2}(?:-- )?Time elapsed: [\d.,]{1,20} s {1,2}<<< (?:FAILURE|ERROR)!$/,
  read(lines, at, [, written = '']) {
    const [, method, inClass] = /^([^()]{1,200})\(([\w.$]{1,200})\)$/.exec(written) ?? [];
    const name = method === undefined ? written : `${inClass}.${method}`;
    const block = following(lines, at, /^\[/);
    return { name, ...javaPlace(block, name), message: saidIn(block.filter((line) => !/^\s{1,8}at /.test(line))) };
  },
};

/** Where a test stands by the habits of Java: a class's source lies in folders that are called as its package. */
function javaPlace(block: Lines, test: string): { readonly file?: string; readonly line?: number | undefined } {
  const parts = test.replace(/\(.*$/, '').split('.');
  const type = parts.findLastIndex((part) => /^[A-Z]/.test(part));
  const simple = (parts[type] ?? '').replace(/\$.*$/, '');
  if (simple === '') return {};
  const { file, line } = placeIn(
    block.filter((each) => each.includes(`(${simple}.`)),
    /\((\w{1,200}\.(?:java|kt|groovy|scala)):(\d{1,9})\)$/,
  );
  if (file === undefined) return {};
  const language = { java: 'java', kt: 'kotlin', groovy: 'groovy', scala: 'scala' }[file.split('.')[1] ?? ''] ?? 'java';
  return { file: ['src/test', language, ...parts.slice(0, type), file].join('/'), line };
}

/** javac by way of Maven: `[ERROR] /path/A.java:[1,2] message`. */
export const mavenCompiler: Matcher = {
  begins: /^\[ERROR\] (\S{1,300}):\[(\d{1,9}),\d{1,9}\] (\S.*)$/,
  read: (_, __, [, file, line, message = '']) => ({ name: message, file, line: lineNumber(line), message }),
};

/** Gradle: `Class > test() FAILED`, then what was thrown, and where. */
export const gradle: Matcher = {
  begins: /^([^\s>][^>]{0,200}(?: > [^>]{1,200}){1,6}) FAILED$/,
  read(lines, at, [, title = '']) {
    const block = following(lines, at, /^\S/);
    const { line } = placeIn(block, /at (?:\S{1,300}\()?(\w{1,200}\.(?:java|kt|groovy|scala)):(\d{1,9})\)?$/);
    const name = title.split(' > ').join(' › ');
    return { name, line, message: saidIn(block.filter((each) => !/^ {4,12}at /.test(each))) };
  },
};

/** `dotnet test`: `  Failed Name [12 ms]`, then a message and a trace with headings. */
export const dotnet: Matcher = {
  begins: /^ {1,4}Failed (\S.{0,400}) \[[^\]]{1,30}\]$/,
  read(lines, at, [, name = '']) {
    const block = following(lines, at, /^ {1,4}(?:Failed|Passed|Skipped) |^(?:Failed|Passed)!/);
    const trace = block.findIndex((line) => line.trim() === 'Stack Trace:');
    const said = trace < 0 ? block : block.slice(0, trace);
    const place = placeIn(block, / in ([^\s].{0,300}):line (\d{1,9})$/);
    return { name, ...place, message: saidIn(said.filter((line) => line.trim() !== 'Error Message:')) };
  },
};
