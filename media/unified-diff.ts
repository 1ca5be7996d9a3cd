/** Whether a block of code is a unified diff: by what it is called, or by what it looks like. */
export const isDiff = (text: string, language: string | undefined): boolean =>
  text !== '' && (/^(?:diff|patch)$/i.test(language ?? '') || /^--- \S.*\n\+\+\+ \S.*\n@@ -\d/m.test(text));
