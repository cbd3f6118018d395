import pluginVue from 'eslint-plugin-vue'
import pluginVuetify from 'eslint-plugin-vuetify'
import tseslint from 'typescript-eslint'

/** The part of Electron that one file owns, and what everybody else does instead. */
const owners = {
  ipcMain: ['src-main/ipc/handle.ts', 'Only ipc/handle.ts may use ipcMain: register a handler there.'],
  ipcRenderer: ['src-main/preload/invoker.ts', 'Only preload/invoker.ts may use ipcRenderer.'],
  shell: ['src-main/window/open-in-browser.ts', 'Only window/open-in-browser.ts may use shell: call openInBrowser.'],
}
/** All parts that one file owns, but for the one that this file owns. */
const ownedParts = (except) => ['error', {
  paths: [
    ...Object.entries(owners).filter(([name]) => name !== except).map(([name, [, message]]) => ({ name: 'electron', importNames: [name], message })),
    { name: 'electron', importNames: ['default'], message: 'Import the named parts: this would bring those that one file owns.' },
  ],
}]

export default tseslint.config(
  { ignores: ['out/**', 'src-wasm/**', 'dist/**', 'node_modules/**', 'coverage/**', 'test-results/**'] },
  ...tseslint.configs.strictTypeChecked,
  ...pluginVue.configs['flat/recommended'],
  ...pluginVuetify.configs['flat/recommended'],
  {
    languageOptions: {
      parserOptions: {
        parser: tseslint.parser,
        extraFileExtensions: ['.vue'],
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/require-await': 'off',
      // Our objects come from factories and use no `this`.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-restricted-syntax': ['error', { selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' }],
      'vue/no-v-html': 'error',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/attributes-order': 'off',
      'vue/valid-v-slot': ['error', { allowModifiers: true }],
    },
  },
  {
    // TypeScript does not know what a .vue file exports; vue-tsc checks these imports.
    files: ['src-renderer/**', 'test/src-renderer/**'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['src-main/policy/**'],
    rules: {
      'no-restricted-properties': ['error', { object: 'Date', property: 'now', message: 'policy/ has no clock of its own: take the time as an argument.' },
        { object: 'performance', property: 'now', message: 'policy/ has no clock of its own: take the time as an argument.' }],
    },
  },
  { files: ['src-main/**'], rules: { 'no-restricted-imports': ownedParts(null) } },
  ...Object.entries(owners).map(([name, [file]]) => ({ files: [file], rules: { 'no-restricted-imports': ownedParts(name) } })),
  { files: ['**/*.js', '**/*.mjs', '**/*.cjs'], ...tseslint.configs.disableTypeChecked },
  { files: ['test/**'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
)
