import type { RunId } from '../protocol/model/ids.ts';
import type { FromPanel, ToPanel } from '../protocol/wire/panel.ts';
import type { Memory } from './memory.ts';

/** What a host tells its panel beside the messages: where it shows logs by itself. */
export interface PanelPort {
  tell(message: ToPanel): void;
  /** Shows a run's log, or one job's, within the panel. */
  openLog(run: RunId, job?: string): void;
}

/** Whoever embeds the panel: an editor's webview, or a page. */
export interface Host {
  readonly place: 'editor' | 'page';
  /** From now on the panel is told all that happens. */
  open(panel: PanelPort): void;
  ask(message: FromPanel): void;
  /** What the panel remembered when it was last here. */
  readonly memory: { load(): Memory; save(memory: Memory): void };
}
