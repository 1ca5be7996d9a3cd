import type { Parser } from './parser.ts';

/** What a job or a step has come to so far. */
export interface Standing {
  readonly failed: boolean;
  readonly cancelled: boolean;
  /** Something that it needs did not run. */
  readonly skipped?: boolean;
}
export type Contexts = Readonly<Record<string, unknown>>;

/** Evaluates GitHub's expressions with GitHub's own evaluator. */
export function createExpressions({ Lexer, Parser: ExpressionParser, Evaluator, data }: Parser) {
  type Value = InstanceType<typeof data.Null> | InstanceType<typeof data.StringData>;
  const toData = (value: unknown): Value => {
    if (typeof value === 'string') return new data.StringData(value);
    if (typeof value === 'number') return new data.NumberData(value) as unknown as Value;
    if (typeof value === 'boolean') return new data.BooleanData(value) as unknown as Value;
    if (Array.isArray(value)) return new data.Array(...value.map(toData)) as unknown as Value;
    if (typeof value === 'object' && value !== null)
      return new data.Dictionary(
        ...Object.entries(value).map(([key, each]) => ({ key, value: toData(each) })),
      ) as unknown as Value;
    return new data.Null();
  };

  function functionsFor({ failed, cancelled, skipped = false }: Standing) {
    const answers = {
      always: true,
      success: !failed && !cancelled && !skipped,
      failure: failed && !cancelled,
      cancelled,
    };
    return Object.entries(answers).map(([name, answer]) => ({
      name,
      description: name,
      minArgs: 0,
      maxArgs: 0,
      call: () => toData(answer),
    }));
  }

  function evaluate(source: string, contexts: Contexts, standing: Standing): unknown {
    const functions = functionsFor(standing);
    const { tokens } = new Lexer(source).lex();
    const tree = new ExpressionParser(tokens, Object.keys(contexts), functions).parse();
    const byName = new Map(functions.map((each) => [each.name, each]));
    const dictionary = toData(contexts) as never;
    const result = new Evaluator(tree, dictionary, byName).evaluate();
    return fromData(result);
  }
  function fromData(value: { kind: unknown; coerceString(): string }): unknown {
    if (value.kind === data.Kind.Boolean) return value.coerceString() === 'true';
    if (value.kind === data.Kind.Null) return null;
    if (value.kind === data.Kind.Number) return Number(value.coerceString());
    if (value.kind === data.Kind.Array || value.kind === data.Kind.Dictionary)
      return JSON.parse(JSON.stringify(value, data.replacer)) as unknown;
    return value.coerceString();
  }

  const good: Standing = { failed: false, cancelled: false };
  const whole = /^\s*\$\{\{((?:(?!\}\}).)*)\}\}\s*$/s;
  /** What a value of the workflow file is, with every `${{ }}` in it answered. */
  function fill(value: unknown, contexts: Contexts, standing = good): unknown {
    if (Array.isArray(value)) return value.map((each) => fill(each, contexts, standing));
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fill(each, contexts, standing)]));
    if (typeof value !== 'string') return value;
    const only = whole.exec(value)?.[1];
    if (only !== undefined) return evaluate(only.trim(), contexts, standing);
    return value.replaceAll(/\$\{\{(.*?)\}\}/gs, (_, source: string) =>
      textOf(evaluate(source.trim(), contexts, standing)),
    );
  }

  return {
    fill,
    /** Whether an `if` lets it run; without one, and with one that asks for no status, only where all went well. */
    lets(condition: unknown, contexts: Contexts, standing: Standing): boolean {
      const source = textOf(condition)
        .replaceAll(/^\s*\$\{\{|\}\}\s*$/g, '')
        .trim();
      if (source === '') return !standing.failed && !standing.cancelled && !standing.skipped;
      const asks = /\b(always|failure|success|cancelled)\s*\(/.test(source);
      const answer = evaluate(asks ? source : `success() && (${source})`, contexts, standing);
      return answer !== false && answer !== null && answer !== '' && answer !== 0;
    },
  };
}
export type Expression = ReturnType<typeof createExpressions>;

/** As it stands in a log, an environment variable or a name. */
export const textOf = (value: unknown): string =>
  value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
