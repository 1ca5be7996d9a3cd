import { parse } from 'yaml';
import { textOf } from './expressions.ts';
import type { Parser } from './parser.ts';

export interface StepDefinition {
  readonly id?: string;
  readonly name?: string;
  readonly if?: unknown;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, unknown>>;
  readonly shell?: string;
  readonly 'working-directory'?: string;
  readonly 'continue-on-error'?: unknown;
  readonly 'timeout-minutes'?: number;
}
export interface JobDefinition {
  readonly name?: string;
  readonly needs?: string | readonly string[];
  readonly if?: unknown;
  readonly env?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly environment?: string | { readonly name: string; readonly url?: string };
  readonly strategy?: { readonly matrix?: Readonly<Record<string, unknown>> | string; readonly 'fail-fast'?: boolean };
  readonly steps?: readonly StepDefinition[];
  readonly 'runs-on'?: unknown;
  readonly 'continue-on-error'?: unknown;
  readonly 'timeout-minutes'?: number;
}
interface InputDefinition {
  readonly type?: 'string' | 'choice' | 'boolean' | 'number' | 'environment';
  readonly required?: boolean;
  readonly default?: unknown;
  readonly options?: readonly string[];
}
interface Filter {
  readonly branches?: readonly string[];
  readonly 'branches-ignore'?: readonly string[];
  readonly types?: readonly string[];
}
export interface WorkflowFile {
  readonly name?: string;
  readonly 'run-name'?: string;
  readonly env?: Readonly<Record<string, unknown>>;
  readonly on: Readonly<Record<string, unknown>>;
  readonly jobs: Readonly<Record<string, JobDefinition>>;
  /** GitHub's own parser's complaints. */
  readonly errors: readonly string[];
}

/** Reads a workflow as GitHub does: its own parser says what is wrong with it. */
export async function readWorkflow(parser: Parser, path: string, content: string): Promise<WorkflowFile> {
  const parsed = parser.parseWorkflow({ name: path, content }, new parser.NoOperationTraceWriter());
  const errors = parsed.context.errors.getErrors().map((error) => error.message.split('\n')[0] ?? '');
  if (errors.length > 0 || !parsed.value) return { on: {}, jobs: {}, errors };
  const raw = parse(content) as Omit<WorkflowFile, 'errors' | 'on'> & {
    on: string | string[] | Record<string, unknown>;
  };
  const on =
    typeof raw.on === 'string'
      ? { [raw.on]: null }
      : Array.isArray(raw.on)
        ? Object.fromEntries(raw.on.map((event) => [event, null]))
        : raw.on;
  return { ...raw, on, errors: [] };
}

/** `*` is anything without a slash, `**` anything. */
function matches(pattern: string, name: string): boolean {
  const source = pattern
    .replaceAll(/[.+^$()|[\]\\{}]/g, String.raw`\$&`)
    .replaceAll('**', '\0')
    .replaceAll('*', '[^/]*')
    .replaceAll('\0', '.*');
  return new RegExp(`^${source}$`).test(name);
}

/** Whether the file's `on` wants to run for this. `action` is that of a pull request. */
export function wants(file: WorkflowFile, event: string, branch: string, action?: string): boolean {
  if (!(event in file.on)) return false;
  const filter = (file.on[event] ?? {}) as Filter;
  const kept = filter.branches === undefined || filter.branches.some((pattern) => matches(pattern, branch));
  const dropped = filter['branches-ignore']?.some((pattern) => matches(pattern, branch)) ?? false;
  const types = filter.types ?? ['opened', 'synchronize', 'reopened'];
  return kept && !dropped && (action === undefined || types.includes(action));
}

/** The inputs as the run gets them, or GitHub's words for what is wrong with them. */
export function dispatchInputs(
  file: WorkflowFile,
  given: Readonly<Record<string, unknown>>,
): Record<string, string> | string {
  if (!('workflow_dispatch' in file.on)) return "Workflow does not have 'workflow_dispatch' trigger";
  const config = file.on['workflow_dispatch'] as { inputs?: Readonly<Record<string, InputDefinition | null>> } | null;
  const known = config?.inputs ?? {};
  const unexpected = Object.keys(given).filter((name) => !(name in known));
  if (unexpected.length > 0) return `Unexpected inputs provided: ${JSON.stringify(unexpected)}`;
  const values: Record<string, string> = {};
  for (const [name, definition] of Object.entries(known)) {
    const value = given[name] ?? definition?.default;
    if (definition?.required && (value === undefined || value === '')) return `Required input '${name}' not provided`;
    const text = textOf(value ?? (definition?.type === 'boolean' ? 'false' : ''));
    if (definition?.type === 'choice' && text !== '' && !definition.options?.map(String).includes(text))
      return `Provided value '${text}' for input '${name}' not in the list of allowed values`;
    if (definition?.type === 'boolean' && !['true', 'false'].includes(text))
      return `Provided value '${text}' for input '${name}' is not a boolean`;
    if (definition?.type === 'number' && text !== '' && !Number.isFinite(Number(text)))
      return `Provided value '${text}' for input '${name}' is not a number`;
    values[name] = text;
  }
  return values;
}
