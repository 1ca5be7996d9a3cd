interface Colour {
  readonly description: string;
  readonly dark: string;
  readonly light: string;
  readonly highContrast: string;
  readonly highContrastLight: string;
}

/** Each is a colour of the theme by default, so that it fits every theme; in high contrast it is one that stands out there. */
export const colours = {
  failingForeground: {
    description: 'Branches, runs and tests that fail.',
    dark: 'testing.iconFailed',
    light: 'testing.iconFailed',
    highContrast: '#F88070',
    highContrastLight: '#B5200D',
  },
  passingForeground: {
    description: 'Branches, runs and tests that pass.',
    dark: 'testing.iconPassed',
    // Of a light side bar the Testing view's own green cannot be told apart well enough.
    light: 'charts.green',
    highContrast: '#89D185',
    highContrastLight: '#185E00',
  },
  runningForeground: {
    description: 'Runs that are under way.',
    dark: 'charts.blue',
    light: 'charts.blue',
    highContrast: '#75BEFF',
    highContrastLight: '#0F4A85',
  },
  warnedForeground: {
    description: 'What waits for somebody, or is not as it should be.',
    dark: 'list.warningForeground',
    light: 'list.warningForeground',
    highContrast: '#FFD370',
    highContrastLight: '#895503',
  },
  unreadForeground: {
    description: 'What has come since it was last looked at.',
    dark: 'notificationsInfoIcon.foreground',
    light: 'notificationsInfoIcon.foreground',
    highContrast: '#75BEFF',
    highContrastLight: '#0F4A85',
  },
} as const satisfies Record<string, Colour>;
