// What the compiler does not say: promises nobody waits for, and rooms that reach the wrong way.
// Layout is prettier's business (`npm run format`).
import * as path from 'node:path';
import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { mayImport, pureRooms } from '../src/build/rooms.mjs';

const root = path.resolve(import.meta.dirname, '..');
const rooms = Object.keys(mayImport);

function roomRules(room) {
  const forbidden = rooms.filter(other => other !== room && !mayImport[room].includes(other));
  const patterns = [
    {
      regex: `^(\\.\\./)+(src/)?(${forbidden.join('|')})/`,
      message: `${room} must not import ${forbidden.join(', ')}: dependencies point one way.`
    }
  ];
  if (room !== 'extension') {
    patterns.push({ regex: '^vscode$', message: 'Only the extension room sees VS Code.' });
  }
  if (pureRooms.includes(room)) {
    patterns.push({
      regex: '^node:|^(fs|path|os|child_process|worker_threads)$',
      message: `${room} is pure: it runs in a browser as well.`
    });
    patterns.push({ regex: '^vscode-', message: `${room} knows no editor protocol.` });
  }
  return { files: [`src/${room}/**/*.ts`], rules: { 'no-restricted-imports': ['error', { patterns }] } };
}

export default defineConfig(
  { ignores: ['dist/', 'out/', 'coverage/', '.vscode-test/', 'node_modules/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    rules: {
      'no-undef': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }]
    }
  },
  {
    // The type-aware rules are worth their time where promises live.
    files: ['src/extension/**/*.ts', 'src/server/**/*.ts', 'src/cli/**/*.ts', 'webview/**/*.ts', 'test/vscode/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }]
    }
  },
  ...Object.keys(mayImport).map(roomRules),
  {
    files: ['webview/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `/src/(${rooms.filter(room => room !== 'topology' && room !== 'diagram').join('|')})/`,
              message: 'The webview sees plain results and pictures only (src/topology, src/diagram).'
            },
            { regex: '^vscode$|^node:', message: 'The webview runs in a browser frame.' }
          ]
        }
      ]
    }
  },
  {
    files: ['**/*.{mjs,cjs}'],
    languageOptions: {
      globals: Object.fromEntries(
        ['process', 'console', 'module', 'require', 'URL', 'fetch', 'setTimeout', 'clearTimeout', 'setInterval', 'performance'].map(
          name => [name, 'readonly']
        )
      )
    }
  },
  { files: ['test/**/*.ts'], rules: { '@typescript-eslint/no-unused-expressions': 'off' } }
);
