interface CommandContribution {
  readonly title: string;
  readonly icon?: `$(${string})`;
  /** Where the palette offers it; everywhere by default, since a command that cannot run says why. */
  readonly palette?: string;
}

/** The commands that the manifest promises. `npm run manifest` writes all contributions into package.json; a test fails if the two differ. */
export const commands = {
  connect: { title: 'Connect to Bridge…', icon: '$(plug)' },
  shareStatus: { title: 'Share Branch Status', icon: '$(broadcast)' },
  shareSelection: { title: 'Share Selection to Chat…', icon: '$(comment-draft)' },
  changeSharingMode: { title: 'Change Sharing Mode…', icon: '$(eye)' },
  chooseTestSources: { title: 'Choose Test Sources…', icon: '$(beaker)' },
  runTest: { title: 'Run This Test Locally', icon: '$(run)', palette: 'false' },
  openCard: { title: 'Open Card', icon: '$(comment-discussion)', palette: 'false' },
  compareBranch: { title: 'Compare with Their Branch', icon: '$(diff)', palette: 'false' },
  messagePerson: { title: 'Message…', icon: '$(comment)', palette: 'false' },
  openFailure: { title: 'Open Failure', icon: '$(go-to-file)', palette: 'false' },
  publishBranch: { title: 'Publish Branch', icon: '$(cloud-upload)', palette: 'false' },
  pullBranch: { title: 'Pull', icon: '$(repo-pull)', palette: 'false' },
  pushBranch: { title: 'Push', icon: '$(repo-push)', palette: 'false' },
  syncBranch: { title: 'Sync Changes', icon: '$(sync)', palette: 'false' },
  pauseSharing: { title: 'Pause Sharing…', icon: '$(debug-pause)', palette: '!shiproom.paused' },
  resumeSharing: { title: 'Resume Sharing', icon: '$(play)', palette: 'shiproom.paused' },
  runCi: { title: 'Run CI…', icon: '$(run)' },
  rerunCi: { title: 'Rerun CI', icon: '$(debug-restart)' },
  rerunFailed: { title: 'Rerun Failed Jobs', icon: '$(run-errors)' },
  rerunJob: { title: 'Rerun Job', icon: '$(debug-restart)' },
  rerunDebug: { title: 'Rerun with Debug Logging…', icon: '$(debug-alt)' },
  cancelRun: { title: 'Cancel Run', icon: '$(stop-circle)' },
  approve: { title: 'Approve Deployment…', icon: '$(check)' },
  reject: { title: 'Reject Deployment…', icon: '$(close)' },
  claim: { title: 'Claim Red Build', icon: '$(person-add)' },
  release: { title: 'Release Claim', icon: '$(person)' },
  handOver: { title: 'Hand Over Red Build…', icon: '$(arrow-swap)', palette: 'shiproom.red' },
  openLog: { title: 'Open CI Log', icon: '$(output)' },
  openLogInTerminal: { title: 'Open CI Log in Terminal', icon: '$(terminal)' },
  openPullRequest: { title: 'Open Pull Request', icon: '$(git-pull-request)' },
  openPage: { title: 'Open in Browser', icon: '$(link-external)', palette: 'false' },
  link: { title: 'Link Account…', icon: '$(account)' },
  unlink: { title: 'Unlink Account…', icon: '$(sign-out)' },
  pair: { title: 'Pair with Chat…', icon: '$(comment-discussion)' },
  runLine: { title: 'Run Bot Command…', icon: '$(terminal)' },
  openRoom: { title: 'Open Room in Browser', icon: '$(link-external)' },
  doctor: { title: 'Doctor', icon: '$(pulse)' },
  retry: {
    title: 'Try Again to Connect',
    icon: '$(refresh)',
    palette: "shiproom.connection == 'offline' || shiproom.connection == 'stopped'",
  },
  disconnect: { title: 'Disconnect', icon: '$(debug-disconnect)' },
  signOut: { title: 'Sign Out…', icon: '$(sign-out)' },
} as const satisfies Record<string, CommandContribution>;

export type CommandName = keyof typeof commands;

/** A command's id, as VS Code knows it. */
export const commandId = <N extends CommandName>(name: N): `shiproom.${N}` => `shiproom.${name}`;

/** The views inside the container `shiproom`, top to bottom, with their shares of its height at first: a team is the shortest. */
export const views = {
  now: { name: 'Now', type: 'tree', icon: '$(pulse)', initialSize: 5 },
  team: { name: 'Team', type: 'tree', icon: '$(organization)', initialSize: 1 },
  feed: { name: 'Feed', type: 'webview', icon: '$(comment-discussion)', initialSize: 5 },
} as const;

export type ViewName = keyof typeof views;

export const viewId = <N extends ViewName>(name: N): `shiproom.${N}` => `shiproom.${name}`;
