import pluginVue from 'eslint-plugin-vue'
import pluginVuetify from 'eslint-plugin-vuetify'
import tseslint from 'typescript-eslint'

const onlyIn = (name, where) => ({ name, message: `Only ${where} may import ${name}; call what it exports instead.` })

export default tseslint.config(
  { ignores: ['out/**', 'dist/**', 'node_modules/**', 'coverage/**', 'test-results/**'] },
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
  {
    files: ['src-main/**'],
    ignores: ['src-main/ipc/handle.ts', 'src-main/preload/invoker.ts', 'src-main/window/open-in-browser.ts', 'src-main/settings/preferences-store.ts'],
    rules: {
      'no-restricted-imports': ['error', {
        paths: [
          { ...onlyIn('electron', ''), importNames: ['ipcMain'], message: 'Only ipc/handle.ts may use ipcMain: register a handler there.' },
          { ...onlyIn('electron', ''), importNames: ['ipcRenderer'], message: 'Only preload/invoker.ts may use ipcRenderer.' },
          { ...onlyIn('electron', ''), importNames: ['shell'], message: 'Only window/open-in-browser.ts may use shell: call openInBrowser.' },
          onlyIn('electron-store', 'settings/preferences-store.ts'),
        ],
      }],
    },
  },
  { files: ['**/*.js', '**/*.mjs', '**/*.cjs'], ...tseslint.configs.disableTypeChecked },
  { files: ['test/**'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
)
