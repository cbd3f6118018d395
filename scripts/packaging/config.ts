import { join } from 'node:path'
import { flipFuses } from '@electron/fuses'
import type { AfterPackContext, Configuration } from 'electron-builder'
import { expectedFuses, fuseVersion } from './fuses.ts'

const productName = 'Helpdesk Console'
const executableName = 'helpdesk-console'

export interface PackagingOptions {
  /** An unpacked Electron; null: electron-builder finds or downloads it. */
  readonly electronDist: string | null
  /** What goes into the archive: see stage-app.ts. */
  readonly appFolder: string
  readonly outputFolder: string
  /** Where notices and SBOM were written: see legal-files.ts. */
  readonly legalFolder: string
  readonly publisherName: string | null
  /** Whether there is a certificate to sign macOS packages with. Without one they get an ad-hoc signature, which lets them run where they were made. */
  readonly isSignedOnMac: boolean
  readonly isNotarized: boolean
}

/** electron-builder's configuration. Everything that runs is bundled, so no package, no script and no list of dependencies comes along. */
export function packagingConfig(options: PackagingOptions): Configuration {
  return {
    appId: 'helpdesk-console',
    productName,
    copyright: 'Helpdesk Console contributors, MIT',
    artifactName: '${name}-${version}-${os}-${arch}.${ext}',
    directories: { app: options.appFolder, output: options.outputFolder, buildResources: 'resources/icons' },
    ...(options.electronDist === null ? {} : { electronDist: options.electronDist }),
    files: ['main/**', 'preload/**', 'renderer/**', 'package.json'],
    // Says that nothing has to be collected from node_modules.
    beforeBuild: async () => false,
    asar: true,
    // One language is spoken; Chromium's own texts are not shown.
    electronLanguages: ['en-GB', 'en-US'],
    extraResources: [
      // What an administrator sets the console up with.
      { from: 'resources', to: '.', filter: ['policy.*.json', 'central-log.sql'] },
      { from: 'LICENSE', to: 'LICENSE.txt' },
      { from: options.legalFolder, to: '.', filter: ['THIRD-PARTY-NOTICES.txt', 'sbom.cdx.json'] },
    ],
    afterPack: protectExecutable,
    // Never the address that updates come from: that is the policy's. This makes electron-builder write what electron-updater looks for.
    publish: { provider: 'generic', url: 'https://updates.invalid/', ...(options.publisherName === null ? {} : { publisherName: [options.publisherName] }) },
    win: {
      target: [{ target: 'nsis', arch: ['x64', 'arm64'] }, { target: 'zip', arch: ['x64', 'arm64'] }],
      icon: 'resources/icons/icon.ico',
      ...(options.publisherName === null ? {} : { signtoolOptions: { publisherName: [options.publisherName] } }),
    },
    nsis: {
      oneClick: false,
      perMachine: true,
      allowToChangeInstallationDirectory: false,
      // Started from the installer it would run as the administrator.
      runAfterFinish: false,
      deleteAppDataOnUninstall: false,
      differentialPackage: false,
      buildUniversalInstaller: false,
    },
    mac: {
      target: [{ target: 'dmg', arch: ['universal'] }, { target: 'zip', arch: ['universal'] }],
      icon: 'resources/icons/icon.icns',
      category: 'public.app-category.business',
      hardenedRuntime: options.isSignedOnMac,
      gatekeeperAssess: false,
      entitlements: 'resources/entitlements.mac.plist',
      entitlementsInherit: 'resources/entitlements.mac.plist',
      notarize: options.isNotarized,
      ...(options.isSignedOnMac ? {} : { identity: '-' }),
      extendInfo: withoutWhatIsNotUsed,
    },
    dmg: { writeUpdateInfo: false },
    linux: {
      target: [{ target: 'deb', arch: ['x64'] }, { target: 'AppImage', arch: ['x64'] }, { target: 'tar.gz', arch: ['x64'] }],
      executableName,
      icon: 'resources/icons/png',
      category: 'System',
      synopsis: 'Find an Intune device and act on exactly that one',
      maintainer: 'Helpdesk Console contributors <helpdesk-console@users.noreply.github.com>',
      // electron-builder would switch the sandbox off in the AppImage's menu entry, and the console does not start without it.
      executableArgs: [],
    },
  }
}

/** Electron's Info.plist says why it would use a camera, a microphone and Bluetooth: without these macOS lets nobody ask. */
const withoutWhatIsNotUsed = {
  NSAudioCaptureUsageDescription: null, NSBluetoothAlwaysUsageDescription: null, NSBluetoothPeripheralUsageDescription: null, NSCameraUsageDescription: null, NSMicrophoneUsageDescription: null,
}

/** Sets the fuses of what has just been put together, before it is signed. Throws where Electron has another set of them. */
async function protectExecutable({ appOutDir, electronPlatformName }: AfterPackContext): Promise<void> {
  // The two halves of a universal Mac app are joined first.
  if (appOutDir.endsWith('-temp')) return
  await flipFuses(executableOf(appOutDir, electronPlatformName), {
    version: fuseVersion,
    strictlyRequireAllFuses: true,
    // Changing the file breaks the signature that Electron's own Mac build carries.
    resetAdHocDarwinSignature: electronPlatformName === 'darwin' && process.platform === 'darwin',
    ...expectedFuses,
  })
}

/** What is started in a packaged folder. */
export function executableOf(folder: string, platform: string): string {
  if (platform === 'darwin') return join(folder, `${productName}.app`)
  return join(folder, platform === 'win32' ? `${productName}.exe` : executableName)
}
