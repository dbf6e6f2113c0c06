import { Command } from 'commander'
import { calendarCommand } from '../../../cli/commands/calendar'
import { CalendarRangeError } from '../../../shared/calendar/tradingDaysOf'
import { InvalidValueError } from '../../../shared/core/errors'

async function run(...args: string[]): Promise<string> {
  let written = ''
  const program = new Command().exitOverride()
  calendarCommand(program, { out: (text) => (written += text) })
  await program.parseAsync(['node', 'cryplet', 'calendar', ...args])
  return written
}

describe('cryplet calendar', () => {
  it('lists the whole range in UTC as one JSON document', async () => {
    const written = await run('XNYS', '--json')
    const sessions = JSON.parse(written) as unknown[]

    expect(sessions).toHaveLength(7794)
    expect(sessions[0]).toEqual({
      date: '2000-01-03',
      open: '2000-01-03T14:30:00Z',
      close: '2000-01-03T21:00:00Z',
      early: false,
    })
    expect(sessions.at(-1)).toMatchObject({ date: '2030-12-31', early: false })
  })

  it('lists one year', async () => {
    const sessions = JSON.parse(await run('XNYS', '--year', '2026', '--json')) as unknown[]

    expect(sessions).toHaveLength(251)
    expect(sessions[0]).toEqual({
      date: '2026-01-02',
      open: '2026-01-02T14:30:00Z',
      close: '2026-01-02T21:00:00Z',
      early: false,
    })
    expect(sessions).toContainEqual({
      date: '2026-11-27',
      open: '2026-11-27T14:30:00Z',
      close: '2026-11-27T18:00:00Z',
      early: true,
    })
  })

  it('lists for people, and says which version of the calendar', async () => {
    const lines = (await run('XNYS', '--year', '2026')).split('\n')

    expect(lines[0]).toBe('XNYS@1: 251 sessions')
    expect(lines).toContain('2026-12-24  2026-12-24T14:30:00Z  2026-12-24T18:00:00Z  early')
  })

  it('tells the lunch break where there is one, and nothing of it on a morning that is a day', async () => {
    const sessions = JSON.parse(await run('XTKS', '--year', '2008', '--json')) as unknown[]

    expect(sessions.slice(0, 2)).toEqual([
      {
        date: '2008-01-04',
        open: '2008-01-04T00:00:00Z',
        close: '2008-01-04T02:00:00Z',
        early: true,
      },
      {
        date: '2008-01-07',
        open: '2008-01-07T00:00:00Z',
        close: '2008-01-07T06:00:00Z',
        early: false,
        lunch: { start: '2008-01-07T02:00:00Z', end: '2008-01-07T03:30:00Z' },
      },
    ])
  })

  it('tells people of the lunch break too', async () => {
    const lines = (await run('XTKS', '--year', '2026')).split('\n')

    expect(lines[0]).toBe('XTKS@1: 242 sessions')
    expect(lines[1]).toBe(
      '2026-01-05  2026-01-05T00:00:00Z  2026-01-05T06:30:00Z  lunch 2026-01-05T02:30:00Z to 2026-01-05T03:30:00Z',
    )
  })

  it.each([
    ['XNAS', 7794],
    ['XLON', 7833],
    ['XETR', 7875],
    ['XTKS', 7592],
    ['TARGET2', 7933],
  ])('lists %s, %s sessions', async (name, count) => {
    const lines = (await run(name)).split('\n')

    expect(lines[0]).toBe(`${name}@1: ${String(count)} sessions`)
    expect(lines.slice(1).filter((line) => line !== '')).toHaveLength(count)
  })

  it('refuses another exchange, and years that are none or are not known', async () => {
    await expect(run('XPAR')).rejects.toThrow(InvalidValueError)
    await expect(run('XNYS', '--year', 'soon')).rejects.toThrow(InvalidValueError)
    await expect(run('XNYS', '--year', '2031')).rejects.toThrow(CalendarRangeError)
  })
})
