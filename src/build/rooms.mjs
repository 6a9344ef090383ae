// The rooms of src/ and what each may import from, beside itself: dependencies point one way.
// Lint says so at the line (`.config/eslint.config.mjs`), a test for the whole house (`test/build/rooms.test.ts`).

/** @type {Readonly<Record<string, readonly string[]>>} */
export const mayImport = {
  topology: [],
  diagram: ['topology'],
  costs: [],
  language: ['topology', 'costs'],
  simulator: ['topology'],
  interop: ['topology', 'simulator', 'language'],
  advice: ['topology', 'language', 'simulator'],
  docs: ['topology', 'language', 'simulator', 'costs', 'interop'],
  server: ['topology', 'diagram', 'language', 'simulator', 'interop', 'advice'],
  cli: ['topology', 'language', 'simulator', 'interop', 'advice', 'docs', 'server'],
  extension: ['topology', 'diagram', 'language', 'simulator', 'interop', 'advice', 'cli', 'webview']
};

/** These know neither Node nor an editor: they run in a browser as well. */
export const pureRooms = ['topology', 'diagram', 'costs', 'language', 'simulator', 'interop', 'advice', 'docs'];
