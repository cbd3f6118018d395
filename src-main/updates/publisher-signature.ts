import { execFile } from 'node:child_process'

/** Not looked for in the environment, which everybody sets as they like for what they start. */
const powerShell = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe'

/**
 * What is wrong with the signature of a Windows program that should be the publisher's; null: nothing. Whatever cannot be found out is wrong
 * (electron-updater's own check lets a file pass when PowerShell does not answer).
 */
export function findSignatureProblem(publisherName: string, file: string): Promise<string | null> {
  const script = `[Console]::OutputEncoding = [Text.Encoding]::UTF8; Get-AuthenticodeSignature -LiteralPath '${file.replaceAll("'", "''")}' | `
    + 'ForEach-Object { @{ status = "$($_.Status)"; subject = "$($_.SignerCertificate.Subject)"; path = "$($_.Path)" } } | ConvertTo-Json -Compress'
  return new Promise((resolve) => {
    execFile(powerShell, ['-NoProfile', '-NonInteractive', '-InputFormat', 'None', '-Command', script], { env: { ...process.env, PSModulePath: '' }, timeout: 60_000, windowsHide: true },
      (error, stdout) => resolve(error === null ? judgeSignature(stdout, publisherName, file) : `its signature could not be read (${error.message})`))
  })
}

/** The same, of what PowerShell has answered. */
export function judgeSignature(answer: string, publisherName: string, file: string): string | null {
  let found: unknown
  try {
    found = JSON.parse(answer)
  } catch {
    return 'its signature could not be read'
  }
  const { status, subject, path } = { status: null, subject: null, path: null, ...(typeof found === 'object' ? found : {}) } as Readonly<Record<string, unknown>>
  if (status !== 'Valid') return `its signature is not valid (${String(status)})`
  if (path !== file) return 'another file was looked at'
  if (subject !== publisherName) return `it is signed by ${String(subject)}, not by ${publisherName}`
  return null
}
