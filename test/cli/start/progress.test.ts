import { openProgress, type Progress } from '../../../cli/start/progress'

let said: string

function open(): Progress {
  said = ''
  const nothing = (): void => undefined
  const err = (text: string): void => {
    said += text
  }
  const io = { out: nothing, err, setExitCode: nothing, isTerminal: false, env: {}, root: '/' }
  return openProgress(io, () => 0)
}

describe('openProgress', () => {
  it('marks what went well, what ended otherwise and what failed', async () => {
    const { step } = open()
    const run = (): Promise<string> => Promise.resolve('quarantined')
    await step('chain', run, () => 'up')
    await step('delivery', run, (but) => ({ but }))
    const fault = new Error('gone')
    await expect(step('fabric', () => Promise.reject(fault), String)).rejects.toBe(fault)
    expect(said).toBe(`  ✔ chain       up (0.0 s)
  ! delivery    quarantined (0.0 s)
  ✖ fabric      failed after 0.0 s
`)
  })

  it('shows no step that ends after it was hushed, but still its notes', async () => {
    const { step, hush, note } = open()
    let end: () => void = () => undefined
    const under = step('chain', () => new Promise<void>((resolve) => (end = resolve)), String)
    hush()
    note('Stopping …')
    end()
    await under
    expect(said).toBe('Stopping …\n')
  })
})
