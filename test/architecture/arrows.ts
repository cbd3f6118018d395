// Who may import whom. Each rule says where the code should go instead, and carries an import that breaks it: the spec proves that it is seen.

export interface Arrow {
  readonly name: string
  /** Shown when the rule is broken. */
  readonly instead: string
  readonly from: { readonly path?: string; readonly pathNot?: string | readonly string[] }
  readonly to: Readonly<Record<string, unknown>>
  /** A file and what it imports. */
  readonly broken: readonly [file: string, specifier: string]
}

const vuePackages = '^node_modules/(vue|@vue|vuetify|pinia|vue-router|@tanstack/vue-virtual)/'
const notAProject = '^(simulated-tenant|electron-stand-in|test|bench|scripts)/'
/** What Vite resolves and Node does not: "./x?raw", "./worker?nodeWorker". */
const viteQuery = '\\?[a-zA-Z]+$'
const layersOf = (...folders: readonly string[]): string => `^src-renderer/(${folders.join('|')})/`

export const arrows: readonly Arrow[] = [
  {
    name: 'shared-imports-nothing',
    instead: 'src-shared/ holds types and constants that both processes use. What needs a package or another folder belongs to src-main/ or src-renderer/.',
    from: { path: '^src-shared/' }, to: { pathNot: '^src-shared/' },
    broken: ['src-shared/broken.ts', 'zod'],
  },
  {
    name: 'main-without-the-page',
    instead: 'Words and widgets belong to src-renderer/; what both sides say to each other goes to src-shared/.',
    from: { path: '^src-main/' }, to: { path: ['^src-renderer/', vuePackages] },
    broken: ['src-main/window/broken-vue.ts', 'vue'],
  },
  {
    name: 'page-without-main',
    instead: 'The page asks main over the bridge: add a channel to src-shared/ipc-contract.ts and call it in src-renderer/api/.',
    from: { path: '^src-renderer/' }, to: { path: ['^src-main/', '^node_modules/electron/', '^node_modules/electron-store/', '^node_modules/@azure/'] },
    broken: ['src-renderer/views/BrokenMain.vue', '../../src-main/clock.ts'],
  },
  {
    name: 'page-without-electron',
    instead: 'Nothing of Electron reaches the page: put the call in src-main/ and ask for it over the bridge.',
    from: { path: '^src-renderer/' }, to: { path: '^node_modules/electron/' },
    broken: ['src-renderer/components/ui/BrokenElectron.vue', 'electron'],
  },
  {
    name: 'page-without-node',
    instead: 'The page has no disk and no network: do it in src-main/ and ask for the result over the bridge.',
    from: { path: '^src-renderer/' }, to: { dependencyTypes: ['core'] },
    broken: ['src-renderer/stores/broken-node.ts', 'node:fs'],
  },
  {
    name: 'policy-is-pure',
    instead: 'policy/ decides from what it is given. Do the reading in device-actions/ or graph/, and pass in the result and the time.',
    from: { path: '^src-main/policy/' }, to: { pathNot: ['^src-main/policy/', '^src-shared/'] },
    broken: ['src-main/policy/broken.ts', 'node:fs'],
  },
  {
    name: 'audit-calls-nobody',
    instead: 'The audit log is written to. Let the caller (device-actions/, ipc/) pass what has to be recorded or compared.',
    from: { path: '^src-main/audit/' }, to: { path: '^(src-main|src-renderer)/', pathNot: '^src-main/audit/' },
    broken: ['src-main/audit/broken.ts', '../graph/reads.ts'],
  },
  {
    name: 'audit-needs-no-package',
    instead: 'The audit log must open on any PC for years: node:sqlite, node:crypto and node:fs are all it stands on.',
    from: { path: '^src-main/audit/' }, to: { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-no-pkg', 'npm-unknown'] },
    broken: ['src-main/audit/broken-package.ts', 'zod'],
  },
  {
    name: 'audit-command-stands-alone',
    instead: 'Whoever checks the log must not have to trust the console: the command stands on Node, src-shared/ and the chain\'s own files in audit/.',
    from: { path: '^src-main/audit-command/' },
    to: { pathNot: ['^src-shared/', '^src-main/audit-command/', '^src-main/audit/(chain|chain-verifier|checkpoint|audit-reader)\\.ts$'], dependencyTypesNot: ['core'] },
    broken: ['src-main/audit-command/broken.ts', '../audit/audit-log.ts'],
  },
  {
    name: 'policy-command-reads-policies',
    instead: 'The command `policy` runs where there is no console: it stands on Node, zod and settings/, which holds how a policy file is read and judged.',
    from: { path: '^src-main/policy-command/' }, to: { path: '^(src-main|src-renderer)/', pathNot: '^src-main/(policy-command|settings)/' },
    broken: ['src-main/policy-command/broken.ts', '../graph/reads.ts'],
  },
  {
    name: 'graph-only-speaks-graph',
    instead: 'graph/ turns Graph into the words of src-shared/ and knows nothing of who asks. Decisions go to policy/, flows to device-actions/ or directory/.',
    from: { path: '^src-main/graph/' }, to: { path: '^(src-main|src-renderer)/', pathNot: ['^src-main/graph/', '^src-main/http/'] },
    broken: ['src-main/graph/broken.ts', '../policy/rules.ts'],
  },
  {
    name: 'directory-reads-only',
    instead: 'directory/ keeps the list of devices and nothing else. What concerns one device or an action goes to device-actions/.',
    from: { path: '^src-main/directory/' }, to: { path: '^(src-main|src-renderer)/', pathNot: ['^src-main/directory/', '^src-main/graph/'] },
    broken: ['src-main/directory/broken.ts', '../device-actions/attempts.ts'],
  },
  {
    name: 'one-door-to-devices',
    instead: 'Only device-actions/ changes a device, after the rules, the permit and the intent. Add the action there.',
    from: { pathNot: ['^src-main/device-actions/', '^test/'] }, to: { path: '^src-main/graph/device-writes' },
    broken: ['src-main/directory/broken-door.ts', '../graph/device-writes.ts'],
  },
  {
    name: 'device-actions-stand-on-three',
    instead: 'device-actions/ uses policy/, graph/ and audit/. Anything else it needs (who is signed in, a notification) is passed in by create-services.ts.',
    from: { path: '^src-main/device-actions/' }, to: { path: '^(src-main|src-renderer)/', pathNot: '^src-main/(device-actions|policy|graph|audit)/' },
    broken: ['src-main/device-actions/broken.ts', '../sign-in/session.ts'],
  },
  {
    name: 'reconciliation-stands-on-two',
    instead: 'reconciliation/ lays audit/ beside what graph/ reads. Anything else it needs (who is signed in, a token) is passed in by create-services.ts.',
    from: { path: '^src-main/reconciliation/' }, to: { path: '^(src-main|src-renderer)/', pathNot: '^src-main/(reconciliation|audit|graph)/' },
    broken: ['src-main/reconciliation/broken.ts', '../sign-in/session.ts'],
  },
  {
    name: 'exports-read-the-log',
    instead: 'exports/ writes copies of the audit log and of the device list to files. Who is signed in, which file was chosen and what prints is passed in by create-services.ts.',
    from: { path: '^src-main/exports/' }, to: { path: '^(src-main|src-renderer)/', pathNot: '^src-main/(exports|audit|report|directory)/' },
    broken: ['src-main/exports/broken.ts', '../sign-in/session.ts'],
  },
  {
    name: 'service-desk-reads-only',
    instead: 'service-desk/ asks the central log and shows it as audit/ would. The connection, which is a person\'s, is passed in by create-services.ts.',
    from: { path: '^src-main/service-desk/' }, to: { path: '^(src-main|src-renderer)/', pathNot: '^src-main/(service-desk|audit)/' },
    broken: ['src-main/service-desk/broken.ts', '../sign-in/session.ts'],
  },
  {
    name: 'central-log-sends-rows',
    instead: 'central-log/ sends rows of audit/ to the server that the policy names. Who is signed in and their token is passed in by create-central-log.ts.',
    from: { path: '^src-main/central-log/' }, to: { path: '^(src-main|src-renderer)/', pathNot: '^src-main/(central-log|audit|settings)/' },
    broken: ['src-main/central-log/broken.ts', '../sign-in/session.ts'],
  },
  {
    name: 'pg-in-central-log',
    instead: 'Only central-log/connect.ts opens connections to PostgreSQL, trusted and bounded in time: ask it for one.',
    from: { path: '^(src-|simulated-tenant/)', pathNot: '^src-main/central-log/connect\\.ts$' }, to: { path: '^node_modules/(@types/)?pg/' },
    broken: ['src-main/exports/broken-pg.ts', 'pg'],
  },
  {
    name: 'updates-know-nobody',
    instead: 'updates/ decides whether an update may be taken, and from whom. The policy, this PC and who is asked are passed in by start-updates.ts.',
    from: { path: '^src-main/updates/' }, to: { path: '^(src-main|src-renderer)/', pathNot: '^src-main/(updates/|build-stamp\\.ts$)' },
    broken: ['src-main/updates/broken.ts', '../settings/preferences-store.ts'],
  },
  {
    name: 'electron-updater-in-one-file',
    instead: 'Only updates/follow-updates.ts takes updates, after mayUpdate has said so: call what it exports.',
    from: { path: '^src-', pathNot: '^src-main/updates/follow-updates\\.ts$' }, to: { path: '^node_modules/electron-updater/' },
    broken: ['src-main/window/broken-updater.ts', 'electron-updater'],
  },
  {
    name: 'report-is-pure',
    instead: 'report/ turns attempts into a document. What it shows is passed in; printing belongs to window/.',
    from: { path: '^src-main/report/' }, to: { pathNot: ['^src-main/report/', '^src-shared/', '^(node:)?crypto$'] },
    broken: ['src-main/report/broken.ts', '../audit/audit-log.ts'],
  },
  {
    name: 'ipc-hands-over',
    instead: 'ipc/ parses and hands over to device-actions/, sign-in/, directory/, audit/, exports/, reconciliation/, service-desk/, settings/ and setup/. Put the decision in one of those, or let create-services.ts pass it in.',
    from: { path: '^src-main/ipc/' }, to: { path: '^(src-main|src-renderer)/', pathNot: '^src-main/(ipc|device-actions|sign-in|directory|audit|exports|reconciliation|service-desk|settings|setup)/' },
    broken: ['src-main/ipc/broken.ts', '../graph/reads.ts'],
  },
  {
    name: 'setup-tries-and-writes-a-draft',
    instead: 'setup/ tries an app registration with sign-in/ and graph/ and drafts the policy file. The browser, the save dialog and the hosts are passed in by create-services.ts.',
    from: { path: '^src-main/setup/' }, to: { path: '^(src-main|src-renderer)/', pathNot: '^src-main/(setup|sign-in|graph|http|settings|policy)/' },
    broken: ['src-main/setup/broken.ts', '../device-actions/attempts.ts'],
  },
  {
    name: 'preload-is-thin',
    instead: 'The preload script is the typed bridge and nothing else; what it would compute belongs behind a channel, in main.',
    from: { path: '^src-main/preload/' }, to: { pathNot: ['^src-main/preload/', '^src-shared/', '^node_modules/electron/'] },
    broken: ['src-main/preload/broken.ts', 'node:path'],
  },
  {
    name: 'logging-knows-nobody',
    instead: 'Everybody may log, so logging/ imports none of them: pass in what it needs.',
    from: { path: '^src-main/logging/' }, to: { path: '^(src-main|src-renderer)/', pathNot: '^src-main/logging/' },
    broken: ['src-main/logging/broken.ts', '../sign-in/session.ts'],
  },
  {
    name: 'msal-in-sign-in',
    instead: 'Only sign-in/ knows MSAL: ask its session for what you need, a token included.',
    from: { pathNot: ['^src-main/sign-in/', '^test/'] }, to: { path: '^node_modules/@azure/msal' },
    broken: ['src-main/graph/broken-msal.ts', '@azure/msal-node'],
  },
  {
    name: 'sqlite-in-one-file',
    instead: 'Only audit/audit-database.ts speaks SQL (and audit-reader.ts, which can only read): add what you need to it, and call that.',
    from: { path: '^(src-|simulated-tenant/)', pathNot: '^src-main/audit/audit-(database|reader)\\.ts$' }, to: { path: '^(node:)?sqlite$' },
    broken: ['src-main/audit/broken-sqlite.ts', 'node:sqlite'],
  },
  {
    name: 'electron-store-in-one-file',
    instead: 'Only settings/preferences-store.ts keeps preferences: add the preference to src-shared/app-info.ts and read it there.',
    from: { path: '^src-', pathNot: '^src-main/settings/preferences-store\\.ts$' }, to: { path: '^node_modules/(electron-store|conf)/' },
    broken: ['src-main/settings/broken-store.ts', 'electron-store'],
  },
  {
    name: 'app-without-its-tools',
    instead: 'What is shipped must not lean on the practice tenant\'s code, the stand-in or tests. A type that both need goes to src-shared/.',
    from: { path: '^src-' }, to: { path: notAProject },
    broken: ['src-main/practice/broken.ts', '../../simulated-tenant/serve.ts'],
  },
  {
    name: 'tenant-stands-alone',
    instead: 'The practice tenant is the other end of the wire: it shares words with the app (src-shared/) and no code, or it would share its mistakes.',
    from: { path: '^simulated-tenant/' }, to: { path: ['^src-main/', '^src-renderer/', '^electron-stand-in/', '^test/'] },
    broken: ['simulated-tenant/broken.ts', '../src-main/graph/reads.ts'],
  },
  {
    name: 'stand-in-knows-no-app',
    instead: 'The stand-in implements Electron, for any app. What the console needs of it goes through Electron\'s API.',
    from: { path: '^electron-stand-in/' }, to: { path: ['^src-', '^simulated-tenant/', '^test/'] },
    broken: ['electron-stand-in/broken.ts', '../src-shared/words.ts'],
  },
  {
    name: 'bridge-behind-api',
    instead: 'Only src-renderer/api/ touches the bridge: call what it exports, from a store.',
    from: { path: '^src-renderer/', pathNot: '^src-renderer/api/' }, to: { path: '^src-(shared/bridge|renderer/api/bridge)\\.ts$' },
    broken: ['src-renderer/stores/broken-bridge.ts', '../api/bridge.ts'],
  },
  {
    name: 'api-below-stores',
    instead: 'api/ only asks main. What keeps the answer is a store, which imports api/ and not the other way round.',
    from: { path: layersOf('api') }, to: { path: layersOf('stores', 'composables', 'components', 'views', 'router') },
    broken: ['src-renderer/api/broken.ts', '../stores/device-store.ts'],
  },
  {
    name: 'stores-below-composables',
    instead: 'A store keeps state. What reacts to the page (keys, size, time) is a composable or a component that uses the store.',
    from: { path: layersOf('stores') }, to: { path: layersOf('composables', 'components', 'views', 'router') },
    broken: ['src-renderer/stores/broken-layer.ts', '../components/Card.vue'],
  },
  {
    name: 'composables-below-components',
    instead: 'A composable is used by components. Let the component pass in what it needs.',
    from: { path: layersOf('composables') }, to: { path: layersOf('components', 'views', 'router') },
    broken: ['src-renderer/composables/broken.ts', '../views/Page.vue'],
  },
  {
    name: 'components-below-views',
    instead: 'A view puts components together. Move what both need into a component, or pass it as a prop or a slot.',
    from: { path: layersOf('components') }, to: { path: layersOf('views') },
    broken: ['src-renderer/components/BrokenLayer.vue', '../views/Page.vue'],
  },
  {
    name: 'pages-ask-stores',
    instead: 'Views and components ask a store (or a composable), and the store asks api/: then one place knows what is loading and what failed.',
    from: { path: layersOf('views', 'components') }, to: { path: layersOf('api') },
    broken: ['src-renderer/views/BrokenApi.vue', '../api/device-api.ts'],
  },
  {
    name: 'messages-are-words',
    instead: 'messages/ turns codes into words. What it says goes in as an argument; who shows it imports messages/.',
    from: { path: '^src-renderer/messages/' }, to: { pathNot: ['^src-renderer/messages/', '^src-shared/', '^node_modules/(@mdi/js|unhomoglyph)/'] },
    broken: ['src-renderer/messages/broken.ts', '../stores/device-store.ts'],
  },
  {
    name: 'no-circles',
    instead: 'Two files that need each other hold one thing too many: move what both use into a third.',
    from: { path: '^(src-|simulated-tenant/|electron-stand-in/)' }, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    broken: ['src-main/window/broken-circle.ts', './broken-circle-back.ts'],
  },
  {
    name: 'imports-are-found',
    instead: 'Nothing is at that path (an import carries its extension), so no arrow could be checked.',
    from: { path: '^(src-|simulated-tenant/|electron-stand-in/)' }, to: { couldNotResolve: true, pathNot: [viteQuery, '^virtual:'] },
    broken: ['src-main/window/broken-path.ts', './nowhere.ts'],
  },
]
