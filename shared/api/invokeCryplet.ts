import * as z from 'zod'
import { GRACE_IN_SECONDS } from '../activities/observeOnce'
import { wakesOf } from '../authoring/wake'
import { nowInSeconds } from '../core/clock'
import type { Hex } from '../core/hex'
import { hashJson } from '../core/ids'
import type { HttpFacts } from '../envelope/wakeFacts'
import { requireCryplet } from '../execution/container'
import { encodeArgs } from '../execution/encodeArgs'
import type { LoadedCryplet } from '../execution/loadCryplets'
import { factsOf, wakeColumns } from '../runs/wakeColumns'
import { storeWake } from '../runs/wakeUp'
import { KeyReusedError, NoAnswerError, NotInvokableError } from './errors'
import { crypletPath } from './fields'
import type { ApiPorts } from './ports'
import { defineRoute, nothing } from './route'

/** The route by which a person or a program asks a Cryplet, and gets its answer. */
export const invokeCryplet = defineRoute({
  name: 'invokeCryplet',
  method: 'POST',
  path: 'cryplets/{name}/invoke',
  role: 'function',
  summary:
    'Asks a Cryplet that declares `http`, and gives its answer. The header `Idempotency-Key` (1 to 255 visible characters) names the question: asked again with the same arguments, it gives the answer that is stored, for as long as posts are kept.',
  request: z.object({
    path: crypletPath,
    query: nothing,
    headers: z.strictObject({
      'idempotency-key': z
        .string({ error: 'expected a header that names this question, as a UUID' })
        .regex(/^[\x21-\x7e]{1,255}$/, 'expected 1 to 255 visible ASCII characters'),
    }),
    body: z.strictObject({
      args: z
        .record(z.string(), z.unknown())
        .describe('By name; integers in decimal digits, as text.'),
    }),
  }),
  answers: {
    200: '`{ wakeId, requestId, cryplet, values: [{ name, value, unit?, decimals? }], payload, record }`: integers are scaled by their decimals; `record` is what was read, signed by the tier-1 key.',
    400: 'Arguments of other names or types than the Cryplet declares, or no `Idempotency-Key`.',
    404: 'No such Cryplet.',
    409: '`IDEMPOTENCY_KEY_REUSED`: the same key came with other arguments before.',
    422: '`CRYPLET_NOT_INVOKABLE`: it declares no `http`.',
    503: '`NO_ANSWER`: a source or the container gave nothing; asking again with the same key goes on.',
  },
  answer: async (ports, { path, body, headers }, log) => {
    const cryplet = requireCryplet(ports, path.name)
    const facts = factsFor(ports, cryplet, { key: headers['idempotency-key'], args: body.args })
    const wake = {
      ...{ ...wakeColumns(facts), cryplet: path.name, explicit: true },
      wokenAtInMs: ports.clock.nowInMs(),
      retryUntil: facts.slot + GRACE_IN_SECONDS,
    }
    const { wakes, posts } = ports.runs
    // Listed before it is stored, so that nothing outlives its time unseen.
    if ((await wakes.get(wake.wakeId)) === undefined) await posts.announce(wake)
    const stored = await storeWake(wake, { wakes, log })
    const asked = factsOf(stored)
    if (asked.kind !== 'http' || asked.args !== facts.args) throw new KeyReusedError(path.name)
    const result = await ports.answer(stored, cryplet, log)
    if (result.status === 'fault') throw new NoAnswerError(path.name, result.reasons)
    const { wakeId } = stored
    const { requestId } = facts
    return { status: 200, json: { wakeId, requestId, cryplet: path.name, ...result.answer } }
  },
})

type Question = { readonly key: string; readonly args: unknown }

function factsFor(
  { clock }: ApiPorts,
  { definition, crypletId }: LoadedCryplet,
  { key, args }: Question,
): HttpFacts {
  const declared = wakesOf(definition, 'http')
  if (declared === undefined) throw new NotInvokableError(definition.name)
  const requestId: Hex = hashJson(['invoke', crypletId, key])
  const encoded = encodeArgs(declared.args, args)
  return { kind: 'http', crypletId, slot: nowInSeconds(clock), requestId, args: encoded }
}
