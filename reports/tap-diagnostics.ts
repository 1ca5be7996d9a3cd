import { plain } from './clean-log.ts';
import { lineOf } from './lenient.ts';
import type { ReportedTest } from './reported-test.ts';

/** What is used of the YAML after a test. There is no rule for what stands in it: these are the names that programs have for it. */
const used = new Set(['message', 'error', 'at', 'location', 'file', 'line', 'stack']);
const mostText = 16 * 1024;

/** The YAML after a test, as far as it tells what went wrong and where. */
export interface Diagnostics {
  /** Takes the next line; false where that is none of it any more. */
  take(line: string): boolean;
  told(): Pick<ReportedTest, 'message' | 'trace' | 'file' | 'line'>;
}

/** Reads YAML that is indented by `spaces`, line by line, and never fails: what is none is gone past. */
export function createDiagnostics(spaces: number): Diagnostics {
  const values = new Map<string, string>();
  let open: { readonly key: string; readonly indent: number } | undefined;
  let over = false;
  const add = (key: string, text: string): void => {
    const before = values.get(key);
    if (before === undefined) values.set(key, text.slice(0, mostText));
    else if (before.length < mostText) values.set(key, `${before}\n${text.slice(0, mostText)}`);
  };
  const of = (key: string): string => plain(values.get(key) ?? '').trim();
  return {
    take(line) {
      const short = line.trimStart();
      const indent = line.length - short.length;
      if (over || (indent < spaces && short !== '')) return false;
      over = short.trimEnd() === '...' && indent === spaces;
      if (open && indent <= open.indent && short !== '') open = undefined;
      if (open) add(open.key, line.slice(Math.min(indent, open.indent + 2)));
      else if (!over) {
        const [, key = '', value = ''] = /^([\w-]{1,40}):(?:\s(.*))?$/.exec(short) ?? [];
        if (!used.has(key) || values.has(key)) return true;
        if (/^[|>][-+]?\s*$/.test(value)) open = { key, indent };
        else if (value.trim() !== '') add(key, unquoted(value.trim()));
      }
      return true;
    },
    told() {
      const file = of('file');
      const line = lineOf(Number(of('line')));
      const places = [of('at'), of('location')].filter((each) => each !== '');
      return {
        ...(file !== '' && { file, ...line }),
        message: of('message') || of('error'),
        trace: [of('stack'), ...places].join('\n').trim(),
      };
    },
  };
}

function unquoted(value: string): string {
  if (value.length > 1 && value.startsWith("'") && value.endsWith("'")) return value.slice(1, -1).replaceAll("''", "'");
  if (!/^".*"$/.test(value)) return value;
  try {
    return String(JSON.parse(value));
  } catch {
    return value.slice(1, -1);
  }
}
