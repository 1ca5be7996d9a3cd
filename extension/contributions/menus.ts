import { type CommandName, viewId } from '../contributions.ts';

interface MenuItem {
  readonly command: CommandName;
  readonly when: string;
  readonly group?: string;
}

const inNow = `view == ${viewId('now')}`;
const inTeam = `view == ${viewId('team')}`;
const inFeed = `view == ${viewId('feed')}`;
/** Before the window is there, nothing is known of it. */
const paired = "shiproom.connection && shiproom.connection != 'unpaired'";
const online = "shiproom.connection == 'online'";

/** A row of the view Now whose `viewItem` begins with this word, and has that other among its words. */
const item = (is: string, has = ''): string => {
  const words = [is && `^${is}\\b`, has && `\\b${has}\\b`].filter(Boolean);
  return [inNow, ...words.map((word) => `viewItem =~ /${word}/`)].join(' && ');
};

const rows: readonly MenuItem[] = [
  { command: 'runCi', when: `${item('ci')} && shiproom.canTrigger`, group: 'inline@2' },
  { command: 'claim', when: item('ci', 'claimable'), group: 'inline@1' },
  { command: 'handOver', when: item('ci', 'claimable'), group: '1_claim' },
  { command: 'release', when: item('claim', 'mine'), group: 'inline@1' },
  { command: 'handOver', when: item('claim', 'red'), group: 'inline@2' },
  { command: 'cancelRun', when: item('run', 'cancel'), group: 'inline@1' },
  { command: 'rerunFailed', when: item('run', 'rerunFailed'), group: 'inline@1' },
  { command: 'rerunCi', when: item('run', 'rerun'), group: 'inline@2' },
  { command: 'rerunDebug', when: item('run', 'debug'), group: '1_rerun' },
  { command: 'openLog', when: item('run'), group: 'inline@3' },
  { command: 'openLogInTerminal', when: item('run'), group: '2_log' },
  { command: 'rerunJob', when: item('job', 'rerunJob'), group: 'inline@1' },
  { command: 'openLog', when: item('job'), group: 'inline@2' },
  { command: 'openLogInTerminal', when: item('job'), group: '2_log' },
  { command: 'approve', when: `${item('gate', 'decide')} && shiproom.canApprove`, group: 'inline@1' },
  { command: 'reject', when: `${item('gate', 'decide')} && shiproom.canApprove`, group: 'inline@2' },
  { command: 'openPage', when: item('', 'page'), group: 'inline@9' },
  { command: 'chooseTestSources', when: item('tests'), group: 'inline@1' },
  { command: 'runTest', when: item('failure', 'runnable'), group: 'inline@1' },
  { command: 'openCard', when: `${inTeam} && viewItem =~ /\\bbranch\\b/`, group: 'inline@1' },
  { command: 'compareBranch', when: `${inTeam} && viewItem =~ /\\bcompare\\b/`, group: 'inline@2' },
  { command: 'messagePerson', when: `${inTeam} && viewItem =~ /\\bother\\b/`, group: 'inline@3' },
  { command: 'publishBranch', when: item('', 'publish'), group: 'inline@1' },
  { command: 'pullBranch', when: item('', 'pull'), group: 'inline@1' },
  { command: 'pushBranch', when: item('', 'push'), group: 'inline@1' },
  { command: 'syncBranch', when: item('', 'sync'), group: 'inline@1' },
  { command: 'changeSharingMode', when: item('sharing', 'mode'), group: 'inline' },
  { command: 'shareStatus', when: item('sharing', 'none'), group: 'inline' },
  { command: 'pauseSharing', when: item('sharing', 'on'), group: 'inline' },
  { command: 'resumeSharing', when: item('sharing', 'paused'), group: 'inline' },
];

/** A button of a row cannot be reached by the keyboard, so what it does stands in the row's context menu too. */
const reachable = (items: readonly MenuItem[]): readonly MenuItem[] =>
  items.flatMap((each) =>
    each.group?.startsWith('inline') ? [each, { ...each, group: each.group.replace('inline', '0_row') }] : [each],
  );

/** Where commands are offered beside the palette. Rows say by the words of their `contextValue` what can be done with them. */
export const menus = {
  'view/title': [
    { command: 'runCi', when: `${inNow} && ${online} && shiproom.canTrigger`, group: 'navigation@1' },
    { command: 'shareStatus', when: `${inNow} && shiproom.state == 'online'`, group: 'navigation@2' },
    { command: 'pauseSharing', when: `${inNow} && shiproom.sharing =~ /^(on|presence)$/`, group: '1_sharing' },
    { command: 'resumeSharing', when: `${inNow} && shiproom.paused`, group: '1_sharing' },
    { command: 'changeSharingMode', when: inNow, group: '1_sharing' },
    { command: 'connect', when: inNow, group: '2_bridge@1' },
    { command: 'disconnect', when: `${inNow} && ${paired}`, group: '2_bridge@2' },
    { command: 'signOut', when: `${inNow} && ${paired}`, group: '2_bridge@3' },
    { command: 'pair', when: `${inNow} && ${online}`, group: '3_identity' },
    { command: 'doctor', when: inNow, group: '4_doctor' },
    { command: 'runLine', when: `${inFeed} && ${online}`, group: 'navigation@1' },
    { command: 'openRoom', when: `${inFeed} && ${paired}`, group: 'navigation@2' },
  ],
  'view/item/context': reachable(rows),
  'editor/context': [
    {
      command: 'shareSelection',
      when: `editorHasSelection && ${online} && resourceScheme == 'file'`,
      group: '9_cutcopypaste@9',
    },
  ],
} as const satisfies Record<string, readonly MenuItem[]>;
