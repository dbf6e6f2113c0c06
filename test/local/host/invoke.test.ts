import type { InvocationContext } from '@azure/functions'
import { app } from '@azure/functions'
import * as core from '../../../local/host/coreModule'
import { runHooks, writeLog } from '../../../local/host/hooks'
import { invoke } from '../../../local/host/invoke'
import type { RegisteredFunction } from '../../../local/host/registry'
import { registry } from '../../../local/host/registry'

const order: string[] = []

app.timer('tick', {
  schedule: '* * * * *',
  handler: (timer: unknown, context: InvocationContext) => {
    order.push(`handler ${JSON.stringify(timer)}`)
    context.log('inside')
    return 'result'
  },
})

function tick(): RegisteredFunction {
  const found = registry.functions.get('tick')
  if (found === undefined) throw new Error('tick is not registered.')
  return found
}

const value = (): Parameters<typeof invoke>[1] => ({
  inputData: [{ name: Object.keys(tick().metadata.bindings)[0] ?? '', data: { json: '{"A":1}' } }],
})

beforeEach(() => {
  order.length = 0
  for (const hooks of Object.values(registry.hooks)) hooks.length = 0
})

describe('invoke', () => {
  it('runs hooks before and after, which may change inputs and result', async () => {
    app.hook.preInvocation((context) => {
      order.push('before')
      context.inputs = [{ changed: true }]
    })
    app.hook.postInvocation((context) => {
      order.push(`after ${String(context.result)}`)
      context.result = 'other'
    })
    const { returnValue } = await invoke(tick(), value())
    expect(order).toEqual(['before', 'handler {"changed":true}', 'after result'])
    expect(returnValue).toEqual({ string: 'other' })
  })

  it('shares hook data within an invocation, and lets nobody replace it', async () => {
    app.hook.preInvocation((context) => {
      context.hookData['seen'] = true
      expect(() => {
        Object.assign(context, { hookData: {} })
      }).toThrow("Cannot assign to read only property 'hookData'")
    })
    app.hook.postInvocation((context) => {
      expect(context.hookData).toEqual({ seen: true })
    })
    await invoke(tick(), value())
  })

  it('throws what the function threw, unless a hook takes it away', async () => {
    const failing = { ...tick(), callback: () => Promise.reject(new Error('no')) }
    await expect(invoke(failing, value())).rejects.toThrow('no')
    app.hook.postInvocation((context) => {
      context.error = null
      context.result = 'saved'
    })
    expect((await invoke(failing, value())).returnValue).toEqual({ string: 'saved' })
  })

  it('fails when a hook before it does', async () => {
    app.hook.preInvocation(() => {
      throw new Error('not today')
    })
    await expect(invoke(tick(), value())).rejects.toThrow('not today')
    expect(order).toEqual([])
  })
})

describe('writeLog', () => {
  it('shows a line to the hooks first, which may change it, and do no harm', () => {
    const written: string[] = []
    registry.sink = ({ level, message }) => written.push(`${level} ${message}`)
    app.hook.log((context) => {
      context.level = 'warning'
      context.message += '!'
    })
    app.hook.log(() => {
      throw new Error('in a hook')
    })
    writeLog({ level: 'information', category: 'user', message: 'hello' })
    expect(written).toEqual(['warning hello!'])
  })
})

describe('the core module', () => {
  it('refuses hooks that it does not know, as the library expects it', () => {
    expect(() => core.registerHook('other', () => undefined)).toThrow(RangeError)
    try {
      core.registerHook('other', () => undefined)
    } catch (error) {
      expect(error).toHaveProperty('isAzureFunctionsSystemError', true)
    }
  })

  it('takes hooks and functions back', async () => {
    let calls = 0
    const hook = core.registerHook('appStart', () => (calls += 1))
    hook.dispose()
    await runHooks('appStart', {})
    expect(calls).toBe(0)
    const metadata = { name: 'gone', bindings: {} }
    core.Disposable.from(core.registerFunction(metadata, () => undefined)).dispose()
    expect(registry.functions.has('gone')).toBe(false)
  })

  it('gives each name once, over all kinds of functions, and none after the start', () => {
    const metadata = { name: 'tick', bindings: {} }
    expect(() => core.registerFunction(metadata, () => undefined)).toThrow(
      'already been registered',
    )
    registry.locked = true
    expect(() => core.registerFunction({ ...metadata, name: 'late' }, () => undefined)).toThrow(
      'only be registered during app startup',
    )
    registry.locked = false
  })
})
