/** What happy-dom lacks of ElementInternals, which the buttons of @vscode-elements use. */
const internals = {
  setFormValue: () => undefined,
  setValidity: () => undefined,
  checkValidity: () => true,
  reportValidity: () => true,
  form: null,
};

// Lit reminds, as soon as it is loaded, that tests load its development build.
Object.assign(globalThis, { litIssuedWarnings: new Set(['dev-mode']) });

// The pure parts of the panel are tested without a document.
if ('document' in globalThis) {
  HTMLElement.prototype.attachInternals = () => internals as unknown as ElementInternals;
  const { defineElements } = await import('../../media/elements.ts');
  defineElements();
}
