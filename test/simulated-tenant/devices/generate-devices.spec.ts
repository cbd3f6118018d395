import { describe, expect, it } from 'vitest'
import { generateDevices } from '../../../simulated-tenant/devices/generate-devices.ts'
import { luhnDigit } from '../../../simulated-tenant/devices/identifiers.ts'
import { kindRecipes } from '../../../simulated-tenant/devices/kinds.ts'
import { awkwardDeviceNames } from '../../../simulated-tenant/devices/names.ts'
import { scenarioDeviceIds } from '../../../simulated-tenant/devices/scenario-devices.ts'

const now = Date.parse('2026-11-23T12:34:56Z')
const properties = (seed: number, count: number, at = now) => generateDevices(seed, count, at).map((device) => device.properties)

describe('the device generator', () => {
  it('makes the same devices from the same seed, every time', () => {
    expect(properties(7, 500)).toEqual(properties(7, 500))
  })

  it('makes other devices from another seed, apart from the rehearsal devices', () => {
    const [one, other] = [properties(1, 100), properties(2, 100)]
    expect(one[99]?.id).not.toBe(other[99]?.id)
    const fixed = Object.values(scenarioDeviceIds)
    expect(one.slice(0, fixed.length)).toEqual(other.slice(0, fixed.length))
    expect(one.slice(0, fixed.length).map(({ id }) => id)).toEqual(fixed)
  })

  it('moves every date with the clock, and nothing else', () => {
    const day = 86_400_000
    const [today, tomorrow] = [properties(1, 300), properties(1, 300, now + day)]
    const shifted = today.map((device) => {
      const at = Date.parse(device.lastSyncDateTime)
      return at < 0 ? device.lastSyncDateTime : `${new Date(at + day).toISOString().slice(0, 19)}Z`
    })
    expect(tomorrow.map(({ lastSyncDateTime }) => lastSyncDateTime)).toEqual(shifted)
    expect(tomorrow.map(({ id }) => id)).toEqual(today.map(({ id }) => id))
  })

  it('never gives one id to two devices', () => {
    const ids = properties(3, 20_000).map(({ id }) => id)
    expect(new Set(ids).size).toBe(20_000)
  })

  it('has every kind of device among the first hundred', () => {
    const found = new Set(properties(1, 100).map((device) => `${device.operatingSystem}/${device.deviceType}`))
    for (const recipe of kindRecipes) expect([...found].some((kind) => kind.startsWith(`${recipe.operatingSystem}/`))).toBe(true)
    const enrolments = new Set(properties(1, 2000).map(({ deviceEnrollmentType }) => deviceEnrollmentType))
    for (const type of kindRecipes.flatMap(({ enrollmentTypes }) => enrollmentTypes)) expect(enrolments).toContain(type)
  })

  it('writes IMEIs whose check digit is right', () => {
    const imeis = properties(1, 2000).map(({ imei }) => imei).filter((imei) => imei !== '')
    expect(imeis.length).toBeGreaterThan(300)
    for (const imei of imeis) expect(imei.slice(14)).toBe(luhnDigit(imei.slice(0, 14)))
  })

  it('hides the numbers of personal phones with Android 12 or later', () => {
    const hidden = properties(1, 2000).filter(
      (device) => device.deviceType === 'androidForWork' && Number.parseInt(device.osVersion, 10) >= 12
    )
    expect(hidden.length).toBeGreaterThan(100)
    for (const device of hidden) expect([device.serialNumber, device.imei, device.wiFiMacAddress]).toEqual(['', '', ''])
  })

  it('has the awkward rows that a real tenant has', () => {
    const devices = properties(1, 2000)
    const names = devices.map(({ deviceName }) => deviceName)
    for (const name of awkwardDeviceNames) expect(names).toContain(name)
    expect(names.filter((name) => name === 'iPhone').length).toBeGreaterThan(20)
    expect(devices.some(({ lastSyncDateTime }) => lastSyncDateTime.startsWith('0001-'))).toBe(true)
    expect(devices.some(({ azureADRegistered }) => azureADRegistered === null)).toBe(true)
    expect(devices.some(({ userPrincipalName }) => userPrincipalName === '')).toBe(true)
    const owners = devices.map(({ userPrincipalName }) => userPrincipalName).filter((upn) => upn !== '')
    expect(new Set(owners).size).toBeLessThan(owners.length)
  })
})
