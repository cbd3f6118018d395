import { describe, expect, it } from 'vitest'
import { createClockWatch } from '../../src-main/clock-watch.ts'
import { createMovableClock } from '../factories/movable-clock.ts'

const hour = 3_600_000
function aWatch() {
  const clock = createMovableClock()
  const watch = createClockWatch(clock)
  return { clock, watch, setBy: (ms: number) => clock.setWall(clock.wallMs() + ms) }
}

describe('the clock of the PC', () => {
  it('is no news while it goes on', () => {
    const { clock, watch } = aWatch()
    clock.advance(hour)
    expect(watch.look(null)).toEqual([])
    expect(watch.look(-59_000)).toEqual([])
  })

  it('that somebody set is written down once, with how far', () => {
    const { clock, watch, setBy } = aWatch()
    setBy(-hour)
    clock.advance(250)
    expect(watch.look(null)).toEqual([{ kind: 'clock', cause: 'drift', driftMs: -hour, offsetMs: null }])
    expect(watch.look(null)).toEqual([])
    setBy(hour)
    expect(watch.look(-400)).toEqual([{ kind: 'clock', cause: 'drift', driftMs: hour, offsetMs: -400 }])
  })

  it('that is set in steps too small to see is seen in their sum', () => {
    const { watch, setBy } = aWatch()
    setBy(1500)
    expect(watch.look(null)).toEqual([])
    setBy(1500)
    expect(watch.look(null)).toMatchObject([{ cause: 'drift', driftMs: 3000 }])
  })

  it('that slept is said to have, and its sleep is not taken for a jump after', () => {
    const { watch, setBy } = aWatch()
    setBy(8 * hour)
    expect(watch.resumed(null)).toEqual({ kind: 'clock', cause: 'resume', driftMs: 8 * hour, offsetMs: null })
    expect(watch.look(null)).toEqual([])
  })

  it('that differs from the server\'s is written down at each change of more than a minute, and when it is right again', () => {
    const { watch } = aWatch()
    expect(watch.look(90_000)).toEqual([{ kind: 'clock', cause: 'server', driftMs: 0, offsetMs: 90_000 }])
    expect(watch.look(90_000)).toEqual([])
    expect(watch.look(140_000)).toEqual([])
    expect(watch.look(null)).toEqual([])
    expect(watch.look(151_000)).toMatchObject([{ cause: 'server', offsetMs: 151_000 }])
    expect(watch.look(-300)).toMatchObject([{ cause: 'server', offsetMs: -300 }])
  })
})
