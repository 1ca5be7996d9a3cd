/** How this window stands, in one word: the first thing that keeps the view Now from showing the branch, or `online`. */
export const states = [
  'starting',
  'untrusted',
  'no-folder',
  'no-git',
  'no-repository',
  'unpaired',
  'connecting',
  'offline',
  'stopped',
  'online',
] as const;
export type State = (typeof states)[number];

/** The `when` keys, each written by `context-keys.ts`. */
export const contextKeys = [
  'shiproom.state',
  'shiproom.connection',
  'shiproom.hasRepository',
  'shiproom.sharing',
  'shiproom.paused',
  'shiproom.running',
  'shiproom.red',
  'shiproom.alone',
  'shiproom.canTrigger',
  'shiproom.canApprove',
] as const;
export type ContextKey = (typeof contextKeys)[number];

/** The keys by which first steps are done, written by `first-steps.ts`. */
export const stepKeys = ['shiproom.didConnect', 'shiproom.didShare'] as const;
export type StepKey = (typeof stepKeys)[number];
