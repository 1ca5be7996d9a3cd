import * as vscode from 'vscode';
import { runName } from '../../protocol/model/health.ts';
import { isPage, plain } from '../views/words.ts';
import { lineOf, messageOf, type Placed, signatureOf, uriOf } from './placed.ts';
import { todayWords } from './today.ts';

/** What CI complains of, among VS Code's Problems. */
export interface Problems {
  show(failures: readonly Placed[]): void;
  dispose(): void;
}

const longest = 500;
const wholeLine = 10_000;

/** Touches the files alone of which something else is to be said. A failure without a file here is in the Testing view alone. */
export function createProblems(): Problems {
  const collection = vscode.languages.createDiagnosticCollection('shiproom');
  const shown = new Map<string, string>();
  return {
    show(failures) {
      const files = Map.groupBy(
        failures.filter((each) => uriOf(each)),
        (each) => uriOf(each)?.toString() ?? '',
      );
      for (const key of shown.keys()) {
        if (files.has(key)) continue;
        collection.delete(vscode.Uri.parse(key));
        shown.delete(key);
      }
      for (const [key, each] of files) {
        const signature = each.map(signatureOf).join('\n');
        const uri = each[0] && uriOf(each[0]);
        if (!uri || shown.get(key) === signature) continue;
        shown.set(key, signature);
        collection.set(uri, once(each.map(diagnosticOf)));
      }
    },
    dispose: () => collection.dispose(),
  };
}

/** What several jobs complain of in the same words is complained of once. */
function once(all: readonly vscode.Diagnostic[]): vscode.Diagnostic[] {
  return [...new Map(all.map((each) => [wordsOf(each), each])).values()];
}

const wordsOf = ({ range, message, severity }: vscode.Diagnostic): string =>
  `${range.start.line} ${severity} ${message}`;

/** A line that is no more is complained of at the top of its file: whatever stands in its place has done nothing. */
function diagnosticOf(placed: Placed): vscode.Diagnostic {
  const { failure, today } = placed;
  const line = lineOf(placed) ?? 0;
  const where = todayWords(today);
  const said = [`${plain(failure.test.name)}${where === undefined ? '' : ` (${where})`}`, messageOf(placed, longest)];
  const severity = failure.mild ? vscode.DiagnosticSeverity.Warning : vscode.DiagnosticSeverity.Error;
  const range = new vscode.Range(line, 0, line, wholeLine);
  const diagnostic = new vscode.Diagnostic(range, said.filter(Boolean).join('\n'), severity);
  diagnostic.source = 'Shiproom';
  const name = plain(runName(failure.run));
  const page = failure.run.url;
  diagnostic.code =
    page?.startsWith('https://') && isPage(page) ? { value: name, target: vscode.Uri.parse(page) } : name;
  return diagnostic;
}
