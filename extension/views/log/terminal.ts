import * as vscode from 'vscode';
import type { LogOptions } from './document.ts';
import type { LogName } from './name.ts';
import { fileAt } from './links.ts';
import { type FilePlace, placesIn } from '../../../protocol/model/places.ts';
import { createLogReader, type LogReader } from './reader.ts';
import { createTerminalText } from './terminal-text.ts';
import { notice, plain } from '../words.ts';

/** Logs of runs in terminals: text and colours, and a click on `path:line` opens the file there. Nothing that is typed goes anywhere. */
export interface LogTerminals {
  open(name: LogName): void;
  /** Reads on in all that are open. Call it when a run or the connection has changed. */
  look(): void;
  dispose(): void;
}

interface Shown {
  readonly terminal: vscode.Terminal;
  readonly look: () => void;
}

type Link = vscode.TerminalLink & { readonly place: FilePlace };

export function createLogTerminals(options: LogOptions): LogTerminals {
  const shown = new Map<string, Shown>();
  const ours = ({ terminal }: { terminal: vscode.Terminal }): boolean =>
    [...shown.values()].some((each) => each.terminal === terminal);
  const links: vscode.TerminalLinkProvider<Link> = {
    provideTerminalLinks: (context) => (ours(context) ? placesIn(context.line).map(linkTo) : []),
    handleTerminalLink: ({ place }) => openPlace(place, options.root()),
  };
  const watches = [
    vscode.window.onDidCloseTerminal((terminal) => {
      for (const [key, each] of shown) if (each.terminal === terminal) shown.delete(key);
    }),
    vscode.window.registerTerminalLinkProvider(links),
  ];
  return {
    open(name) {
      const key = `${name.run}\n${name.job ?? ''}`;
      const known = shown.get(key) ?? openTerminal(options, name);
      shown.set(key, known);
      known.terminal.show();
    },
    look() {
      for (const { look } of shown.values()) look();
    },
    dispose() {
      for (const { terminal } of shown.values()) terminal.dispose();
      shown.clear();
      for (const watch of watches) watch.dispose();
    },
  };
}

/** VS Code takes what is written only from `open` on. */
function openTerminal({ read, after }: LogOptions, { run, job, title = run }: LogName): Shown {
  const written = new vscode.EventEmitter<string>();
  const text = createTerminalText();
  let reader: LogReader | undefined;
  const say = (words: string): void => written.fire(`${text.rest()}\r\n\u001b[2m(${plain(words)})\u001b[0m\r\n`);
  const pty: vscode.Pseudoterminal = {
    onDidWrite: written.event,
    open() {
      let note: string | undefined;
      reader = createLogReader({
        read: (from) => read(run, from, { job, style: 'sgr' }),
        after,
        took(part) {
          written.fire(text.more(part.text));
          if (part.note !== undefined && part.note !== note) say(part.note);
          note = part.note;
          if (part.ended) say(vscode.l10n.t('The log ends here.'));
        },
        refused: say,
      });
      reader.look();
    },
    close() {
      reader?.close();
      written.dispose();
    },
  };
  const terminal = vscode.window.createTerminal({
    name: `${/^CI\b/.test(title) ? '' : 'CI '}${plain(title).slice(0, 80)}`,
    pty,
    iconPath: new vscode.ThemeIcon('output'),
    isTransient: true,
  });
  return { terminal, look: () => reader?.look() };
}

const linkTo = (place: FilePlace): Link => ({
  startIndex: place.start,
  length: place.length,
  tooltip: vscode.l10n.t('Open the file at this line'),
  place,
});

async function openPlace(place: FilePlace, root: string | undefined): Promise<void> {
  const uri = await fileAt(place, root);
  if (!uri)
    return void vscode.window.showWarningMessage(
      notice(vscode.l10n.t('{0} is no file of this repository.', place.file)),
    );
  const at = new vscode.Position(place.line - 1, place.column - 1);
  await vscode.window.showTextDocument(uri, { selection: new vscode.Range(at, at) });
}
