import type { IncomingMessage, ServerResponse } from 'node:http'
import { bringUpToDate } from '../bring-up-to-date.ts'
import { carryOut } from '../control/carry-out.ts'
import { escapeHtml } from '../entra/page.ts'
import type { GrantStore } from '../entra/grant-store.ts'
import type { Reply } from '../http/reply.ts'
import { send } from '../http/reply.ts'
import { decoded, header, readBody } from '../http/request.ts'
import type { TenantState } from '../state.ts'
import { deedOf } from './deeds.ts'
import { devicePage } from './device-page.ts'
import { overviewPage } from './overview-page.ts'
import { createFormToken, isSentByOwnPage } from './own-page.ts'
import { trainerPage } from './parts.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

const devicePath = /^\/practice\/devices\/([^/]+)$/

/** Whether the trainer's page answers at this path. */
export function isTrainerPath(path: string): boolean {
  return path === '/practice/' || path === '/practice/page' || devicePath.test(path)
}

function sorry(status: number, sentence: string): Reply {
  return trainerPage('That did not work', `<h1>That did not work</h1><p class="alert" role="alert">${escapeHtml(sentence)}</p>
<p><a href="/practice/">Go to the trainer’s page</a></p>`, status)
}

const noSuchDevice = (): Reply => sorry(404, 'There is no such device, or it is gone.')

/** Makes the page for trainers: what the control endpoint can do, for people, in a browser on this PC. */
export function createTrainer(state: TenantState, grants: GrantStore): Handler {
  const token = createFormToken()

  const show = (url: URL): Reply => {
    const done = deedOf(url.searchParams.get('done'))
    bringUpToDate(state)
    const id = devicePath.exec(url.pathname)?.[1]
    if (id === undefined) return overviewPage(state, token.text, (url.searchParams.get('q') ?? '').trim().slice(0, 200), done)
    const device = state.devices.get(decoded(id))
    return device === undefined ? noSuchDevice() : devicePage(state, device, token.text, done)
  }

  const act = (form: URLSearchParams): Reply => {
    if (!token.matches(form.get('token'))) return sorry(403, 'This page is from an earlier start of the tenant. Open it again.')
    const [name, id, code] = [form.get('do') ?? '', form.get('device') ?? '', form.get('code')]
    const deed = deedOf(name)
    if (deed === undefined) return sorry(400, 'There is no such button.')
    bringUpToDate(state)
    if (id !== '' && state.devices.get(id) === undefined) return noSuchDevice()
    if (code !== null && state.approvals.find(code, state.clock.now())?.status !== 'needsApproval') {
      return sorry(409, 'This request waits no longer: somebody has decided about it, or its time is over.')
    }
    const wrong = carryOut(state, grants, deed.order(code ?? id))
    if (wrong !== null) return sorry(400, wrong)
    const query = new URLSearchParams({ ...(id === '' && form.get('q') ? { q: form.get('q') ?? '' } : {}), done: name })
    const back = id === '' ? '/practice/' : `/practice/devices/${encodeURIComponent(id)}`
    return { status: 303, headers: { location: `${back}?${query.toString()}` }, body: '' }
  }

  return async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    if (url.pathname !== '/practice/page') {
      const isReading = request.method === 'GET' || request.method === 'HEAD'
      send(response, isReading ? show(url) : sorry(405, 'This page can only be looked at.'))
      return
    }
    const isForm = request.method === 'POST' && header(request, 'content-type').startsWith('application/x-www-form-urlencoded')
    const body = await readBody(request)
    if (!isForm) send(response, sorry(request.method === 'POST' ? 415 : 405, 'Here the forms of the trainer’s page are received.'))
    else if (!isSentByOwnPage(request)) send(response, sorry(403, 'Only the trainer’s page itself can send this.'))
    else send(response, act(new URLSearchParams(body ?? '')))
  }
}
