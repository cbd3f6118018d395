import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BundledPackage } from './bundled-packages.ts'

/** The name and version of what is packaged. */
export interface Product {
  readonly name: string
  readonly version: string
  readonly builtAtMs: number
}

/** Writes THIRD-PARTY-NOTICES.txt and sbom.cdx.json into `folder`. */
export function writeLegalFiles(folder: string, product: Product, packages: readonly BundledPackage[]): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), noticesOf(packages))
  writeFileSync(join(folder, 'sbom.cdx.json'), `${JSON.stringify(sbomOf(product, packages), null, 2)}\n`)
}

/** Every licence text once, under the packages that it is of. */
export function noticesOf(packages: readonly BundledPackage[]): string {
  const namesOf = new Map<string, string[]>()
  for (const { name, version, license, licenseTexts } of packages) {
    const text = licenseTexts.join('\n\n').replaceAll('\r\n', '\n')
    namesOf.set(text, [...namesOf.get(text) ?? [], `${name} ${version} (${license})`])
  }
  const line = '='.repeat(100)
  const parts = [...namesOf].map(([text, names]) => `${line}\n${names.join('\n')}\n${line}\n\n${text}\n`)
  return `The Helpdesk Console contains what is listed here, under these licences. Chromium and the libraries in it have their licences in\nLICENSES.chromium.html, which lies beside the program on Windows and Linux.\n\n${parts.join('\n')}`
}

/** The bill of materials in CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/): what is in the bundle, and nothing that only builds it. */
export function sbomOf({ name, version, builtAtMs }: Product, packages: readonly BundledPackage[]): object {
  const components = packages.map((each) => {
    const purl = `pkg:npm/${each.name.replace('@', '%40')}@${each.version}`
    const [group, plainName] = each.name.startsWith('@') ? each.name.split('/') : [undefined, each.name]
    return {
      type: each.name === 'electron' ? 'framework' : 'library',
      'bom-ref': purl,
      ...(group === undefined ? {} : { group }),
      name: plainName,
      version: each.version,
      licenses: [/[ (]/.test(each.license) ? { expression: each.license } : { license: { id: each.license } }],
      purl,
      ...(each.integrity?.startsWith('sha512-') === true
        ? { hashes: [{ alg: 'SHA-512', content: Buffer.from(each.integrity.slice('sha512-'.length), 'base64').toString('hex') }] }
        : {}),
      ...(each.website === null ? {} : { externalReferences: [{ type: 'website', url: each.website }] }),
    }
  })
  const self = `pkg:generic/${name}@${version}`
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify([self, builtAtMs, components]))}`,
    version: 1,
    metadata: {
      timestamp: new Date(builtAtMs).toISOString(),
      lifecycles: [{ phase: 'build' }],
      component: { type: 'application', 'bom-ref': self, name, version, licenses: [{ license: { id: 'MIT' } }], purl: self },
    },
    components,
    dependencies: [{ ref: self, dependsOn: components.map(({ purl }) => purl) }],
  }
}

/** The same materials have the same number. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
